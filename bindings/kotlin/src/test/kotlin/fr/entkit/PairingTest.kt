package fr.entkit

import fr.entkit.ffi.AccountChange
import fr.entkit.ffi.BaseAddress
import fr.entkit.ffi.EntException
import fr.entkit.ffi.Entropy
import fr.entkit.ffi.Pairing
import fr.entkit.ffi.PairingCode
import fr.entkit.ffi.PairingContext
import fr.entkit.ffi.PairingOutcome
import fr.entkit.ffi.PairingPayload
import fr.entkit.ffi.PairingPolicy
import fr.entkit.ffi.PairingPolicyOptions
import fr.entkit.ffi.PairingStep
import fr.entkit.ffi.pairingKey
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertInstanceOf
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import java.time.Duration
import java.util.concurrent.Callable
import java.util.concurrent.Executors

class PairingTest {
    private val store = InMemoryStore()
    private val policy = PairingPolicy.mobileActivation()
    private val context = PairingContext(policy, ring(), Entropy.system())
    private val base = BaseAddress.parse("https://ent.exemple.fr/mobile")

    private fun drive(
        seconds: Long,
        step: PairingCall,
    ) = store.drivePairing(SUBJECT, clockAt(seconds), step)

    private fun issue(): PairingCode {
        val made = drive(0) { pairing, now -> pairing.issue(SUBJECT, FLOW, now, context, now) }
        return assertInstanceOf(PairingOutcome.Issued::class.java, made.outcome).code
    }

    private fun redeem(
        typed: PairingPayload,
        account: String?,
        device: String = "phone-1",
    ) = store.driveRedemption(typed.identifier(), account, clockAt(60)) { pairing, now ->
        pairing.redeem(typed.identifier(), typed.code(), device, context, now)
    }

    @Test
    fun `a phone is let in and loses its access`() {
        val code = issue()
        val scanned = PairingPayload.parse(base, code.link(base))
        val typed = PairingPayload.typed(code.identifierShown(), code.printed().lowercase())
        assertEquals(scanned.link(base), typed.link(base))
        val done = redeem(scanned, SUBJECT)
        val grant = assertInstanceOf(PairingOutcome.Granted::class.java, done.outcome).grant
        assertEquals(SUBJECT to "phone-1", grant.account() to grant.device())
        val view = done.pairing.view(policy, clock = clockAt(61))
        assertEquals(PairingStep.REDEEMED, view.step)
        assertEquals(Duration.ZERO, view.timeLeft)
        assertEquals(view, done.pairing.view(policy, code.identifier(), clockAt(61)))

        val changed =
            drive(70) { it, now -> it.accountChanged(AccountChange.PASSWORD_RESET, context, now) }
        assertEquals(PairingOutcome.Revoked(listOf("phone-1")), changed.outcome)
        assertTrue(changed.pairing.devices().isEmpty())
        val ending =
            listOf(AccountChange.PASSWORD_RESET, AccountChange.GROUPED, AccountChange.CLOSED)
        assertEquals(ending, AccountChange.entries.filter { it.endsDevices() })
    }

    @Test
    fun `of many phones at once one is let in`() {
        val code = issue()
        val typed = PairingPayload.typed(code.identifier(), code.printed())
        val threads = Executors.newFixedThreadPool(16)
        val found =
            threads
                .invokeAll(List(64) { Callable { redeem(typed, SUBJECT, "phone-$it").name } })
                .map { it.get() }
        threads.shutdown()
        assertEquals(1, found.count { it == "granted" }, "$found")
    }

    @Test
    fun `an identifier of nobody is answered as a wrong code`() {
        val code = issue()
        val wrong = redeem(PairingPayload.typed(code.identifier(), "BBBB-BBBB"), SUBJECT)
        val nobody = redeem(PairingPayload.typed("0123456789", "BBBB-BBBB"), null)
        assertEquals(wrong.publicOutcome, nobody.publicOutcome)
        assertEquals("decoy", nobody.pairing.state())
    }

    @Test
    fun `bad input changes nothing`() {
        val code = issue()
        val before = checkNotNull(store.load(pairingKey(SUBJECT)))
        val redeem = { id: String, typed: String, device: String ->
            drive(1) { it, now -> it.redeem(id, typed, device, context, now) }
        }
        val digits = code.identifier()
        val failing = PairingContext(policy, ring(), Entropy.failing())
        val refused: List<Pair<String, () -> Any?>> =
            listOf(
                "pairing/id-empty" to { redeem(" ", "BBBB-BBBB", "p") },
                "pairing/id-format" to { redeem("1".repeat(1_000_000), "BBBB-BBBB", "p") },
                "pairing/code-empty" to { redeem(digits, "", "p") },
                "pairing/code-format" to { redeem(digits, "BBBB\u0000BBBB", "p") },
                "id/format" to { redeem(digits, "BBBB-BBBB", "é") },
                "text/encoding" to { redeem(digits, "\uDC00", "p") },
                "step/entropy" to {
                    drive(60) { it, now -> it.issue(SUBJECT, FLOW, now, failing, now) }
                },
            )
        for ((reason, call) in refused) assertRefused<EntException>(reason) { call() }
        assertTrue(before.contentEquals(store.load(pairingKey(SUBJECT))))
        assertRefused<EntException.State>("state/corrupt") {
            Pairing.fresh(SUBJECT).reload(ByteArray(1))
        }
        for (bad in listOf(
            PairingPolicyOptions(maxAttempts = -1),
            PairingPolicyOptions(lifetimeSeconds = Long.MAX_VALUE),
        )) {
            assertRefused<EntException.Parse>("policy/bounds") { PairingPolicy.custom(bad) }
        }
        assertRefused<EntException.Parse>("address/scheme") { BaseAddress.parse("http://a.fr") }
    }
}

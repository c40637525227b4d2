package fr.entkit

import fr.entkit.ffi.Audience
import fr.entkit.ffi.CodePolicy
import fr.entkit.ffi.CodePolicyOptions
import fr.entkit.ffi.CodePurpose
import fr.entkit.ffi.EntException
import fr.entkit.ffi.Lang
import fr.entkit.ffi.Ledger
import fr.entkit.ffi.LedgerOutcome
import fr.entkit.ffi.LedgerStep
import fr.entkit.ffi.PublicOutcome
import fr.entkit.ffi.ledgerKey
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertInstanceOf
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.assertThrows
import java.time.Duration

class CodeTest {
    private val store = InMemoryStore()
    private val context = context()

    @Test
    fun `a code is sent, typed and proved`() {
        val sms = store.issue(context)
        assertEquals(mobile, sms.to())
        assertTrue(sms.code() in sms.text(Lang.FR))
        assertEquals(start.plusSeconds(1800), sms.expiresAt())

        val wrong =
            store.ledger(
                60,
            ) { ledger, now -> ledger.submit(FLOW, sms.wrong(), context, now) }
        assertEquals(LedgerOutcome.Wrong(attemptsLeft = 4), wrong.outcome)
        assertEquals(PublicOutcome.Refused, wrong.publicOutcome)
        assertEquals("wrong", wrong.name)

        val right =
            store.ledger(
                61,
            ) { ledger, now -> ledger.submit(FLOW, sms.code(), context, now) }
        val proof = assertInstanceOf(LedgerOutcome.Verified::class.java, right.outcome).proof
        assertEquals(FLOW, proof.flow())
        assertEquals(start.plusSeconds(61), proof.provedAt())
        assertEquals("verified", right.ledger.state())
    }

    @Test
    fun `a view tells what a page shows`() {
        store.issue(context)
        val ledger = store.ledger(60) { ledger, now -> ledger.observe(context, now) }.ledger
        val policy = CodePolicy.educonnectSms()
        val view = ledger.view(FLOW, policy, clockAt(60))
        assertEquals(LedgerStep.PENDING, view.step)
        assertEquals("06 •• •• •• 78", view.sentTo)
        assertEquals(Duration.ofMinutes(29), view.timeLeft)
        assertEquals(Duration.ofMinutes(29), ledger.untilDeadline(clockAt(60)))
        assertEquals(Duration.ZERO, ledger.untilDeadline(clockAt(9000)))
        assertEquals(LedgerStep.CLOSED, ledger.view(FLOW, policy).step)
        assertNull(Ledger.fresh(SUBJECT, CodePurpose.ACTIVATION).untilDeadline())
    }

    @Test
    fun `a transition opens once and only when stored`() {
        val fresh = Ledger.fresh(SUBJECT, CodePurpose.ACTIVATION)
        val lost = fresh.issue(FLOW, mobile, Audience.KNOWN, context, start)
        val write = lost.writes().single()
        assertEquals(ledgerKey(SUBJECT, CodePurpose.ACTIVATION), write.key)
        assertNull(write.expectedVersion)
        assertRefused<EntException.CasLost>("cas/lost") { lost.commit(false) }
        assertRefused<EntException.Step>("transition/spent") { lost.commit(true) }
        assertRefused<EntException.Step>("transition/spent") { lost.writes() }
    }

    @Test
    fun `a decoy looks alike`() {
        val known =
            store.ledger(
                0,
            ) { it, now -> it.issue(FLOW, mobile, Audience.KNOWN, context, now) }
        val decoy =
            InMemoryStore().ledger(
                0,
            ) { it, now -> it.issue(FLOW, mobile, Audience.DECOY, context, now) }
        assertEquals(LedgerOutcome.NothingToSend, decoy.outcome)
        assertEquals(known.publicOutcome, decoy.publicOutcome)
        val policy = CodePolicy.educonnectSms()
        assertEquals(
            known.ledger.view(FLOW, policy, clockAt(5)),
            decoy.ledger.view(FLOW, policy, clockAt(5)),
        )
    }

    @Test
    fun `waiting is told in seconds`() {
        store.issue(context)
        val again = store.ledger(10) { ledger, now -> ledger.resend(FLOW, context, now) }
        assertEquals(LedgerOutcome.TryLater(start.plusSeconds(60)), again.outcome)
        assertEquals(PublicOutcome.TryLater(50), again.publicOutcome)
        assertTrue("50" in again.publicOutcome.reason(Lang.EN))
    }

    @Test
    fun `what was typed is read before anything is charged`() {
        store.issue(context)
        for ((typed, code) in listOf("" to "code/empty", "abc" to "code/format")) {
            assertRefused<EntException.Parse>(code) {
                store.ledger(1) { ledger, now -> ledger.submit(FLOW, typed, context, now) }
            }
        }
        assertRefused<EntException.Parse>("id/format") {
            store.ledger(1) { ledger, now -> ledger.cancel("", context, now) }
        }
    }

    @Test
    fun `what was stored is read again or refused`() {
        store.issue(context)
        val key = ledgerKey(SUBJECT, CodePurpose.ACTIVATION)
        val bytes = checkNotNull(store.load(key))
        assertEquals(1, Ledger.load(SUBJECT, CodePurpose.ACTIVATION, bytes).version())
        for (corrupt in listOf(ByteArray(0), bytes.copyOf(bytes.size / 2), ByteArray(99) { -1 })) {
            assertRefused<EntException.State>("state/corrupt") {
                Ledger.load(SUBJECT, CodePurpose.ACTIVATION, corrupt)
            }
        }
        store.saveIf(key, 1, "{}".encodeToByteArray())
        assertRefused<EntException.State>("state/corrupt") {
            store.ledger(1) { ledger, now -> ledger.observe(context, now) }
        }
    }

    @Test
    fun `policies stay within their bounds`() {
        val policy = CodePolicy.custom(CodePolicyOptions(digits = 6, lifetimeSeconds = 300))
        assertEquals(6, policy.values().digits)
        val own =
            CodePolicy
                .custom(
                    CodePolicyOptions(resendSeconds = 90, delaySeconds = 0),
                ).values()
        assertEquals(90L to 0L, own.resendSeconds to own.delaySeconds)
        assertEquals(listOf("code-channel"), policy.deviations().map { it.id })
        assertTrue(CodePolicy.educonnectSms().deviations().isNotEmpty())
        for (bad in listOf(CodePolicyOptions(digits = -1), CodePolicyOptions(maxAttempts = 11))) {
            assertRefused<EntException.Parse>("policy/bounds") { CodePolicy.custom(bad) }
        }
        val refused =
            assertThrows<EntException> { CodePolicy.custom(CodePolicyOptions(digits = -1)) }
        assertEquals("digits", refused.params["field"])
    }
}

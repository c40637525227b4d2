package fr.entkit

import fr.entkit.ffi.Audience
import fr.entkit.ffi.CodePurpose
import fr.entkit.ffi.CommittedThrottle
import fr.entkit.ffi.EntException
import fr.entkit.ffi.LedgerOutcome
import fr.entkit.ffi.PhoneNumber
import fr.entkit.ffi.PhoneProof
import fr.entkit.ffi.PublicOutcome
import fr.entkit.ffi.Throttle
import fr.entkit.ffi.ThrottlePolicy
import fr.entkit.ffi.ThrottlePolicyOptions
import fr.entkit.ffi.ThrottlePolicyValues
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertInstanceOf
import org.junit.jupiter.api.Assertions.assertNotEquals
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.assertThrows
import java.time.Instant
import java.util.concurrent.Callable
import java.util.concurrent.Executors

private const val THREADS = 64

class ThrottleTest {
    private val store = InMemoryStore()
    private val policy = ThrottlePolicy.signIn()
    private val pupil = Throttle.signIn("pupil-1")
    private val other = PhoneNumber.parse("06 12 34 56 79")

    private fun Store.attempt(seconds: Long): CommittedThrottle =
        driveThrottle(pupil, clockAt(seconds)) { tries, now -> tries.attempt(policy, now) }

    @Test
    fun `the third in vain waits, and a right one clears the wait`() {
        repeat(3) { assertTrue(store.attempt(0).allowed) }
        val refused = store.attempt(20)
        assertEquals("try_later" to false, refused.name to refused.allowed)
        assertEquals(start.plusSeconds(30), refused.until)
        assertEquals(PublicOutcome.TryLater(10), refused.publicOutcome)
        assertEquals(refused.until, refused.throttle.closedUntil(policy, start))
        assertEquals(3, refused.throttle.version())

        val right = store.driveThrottle(pupil, clockAt(21)) { it, now -> it.succeed(policy, now) }
        assertEquals("taken_back" to PublicOutcome.Ok, right.name to right.publicOutcome)
        assertNull(right.throttle.closedUntil(policy, start.plusSeconds(21)))
        assertTrue(store.attempt(22).allowed)
        assertNull(pupil.version())
    }

    @Test
    fun `a disabled throttle is opened again`() {
        val one = ThrottlePolicy.custom(ThrottlePolicyOptions(maxConsecutive = 1))
        val drive = { step: ThrottleCall -> store.driveThrottle(pupil, clockAt(0), step) }
        assertTrue(drive { it, now -> it.attempt(one, now) }.throttle.isDisabled())
        val refused = drive { it, now -> it.attempt(one, now) }
        assertEquals("disabled" to PublicOutcome.Refused, refused.name to refused.publicOutcome)
        val opened = drive { it, now -> it.reinstate(one, now) }
        assertEquals("reinstated" to false, opened.name to opened.throttle.isDisabled())
    }

    @Test
    fun `many at once are as many as one after the other`() {
        val threads = Executors.newFixedThreadPool(THREADS)
        try {
            val tries = List(THREADS) { Callable { store.attempt(0).allowed } }
            assertEquals(3, threads.invokeAll(tries).count { it.get() })
        } finally {
            threads.shutdownNow()
        }
    }

    @Test
    fun `a lost race is run again, and given up in the end`() {
        var losses = 3L
        val losing =
            object : Store by store {
                override fun saveIf(
                    key: String,
                    expectedVersion: Long?,
                    bytes: ByteArray,
                ) = losses-- <= 0 && store.saveIf(key, expectedVersion, bytes)
            }
        assertEquals(1, losing.attempt(0).throttle.version())
        assertEquals(-1, losses)
        losses = 1
        assertEquals(2, losing.attempt(0).throttle.version())
        losses = Long.MAX_VALUE
        assertRefused<EntException.CasLost>("cas/lost") { losing.attempt(0) }
        assertEquals(1000, Long.MAX_VALUE - losses)
        assertTrue(store.attempt(0).allowed)
    }

    @Test
    fun `a number is not read in the key`() {
        val tries = Throttle.smsTo(mobile, ring())
        assertTrue(tries.key().startsWith("throttle/sms/"))
        assertFalse("612345678" in tries.key())
        assertEquals(tries.key(), Throttle.smsTo(PhoneNumber.parse("+33612345678"), ring()).key())
        assertNotEquals(tries.key(), Throttle.smsTo(mobile, ring(8)).key())
        assertNotEquals(tries.key(), Throttle.smsTo(other, ring()).key())
        assertEquals("throttle/sign_in/pupil-1", pupil.key())
    }

    @Test
    fun `bad input changes nothing`() {
        store.attempt(0)
        val before = checkNotNull(store.load(pupil.key()))
        val forged = mobile.copy(e164 = "a\u0000")
        val step = pupil.attempt(policy, start).also { it.commit(true) }
        val refused: List<Pair<String, () -> Any?>> =
            listOf(
                "id/format" to { Throttle.signIn("é") },
                "phone/format" to { Throttle.smsTo(forged, ring()) },
                "state/corrupt" to { pupil.reload("{}".encodeToByteArray()) },
                "state/other-kind" to { Throttle.signIn("pupil-2").reload(before) },
                "transition/spent" to { step.commit(true) },
                "transition/spent" to { step.writes() },
                "step/clock" to { store.attempt(11L * 366 * 86_400) },
                "instant/out-of-range" to {
                    store.driveThrottle(pupil, clockAt(0)) { it, _ ->
                        it.attempt(policy, Instant.MIN)
                    }
                },
            )
        for ((reason, call) in refused) assertRefused<EntException>(reason) { call() }
        assertTrue(before.contentEquals(store.load(pupil.key())))
    }

    @Test
    fun `policies stay within their bounds`() {
        assertEquals(ThrottlePolicyValues(25, 100, 3, 30), policy.values())
        assertEquals(ThrottlePolicyValues(10, 50, 3, 60), ThrottlePolicy.smsToNumber().values())
        val own = ThrottlePolicy.custom(ThrottlePolicyOptions(freeFailures = 1))
        assertEquals(policy.values().copy(freeFailures = 1), own.values())
        for ((field, bad) in listOf(
            "failures_per_day" to ThrottlePolicyOptions(failuresPerDay = 26),
            "max_consecutive" to ThrottlePolicyOptions(maxConsecutive = 101),
            "free_failures" to ThrottlePolicyOptions(freeFailures = -1),
            "delay_seconds" to ThrottlePolicyOptions(delaySeconds = Long.MAX_VALUE),
        )) {
            val error = assertThrows<EntException.Parse> { ThrottlePolicy.custom(bad) }
            assertEquals("policy/bounds" to field, error.code to error.params["field"])
        }
    }

    private fun proof(): PhoneProof {
        val context = context()
        val drive = { seconds: Long, step: LedgerCall ->
            store.driveLedger(SUBJECT, CodePurpose.RECOVERY, clockAt(seconds), step)
        }
        val issued = drive(0) { it, now -> it.issue(FLOW, mobile, Audience.KNOWN, context, now) }
        val sms = assertInstanceOf(LedgerOutcome.SendSms::class.java, issued.outcome).sms
        val right = drive(1) { it, now -> it.submit(FLOW, sms.code(), context, now) }
        return assertInstanceOf(LedgerOutcome.Verified::class.java, right.outcome).proof
    }

    @Test
    fun `a proof is about what was asked, for ten minutes`() {
        val proof = proof()
        val purpose = CodePurpose.RECOVERY
        proof.check(FLOW, SUBJECT, purpose, mobile, start.plusSeconds(600))
        for (call in listOf(
            { proof.check("flow-2", SUBJECT, purpose, mobile, start.plusSeconds(2)) },
            { proof.check(FLOW, "guardian-2", purpose, mobile, start.plusSeconds(2)) },
            { proof.check(FLOW, SUBJECT, CodePurpose.ACTIVATION, mobile, start.plusSeconds(2)) },
            { proof.check(FLOW, SUBJECT, purpose, other, start.plusSeconds(2)) },
        )) {
            assertRefused<EntException.Step>("proof/other") { call() }
        }
        assertRefused<EntException.Step>("proof/stale") {
            proof.check(FLOW, SUBJECT, purpose, mobile, start.plusSeconds(601))
        }
        assertRefused<EntException.Parse>("id/format") {
            proof.check("é", SUBJECT, purpose, mobile, start)
        }
    }
}

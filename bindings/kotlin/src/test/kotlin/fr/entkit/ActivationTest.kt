package fr.entkit

import fr.entkit.example.GuardianJourney
import fr.entkit.ffi.ActivationOutcome
import fr.entkit.ffi.ActivationPolicy
import fr.entkit.ffi.ActivationStep
import fr.entkit.ffi.Audience
import fr.entkit.ffi.EntException
import fr.entkit.ffi.GuardianActivation
import fr.entkit.ffi.GuardianClaim
import fr.entkit.ffi.PersonName
import fr.entkit.ffi.PhoneNumber
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertInstanceOf
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import java.time.Duration

class ActivationTest {
    private val policy = ActivationPolicy.educonnect()
    private val name = PersonName.parse("Chamson", "André")

    @Test
    fun `the sample activates an account`() {
        val lines = ArrayList<String>()
        GuardianJourney(InMemoryStore(), clockAt(0)) { lines += it }.run()
        assertEquals("Compte a.chamson12 activé, 2 enfants rattachés.", lines.last())
    }

    @Test
    fun `an unknown guardian gets a decoy that looks alike`() {
        val found = GuardianClaim(name, mobile).find(emptyList(), ring())
        val begun =
            InMemoryStore().driveActivation(found.subject(), clockAt(0)) { activation, now ->
                activation.begin(FLOW, found, policy, now)
            }
        val asked = assertInstanceOf(ActivationOutcome.IssueCode::class.java, begun.outcome)
        assertEquals(Audience.DECOY, asked.audience)
        val view = begun.activation.view(FLOW, policy, clockAt(60))
        assertEquals(ActivationStep.CODE_ENTRY, view.step)
        val left = view.secondsLeft?.let(Duration::ofSeconds)
        assertEquals(left, begun.activation.untilDeadline(clockAt(60)))
        val other = begun.activation.view("flow-2", policy, clockAt(60))
        assertEquals(ActivationStep.ABANDONED, other.step)
    }

    @Test
    fun `steps in another order are refused`() {
        val fresh = GuardianActivation.fresh(SUBJECT)
        assertRefused<EntException.Step>("step/out-of-order") {
            fresh.confirmChildren(FLOW, emptyList(), policy, start)
        }
        assertRefused<EntException.Step>("step/out-of-order") { fresh.abandon(FLOW, policy, start) }
        assertEquals(ActivationStep.PHONE_ENTRY, fresh.view(FLOW, policy).step)
    }

    @Test
    fun `what is stored or claimed is checked`() {
        assertRefused<EntException.State>("state/corrupt") {
            GuardianActivation.load(SUBJECT, byteArrayOf(0))
        }
        assertRefused<EntException.Parse>("claim/not-mobile") {
            GuardianClaim(name, PhoneNumber.parse("04 72 00 00 00"))
        }
        assertTrue(policy.childrenAttempts() < policy.childrenFailuresPerDay())
    }
}

package fr.entkit

import fr.entkit.ffi.Ent
import fr.entkit.ffi.EntException
import fr.entkit.ffi.EstablishmentKind
import fr.entkit.ffi.IdentitySource
import fr.entkit.ffi.Level
import fr.entkit.ffi.MireAnswer
import fr.entkit.ffi.OnboardingFacts
import fr.entkit.ffi.OnboardingProgress
import fr.entkit.ffi.OnboardingStep
import fr.entkit.ffi.PortalKind
import fr.entkit.ffi.Profile
import fr.entkit.ffi.allEnts
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertInstanceOf
import org.junit.jupiter.api.Assertions.assertNotNull
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test

class EntTest {
    private val ent = Ent.find("auvergne-rhone-alpes")

    @Test
    fun `portals are found both ways`() {
        val portal = ent.portalUrl(PortalKind.DEPARTMENT, "03")
        assertEquals(portal, ent.resolve(portal.url))
        assertEquals(portal, ent.resolveOrNull("${portal.url}/a?b#c"))
        assertNull(ent.resolveOrNull("https://exemple.fr"))
        assertNull(ent.resolveOrNull("\uD800"))
        assertNull(ent.portalUrlOrNull(PortalKind.DEPARTMENT, "75"))
        assertRefused<EntException.Parse>("portal/unknown") { ent.resolve("ftp://exemple.fr") }
        assertTrue(allEnts().any { it.id() == ent.id() && it.name() == ent.name() })
        assertTrue(ent.partners(EstablishmentKind.COLLEGE).isNotEmpty())
    }

    @Test
    fun `an unknown ENT is refused`() {
        assertNull(Ent.findOrNull("canard"))
        assertNotNull(Ent.findOrNull("hauts-de-france"))
        assertRefused<EntException.Parse>("ent/unknown") { Ent.find("canard") }
    }

    @Test
    fun `the mire leads to a source`() {
        val other = Ent.find("hauts-de-france")
        val shown = assertInstanceOf(MireAnswer.Choices::class.java, other.mireChoices(emptyList()))
        val path = listOf(shown.choices.first { it.id == "eleve_ou_parent" }.id)
        val answer = other.mireChoices(path, Level.COLLEGE)
        assertEquals(MireAnswer.Source(IdentitySource.EDU_CONNECT, null), answer)
        assertRefused<EntException.Parse>("mire/unknown") { other.mireChoices(listOf("canard")) }
    }

    @Test
    fun `the next step follows from facts`() {
        val (teacher, source) = Profile.TEACHER to IdentitySource.ACADEMIC
        val facts =
            OnboardingFacts(charterAccepted = true, passwordChosen = false, contactSaved = false)
        assertEquals(OnboardingStep.PASSWORD, ent.nextStep(teacher, source, facts))
        val done = facts.copy(passwordChosen = true, contactSaved = true)
        assertNull(ent.nextStep(teacher, source, done))
        val progress = ent.journey(teacher, source, facts).map { it.progress }
        assertEquals(OnboardingProgress.entries, progress)
    }
}

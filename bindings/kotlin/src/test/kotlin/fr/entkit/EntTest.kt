package fr.entkit

import fr.entkit.ffi.Attachments
import fr.entkit.ffi.CharterScope
import fr.entkit.ffi.Device
import fr.entkit.ffi.Ent
import fr.entkit.ffi.EntException
import fr.entkit.ffi.EstablishmentKind
import fr.entkit.ffi.IdentitySource
import fr.entkit.ffi.Lang
import fr.entkit.ffi.Level
import fr.entkit.ffi.MireAnswer
import fr.entkit.ffi.MireAxis
import fr.entkit.ffi.OnboardingFacts
import fr.entkit.ffi.OnboardingProgress
import fr.entkit.ffi.OnboardingStep
import fr.entkit.ffi.PortalKind
import fr.entkit.ffi.Profile
import fr.entkit.ffi.RememberedChoice
import fr.entkit.ffi.ServiceChannel
import fr.entkit.ffi.allEnts
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertInstanceOf
import org.junit.jupiter.api.Assertions.assertNotNull
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import java.time.Clock
import java.time.Duration
import java.time.LocalDate
import java.time.ZoneOffset

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
        val school = "https://0010018p.ent.auvergnerhonealpes.fr"
        assertEquals(ent.id(), Ent.ofUrl(school).id())
        assertTrue(ent.owns(school) && !ent.owns("$school.exemple.fr"))
        assertNull(Ent.ofUrlOrNull("\uD800"))
        assertRefused<EntException.Parse>("ent/unknown") { Ent.ofUrl("$school.exemple.fr") }
    }

    @Test
    fun `the mire leads to a source`() {
        val other = Ent.find("hauts-de-france")
        val shown = assertInstanceOf(MireAnswer.Choices::class.java, other.mireChoices(emptyList()))
        val path = listOf(shown.choices.first { it.id == "eleve_ou_parent" }.id)
        val answer = other.mireChoices(path, Level.COLLEGE)
        val there = assertInstanceOf(MireAnswer.Source::class.java, answer)
        assertEquals(IdentitySource.EDU_CONNECT to null, there.source to there.academy)
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

    @Test
    fun `my portals are those of my attachments`() {
        val person = Attachments(Profile.PUPIL, establishments = listOf("0010018P"))
        val mine = ent.myPortals(person)
        assertEquals(listOf(PortalKind.ESTABLISHMENT), mine.map { it.kind })
        assertEquals(mine.single(), ent.portalUrl(PortalKind.ESTABLISHMENT, "0010018p"))
        val bad = person.copy(establishments = listOf("001"))
        assertRefused<EntException.Parse>("uai/format") { ent.myPortals(bad) }
        val old = person.copy(academies = listOf("05"))
        assertRefused<EntException.Parse>("academy/unknown") { ent.myPortals(old) }
    }

    @Test
    fun `the mire is searched in both languages`() {
        val other = Ent.find("hauts-de-france")
        val found = other.mireSearch("COLLEGE")
        assertEquals(found, other.mireSearch("lower secondary", Lang.EN))
        val way = found.single()
        assertEquals("Élève ou parent › Collège", way.labelFr)
        assertEquals(MireAxis.PROFILE, other.mireAsks(emptyList()))
        assertNull(other.mireAsks(way.path))
        assertTrue(other.mireSearch("canard").isEmpty())
        assertRefused<EntException.Parse>("text/encoding") { other.mireSearch("\uD800") }
    }

    @Test
    fun `a choice is remembered on one's own device, for a time`() {
        val other = Ent.find("hauts-de-france")
        val path = listOf("eleve_ou_parent", "college")
        val kept = other.rememberChoice(path, null, Device.OWN, 30, clockAt(0))
        val text = checkNotNull(kept).text()
        assertEquals(start.plus(Duration.ofDays(30)), kept.expiresAt())
        assertEquals(other.mireChoices(path), other.recallOrNull(text, clockAt(0)))
        assertEquals(path, RememberedChoice.parse(text).path())
        val end = Clock.fixed(kept.expiresAt(), ZoneOffset.UTC)
        assertNull(other.recallOrNull(text, end))
        assertRefused<EntException.Parse>("mire/expired") {
            other.recallChoice(kept, kept.expiresAt())
        }
        assertNull(ent.recallOrNull(text, clockAt(0)))
        assertNull(other.recallOrNull("{}", clockAt(0)))
        assertNull(RememberedChoice.parseOrNull("\uD800"))
        assertNull(other.rememberChoice(path, null, Device.PUBLIC_PLACE, 30, clockAt(0)))
        for ((days, code) in listOf(0 to "mire/lifetime", 367 to "mire/lifetime")) {
            assertRefused<EntException.Parse>(code) {
                other.rememberChoice(path, null, Device.OWN, days, clockAt(0))
            }
        }
        assertRefused<EntException.Parse>("mire/unfinished") {
            other.rememberChoice(path.take(1), null, Device.OWN, 1, clockAt(0))
        }
    }

    @Test
    fun `what the guides tell of an ENT`() {
        assertEquals(5, ent.services(Profile.TEACHER, ServiceChannel.MOBILE).size)
        assertTrue(ent.allServices().size > 5)
        assertTrue(
            Ent.find("occitanie").help(Profile.LEGAL_GUARDIAN).all { it.topics.isNotEmpty() },
        )
        assertEquals(Duration.ofMinutes(5), ent.lifetimes().mobileCode)
        assertNull(ent.lifetimes().letter)
        assertEquals(listOf(CharterScope.ENT), ent.charterScopes(Profile.PUPIL))
        assertTrue(PortalKind.ESTABLISHMENT in ent.portalKinds(Profile.PUPIL))
        assertEquals("ent-ara", ent.passwordRules(IdentitySource.ACADEMIC))
        assertEquals(true, ent.admitsPrivate(Profile.DIRECTION, EstablishmentKind.LYCEE))
    }

    @Test
    fun `partners are those of a day`() {
        val today = ent.partnershipOn(EntKit.parseDay("2026-11-25"))
        assertEquals(ent.partnerships().last(), today)
        assertNull(EntKit.parseDayOrNull("25/11/2026"))
        assertRefused<EntException.Parse>("day/format") { EntKit.parseDay("2026-02-30") }
        val refused =
            mapOf(
                LocalDate.MAX to "day/format",
                LocalDate.of(1999, 12, 31) to "day/out-of-range",
                LocalDate.of(1899, 12, 31) to "day/out-of-range",
            )
        for ((day, code) in refused) {
            assertRefused<EntException.Parse>(code) { ent.partnershipOn(day) }
        }
    }
}

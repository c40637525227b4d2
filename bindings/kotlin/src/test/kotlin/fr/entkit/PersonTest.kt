package fr.entkit

import fr.entkit.ffi.BirthDatePrecision
import fr.entkit.ffi.BirthDateReading
import fr.entkit.ffi.Community
import fr.entkit.ffi.EntDuty
import fr.entkit.ffi.EntException
import fr.entkit.ffi.EntRole
import fr.entkit.ffi.Majority
import fr.entkit.ffi.PersonName
import fr.entkit.ffi.Profile
import fr.entkit.ffi.ProfileSystem
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import java.time.LocalDate

class PersonTest {
    @Test
    fun `names are compared as people write them`() {
        val name = PersonName.parse("Le Noël", "Anne-Marie")
        assertTrue(name.sameAs(PersonName.parse("LE NOEL", "anne marie")))
        assertFalse(name.sameAs(PersonName.parse("Martin", "Anne-Marie")))
        assertNull(PersonName.parseOrNull("", "Anne"))
        assertRefused<EntException.Parse>("name/given-empty") { PersonName.parse("Martin", " ") }
        assertRefused<EntException.Parse>(
            "name/family-empty",
        ) { name.sameAs(PersonName("", "Zoé")) }
    }

    @Test
    fun `the usual name stands for the one given at birth`() {
        val name = PersonName.parse("Le Noël", "Anne-Marie Zoé", "d’Arc")
        assertTrue(name.sameAs(PersonName.parse("D'ARC", "Anne-Marie")))
        assertEquals("Anne-Marie Zoé D’ARC", name.displayName())
        assertEquals("D’ARC Anne-Marie Zoé", name.listName())
        assertEquals(listOf("Anne-Marie", "Zoé"), name.givenNames())
        assertNull(PersonName.parseOrNull("Martin", "Zoé", ""))
        assertRefused<EntException.Parse>("name/usual-empty") { name.copy(usual = " ").initials() }
    }

    @Test
    fun `birth dates known in part have two ages`() {
        val born = BirthDateReading.parse("2008-09-00")
        assertEquals(BirthDatePrecision.MONTH, born.precision)
        assertTrue(born.presumed)
        assertNull(born.date)
        val age = born.ageOn(LocalDate.of(2026, 9, 15))
        assertEquals(17 to 18, age.youngest to age.oldest)
        assertEquals(Majority.UNKNOWN, age.majority)
        val whole = BirthDateReading.parse("2008-09-02")
        assertEquals(LocalDate.of(2008, 9, 2), whole.date)
        val early = whole.ageOn(LocalDate.of(2026, 9, 1), early = true)
        assertEquals(Majority.EARLY_ADULT to false, early.majority to early.under15)
        assertNull(BirthDateReading.parseOrNull("2008-09"))
    }

    @Test
    fun `no age is asked for on a day out of range`() {
        val born = BirthDateReading.parse("2008-09-02")
        val refused =
            mapOf(
                LocalDate.MIN to "day/format",
                LocalDate.MAX to "day/format",
                LocalDate.of(1899, 12, 31) to "day/out-of-range",
                LocalDate.of(1999, 12, 31) to "day/out-of-range",
                LocalDate.of(2200, 1, 1) to "day/out-of-range",
            )
        for ((on, code) in refused) assertRefused<EntException.Parse>(code) { born.ageOn(on) }
        val changed = born.copy(text = "yesterday")
        assertRefused<EntException.Parse>("birth-date/format") {
            changed.ageOn(LocalDate.of(2026, 9, 1))
        }
    }

    @Test
    fun `profiles are found by every spelling`() {
        assertEquals(Profile.LEGAL_GUARDIAN, Profile.parse(ProfileSystem.SDET, "National_TUT"))
        assertEquals("TUT", Profile.LEGAL_GUARDIAN.code())
        assertNull(Profile.parseOrNull(ProfileSystem.SDET, "canard"))
        assertRefused<EntException.Parse>(
            "profile/unknown",
        ) { Profile.parse(ProfileSystem.GAR, "") }
        for (profile in Profile.entries) {
            assertEquals(profile, Profile.fromCodeOrNull(profile.code()))
            assertTrue(profile.labelFr() != profile.code())
            for (system in ProfileSystem.entries) {
                for (spelling in profile.spellings(system)) {
                    val read = Profile.parseOrNull(system, spelling)
                    assertTrue(read == profile || read == null, "$system $spelling")
                }
            }
        }
    }

    @Test
    fun `roles and communities are told`() {
        assertTrue(EntDuty.ADMINISTER in EntRole.ADMINISTRATOR.duties())
        assertEquals(EntRole.ADMINISTRATOR, EntRole.fromCodeOrNull("administrator"))
        assertNull(EntRole.fromCodeOrNull("Administrator"))
        assertEquals(Community.PARENTS, Profile.LEGAL_GUARDIAN.community())
        assertNull(Profile.ACADEMIC.community())
    }
}

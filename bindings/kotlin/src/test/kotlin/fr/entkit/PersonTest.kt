package fr.entkit

import fr.entkit.ffi.EntException
import fr.entkit.ffi.PersonName
import fr.entkit.ffi.Profile
import fr.entkit.ffi.ProfileSystem
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test

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
        }
    }
}

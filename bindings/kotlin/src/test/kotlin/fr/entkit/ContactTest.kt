package fr.entkit

import fr.entkit.ffi.Email
import fr.entkit.ffi.EntException
import fr.entkit.ffi.PhoneKind
import fr.entkit.ffi.PhoneNumber
import fr.entkit.ffi.Region
import fr.entkit.ffi.UnverifiedEmail
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Test

class ContactTest {
    @Test
    fun `numbers are read in their region`() {
        assertEquals("+33612345678", mobile.e164)
        assertEquals(PhoneKind.MOBILE, mobile.kind)
        assertEquals("06 12 34 56 78", mobile.national)
        assertEquals("+687751234", PhoneNumber.parse("75 12 34", Region.NC).e164)
        assertNull(PhoneNumber.parseOrNull("75 12 34"))
        assertRefused<EntException.Parse>("phone/empty") { PhoneNumber.parse(" ") }
        assertRefused<EntException.Parse>("phone/format") { PhoneNumber.parse("06") }
    }

    @Test
    fun `regions are found by code`() {
        for (region in Region.entries) assertEquals(region, Region.fromCodeOrNull(region.code()))
        assertNull(Region.fromCodeOrNull("fr"))
    }

    @Test
    fun `addresses are read, and shown masked`() {
        val typed = UnverifiedEmail.parse(" Zoe.Martin@Exemple.fr ")
        assertEquals("zoe.martin@exemple.fr", typed.email.key)
        assertEquals(typed.email, typed.confirmed().email)
        assertFalse("Martin" in "$typed ${typed.confirmed()} ${typed.email}")
        assertEquals(typed.email, Email.parseOrNull("Zoe.Martin@Exemple.fr"))
        assertNull(Email.parseOrNull("zoe"))
        assertNull(UnverifiedEmail.parseOrNull(""))
        assertRefused<EntException.Parse>("email/format") { Email.parse("zoe@") }
    }
}

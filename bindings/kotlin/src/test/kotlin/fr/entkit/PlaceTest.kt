package fr.entkit

import fr.entkit.ffi.Academy
import fr.entkit.ffi.Department
import fr.entkit.ffi.EntException
import fr.entkit.ffi.Lang
import fr.entkit.ffi.Uai
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.assertThrows

class PlaceTest {
    @Test
    fun `numbers are read with what their digits say`() {
        val uai = Uai.parse("0750655e")
        assertEquals("0750655E", uai.number)
        assertEquals("Paris", uai.department?.name)
        assertEquals("01", uai.academy?.code)
        assertTrue(uai.keyValid)
        assertEquals(uai, Uai.parseOrNull("0750655E"))
    }

    @Test
    fun `a wrong key is refused, unless read leniently`() {
        val error = assertThrows<EntException.Parse> { Uai.parse("0750655A") }
        assertEquals("uai/key", error.code)
        assertTrue(error.reason(Lang.FR) != error.reason(Lang.EN))
        assertNull(Uai.parseOrNull("0750655A"))
        assertFalse(Uai.parseLenient("0750655A").keyValid)
        assertRefused<EntException.Parse>("uai/format") { Uai.parseLenient("0750655") }
    }

    @Test
    fun `places are listed by code`() {
        assertTrue(Academy.all.any { it.name == "Lyon" })
        assertEquals("Corse-du-Sud", Department.all.single { it.code == "2A" }.name)
    }
}

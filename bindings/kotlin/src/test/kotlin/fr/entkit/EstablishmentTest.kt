package fr.entkit

import fr.entkit.ffi.AcademicAuthority
import fr.entkit.ffi.Crec
import fr.entkit.ffi.EntException
import fr.entkit.ffi.Establishment
import fr.entkit.ffi.EstablishmentKind
import fr.entkit.ffi.Level
import fr.entkit.ffi.LocalAuthority
import fr.entkit.ffi.Ministry
import fr.entkit.ffi.Sector
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test

class EstablishmentTest {
    private val college = Establishment.read("0010018P", "Collège du Revermont", "college", "PU")

    @Test
    fun `fields of a directory tell who answers for an establishment`() {
        assertEquals(EstablishmentKind.COLLEGE to Sector.PUBLIC, college.kind to college.sector)
        assertEquals(Level.COLLEGE, college.level)
        assertEquals(AcademicAuthority.parse("academy:10"), college.authority)
        assertEquals(LocalAuthority.parse("department:01"), college.localAuthority)
        assertTrue(college.isSchool && !college.isAgricultural)
        assertNull(college.ministry)
        assertNull(Establishment.readOrNull("0010018P", " ", "college"))
    }

    @Test
    fun `the first bad field is told`() {
        val bad =
            mapOf(
                "uai/key" to arrayOf("0010018A", "", "", ""),
                "establishment/kind" to arrayOf("0010018P", "", "canard", ""),
                "establishment/sector" to arrayOf("0010018P", "", "college", ""),
                "establishment/name-empty" to arrayOf("0010018P", "", "college", "PU"),
                "text/invisible" to arrayOf("0010018P", "A\u200BB", "college", "PU"),
                "text/encoding" to arrayOf("0010018P", "A\uD800", "college", "PU"),
            )
        for ((code, fields) in bad) {
            val (uai, name, kind, sector) = fields
            assertRefused<EntException.Parse>(code) {
                Establishment.read(uai, name, kind, sector)
            }
        }
    }

    @Test
    fun `spellings of directories are read`() {
        assertEquals(EstablishmentKind.RECTORAT, EstablishmentKind.ofNatureOrNull("802"))
        assertNull(EstablishmentKind.ofNatureOrNull("canard"))
        assertEquals(Sector.PRIVATE, Sector.ofSpellingOrNull("PR"))
        assertNull(Sector.ofSpellingOrNull("\uD800"))
        val agriculture = Ministry.ofSpelling("03")
        assertEquals("agriculture", agriculture.code)
        assertTrue(agriculture in Ministry.all)
        assertNull(Ministry.ofSpellingOrNull("99"))
    }

    @Test
    fun `authorities are read by code`() {
        assertEquals("84", AcademicAuthority.parse("draaf:84").region?.code)
        assertEquals("84", LocalAuthority.parse("region:84").region?.code)
        assertEquals("84", Crec.parse("crec:84").region.code)
        assertNull(AcademicAuthority.parseOrNull("academy:98"))
        assertNull(LocalAuthority.parseOrNull("draaf:84"))
        assertRefused<EntException.Parse>("authority/unknown") { Crec.parse("84") }
    }
}

package fr.entkit

import fr.entkit.ffi.AcademicRegion
import fr.entkit.ffi.Academy
import fr.entkit.ffi.AcademyCode
import fr.entkit.ffi.AcademyCodeKind
import fr.entkit.ffi.AdministrativeRegion
import fr.entkit.ffi.Country
import fr.entkit.ffi.Department
import fr.entkit.ffi.EntException
import fr.entkit.ffi.Lang
import fr.entkit.ffi.Registration
import fr.entkit.ffi.Uai
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertInstanceOf
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
        val here = assertInstanceOf(Registration.InDepartment::class.java, uai.registration())
        assertEquals(uai.department, here.department)
        assertEquals(uai.academy, here.academy)
        assertRefused<EntException.Parse>("uai/format") { uai.copy(number = "x").registration() }
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
    fun `académies are found by everything that names them`() {
        val lyon = Academy.parse("10")
        assertEquals("Lyon", lyon.name)
        assertEquals(lyon, Academy.ofName("LYON"))
        assertEquals(lyon, Academy.ofDomain("prenom.nom@ac-lyon.fr"))
        assertEquals(lyon, Academy.ofAafPrefix("LYON"))
        assertEquals(lyon, Academy.ofTrigram("LYO"))
        assertTrue(lyon in Academy.all && lyon in Academy.search("ly"))
        assertEquals(listOf("01", "42", "69"), lyon.departments().map { it.code })
        assertNull(Academy.ofNameOrNull("Ly"))
        assertNull(Academy.ofDomainOrNull("ac-lyon.fr.exemple.fr"))
        assertRefused<EntException.Parse>("academy/unknown") { Academy.parse("98") }
        val changed = lyon.copy(code = "canard")
        assertRefused<EntException.Parse>("academy/unknown") { changed.departments() }
    }

    @Test
    fun `codes that are no académie are told apart`() {
        assertEquals(AcademyCodeKind.AGRICULTURAL, AcademyCode.parse("98").kind)
        val caen = AcademyCode.ofDomain("ac-caen.fr")
        assertEquals(AcademyCodeKind.MERGED to "Normandie", caen.kind to caen.academy?.name)
        assertEquals(caen, AcademyCode.parseLenient("5"))
        assertEquals(caen, AcademyCode.ofTrigram("CAE"))
        assertNull(AcademyCode.parseOrNull("5"))
        assertEquals(AcademyCode.all, AcademyCode.all.map { AcademyCode.ofAafPrefix(it.aafPrefix) })
        assertRefused<EntException.Parse>("academy_code/unknown") { AcademyCode.ofTrigram("XXX") }
    }

    @Test
    fun `departments, regions and countries are listed, found and searched`() {
        val corse = Department.parse("2A")
        assertEquals(corse, Department.ofName("corse du sud"))
        assertEquals(corse, Department.all.single { it.code == "2A" })
        assertEquals(listOf("2A", "2B"), corse.region?.departments()?.map { it.code })
        val ara = AdministrativeRegion.ofName("auvergne rhone alpes")
        assertEquals(ara, AdministrativeRegion.parse("84"))
        assertEquals(3, ara.academies().size)
        assertTrue(ara in AdministrativeRegion.all && ara in AdministrativeRegion.search("rhone"))
        val academic = AcademicRegion.parse("84")
        assertEquals(ara to ara.departments(), academic.region to academic.departments())
        assertTrue(academic in AcademicRegion.all && academic in AcademicRegion.search("auver"))
        val suisse = Country.ofName("SUISSE")
        assertEquals("99140" to "CH", suisse.code to suisse.iso)
        assertTrue(suisse in Country.all && suisse in Country.search("sui"))
        assertEquals(Department.all.size, Department.search("").size)
        assertNull(Department.parseOrNull("20"))
        assertRefused<EntException.Parse>("country/unknown") { Country.parse("1") }
    }
}

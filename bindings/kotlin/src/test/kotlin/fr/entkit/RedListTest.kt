package fr.entkit

import fr.entkit.example.whoSees
import fr.entkit.ffi.Authoriser
import fr.entkit.ffi.ContactCard
import fr.entkit.ffi.DirectoryEntry
import fr.entkit.ffi.DirectoryField
import fr.entkit.ffi.DirectoryRow
import fr.entkit.ffi.EntException
import fr.entkit.ffi.PersonName
import fr.entkit.ffi.RedList
import fr.entkit.ffi.Region
import fr.entkit.ffi.SchoolPhones
import fr.entkit.ffi.Viewer
import fr.entkit.ffi.ViewerRole
import fr.entkit.ffi.Visibility
import fr.entkit.ffi.VisibilityRule
import fr.entkit.ffi.projectRow
import fr.entkit.ffi.searchDirectory
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test

class RedListTest {
    private val teacher = Viewer("teacher-1", ViewerRole.TEACHER)

    private val policy = Visibility.preset()

    private fun row(list: RedList) =
        DirectoryRow(
            name = PersonName("Chamson", "André"),
            card = ContactCard.empty().withSchoolPhones(SchoolPhones(mobile = mobile)),
            redList = list,
        )

    @Test
    fun `a teacher sees a number until the list is on, and again when authorised`() {
        val off = RedList.empty()
        val on = off.switched(true, start)
        assertEquals(mobile, projectRow(row(off), teacher, policy).phoneMobile)
        val hidden = projectRow(row(on), teacher, policy)
        assertNull(hidden.phoneMobile)
        assertNull(hidden.onRedList)
        val lifted = on.authorised("teacher-1", Authoriser.HEAD, start)
        assertEquals(mobile, projectRow(row(lifted), teacher, policy).phoneMobile)
        assertEquals(on.toJson().toList(), RedList.fromJson(on.toJson()).toJson().toList())
        assertFalse("Chamson" in row(on).toString() + hidden)
    }

    @Test
    fun `the example shows what it says`() {
        val (hidden, seen) = whoSees(PersonName("Chamson", "André"), mobile, start)
        assertEquals("Chamson", hidden.name?.family)
        assertNull(hidden.phoneMobile)
        assertEquals(mobile, seen.phoneMobile)
    }

    @Test
    fun `a search finds nobody by what is hidden`() {
        val entries = listOf(DirectoryEntry(row(RedList.empty().switched(true, start)), teacher))
        val by = { query: String -> searchDirectory(entries, query, Region.FR, policy, 20).hits }
        assertEquals(emptyList<Any>(), by(mobile.national))
        assertEquals(1, by("chamson").size)
        assertRefused<EntException.Parse>("search/too-short") { by("c") }
    }

    @Test
    fun `no policy shows a number to a partner`() {
        val numbers = listOf(DirectoryField.NAME, DirectoryField.PHONE_MOBILE)
        assertRefused<EntException.Parse>("visibility/partner") {
            Visibility.withRules(listOf(VisibilityRule(ViewerRole.PARTNER, numbers, emptyList())))
        }
        assertTrue(DirectoryField.EMAIL in policy.fields(ViewerRole.ONESELF, true))
        assertRefused<EntException.Parse>("id/format") {
            RedList.empty().authorised("", Authoriser.PERSON, start)
        }
    }
}

package fr.entkit.example

import fr.entkit.ffi.Authoriser
import fr.entkit.ffi.ContactCard
import fr.entkit.ffi.DirectoryRow
import fr.entkit.ffi.PersonName
import fr.entkit.ffi.PhoneNumber
import fr.entkit.ffi.Projection
import fr.entkit.ffi.RedList
import fr.entkit.ffi.SchoolPhones
import fr.entkit.ffi.Viewer
import fr.entkit.ffi.ViewerRole
import fr.entkit.ffi.Visibility
import fr.entkit.ffi.projectRow
import java.time.Instant

/** What a teacher sees of a guardian on the red list, and then once the head has authorised it. */
fun whoSees(
    name: PersonName,
    mobile: PhoneNumber,
    now: Instant,
): Pair<Projection, Projection> {
    val card = ContactCard.empty().withSchoolPhones(SchoolPhones(mobile = mobile))
    val listed = RedList.empty().switched(true, now)
    val teacher = Viewer("teacher-1", ViewerRole.TEACHER)
    val row = DirectoryRow(name, card = card, redList = listed)
    val hidden = projectRow(row, teacher, Visibility.preset())

    val lifted = listed.authorised("teacher-1", Authoriser.HEAD, now)
    val seen = projectRow(row.copy(redList = lifted), teacher, Visibility.preset())
    return hidden to seen
}

package fr.entkit.conformance

import fr.entkit.EntKit
import fr.entkit.ffi.Authoriser
import fr.entkit.ffi.ContactCard
import fr.entkit.ffi.ContactWish
import fr.entkit.ffi.DirectoryEntry
import fr.entkit.ffi.DirectoryField
import fr.entkit.ffi.DirectoryRow
import fr.entkit.ffi.PersonName
import fr.entkit.ffi.PhoneNumber
import fr.entkit.ffi.PhoneSlot
import fr.entkit.ffi.Profile
import fr.entkit.ffi.RedList
import fr.entkit.ffi.Region
import fr.entkit.ffi.SchoolPhones
import fr.entkit.ffi.UnverifiedEmail
import fr.entkit.ffi.Viewer
import fr.entkit.ffi.ViewerRole
import fr.entkit.ffi.Visibility
import fr.entkit.ffi.VisibilityRule
import fr.entkit.ffi.projectRow
import fr.entkit.ffi.searchDirectory
import fr.entkit.fromCodeOrNull
import fr.entkit.parse

/** `redlist.*` and `postal.read`. */
internal val redListSuites: Map<String, Suite> =
    mapOf(
        "postal.read" to ::postalRead,
        "redlist.policy" to ::policyOfRole,
        "redlist.project" to ::project,
        "redlist.search" to ::search,
    )

private val changedAt = EntKit.parseInstant("2026-11-26T10:00:00Z")

private fun postalRead(case: Node): Node {
    val address = postal(case)
    return mapOf("envelope" to address.envelope(), "fits" to address.fits())
}

private fun texts(
    given: Node,
    key: String,
) = (given[key] as? List<*>).orEmpty().map { it as? String ?: misfit(key) }

private fun card(given: Node): ContactCard {
    val number = { key: String -> (given[key] as? String)?.let { PhoneNumber.parse(it) } }
    var card =
        ContactCard.empty().withSchoolPhones(
            SchoolPhones(
                number("phone_personal"),
                number("phone_professional"),
                number("phone_mobile"),
            ),
        )
    for ((slot, key) in listOf(PhoneSlot.OWN1 to "phone_own_1", PhoneSlot.OWN2 to "phone_own_2")) {
        number(key)?.let {
            card = card.setNumber(slot, it)
            if (given["unconfirmed"] != true) card = card.confirmNumber(it)
        }
    }
    (given["email"] as? String)?.let {
        val email = UnverifiedEmail.parse(it)
        card =
            card
                .askEmail(email)
                .card
                .confirmEmail(email.confirmed())
                .card
    }
    (given["unverified_email"] as? String)?.let {
        card = card.askEmail(UnverifiedEmail.parse(it)).card
    }
    (given["contact_wish"] as? String)?.let { card = card.setWish(ContactWish.parse(it)) }
    number("contact")?.let { card = card.chooseContact(it) }
    return given["child"]?.let { forChild(card, it.asNode()) } ?: card
}

private fun redList(given: Node): RedList {
    val list = RedList.empty().switched(given["on_list"] == true, changedAt)
    return texts(given, "authorised").fold(list) { authorised, id ->
        authorised.authorised(id, Authoriser.PERSON, changedAt)
    }
}

private fun row(given: Node) =
    DirectoryRow(
        name = PersonName(given.text("family"), given.text("given"), given["usual"] as? String),
        profile = (given["profile"] as? String)?.let(Profile.Companion::fromCodeOrNull),
        establishment = given["establishment"] as? String,
        classes = texts(given, "classes"),
        birthDate = given["birth_date"] as? String,
        postalAddress = given["postal_address"]?.let { postal(it.asNode()) },
        card = card(given),
        notifications = given["notifications"] as? Boolean,
        redList = redList(given),
    )

private fun viewer(case: Node): Viewer {
    val given = case["viewer"].asNode()
    return Viewer(
        given["id"] as? String,
        given.listed("role", ViewerRole.Companion::fromCodeOrNull),
        given["child"] as? String,
    )
}

private fun fields(codes: Any?): List<DirectoryField> =
    (codes as? List<*> ?: misfit("fields")).map {
        DirectoryField.fromCodeOrNull(it as? String ?: misfit("field")) ?: misfit("field")
    }

/** The preset, with the changes of a case. */
private fun policy(case: Node): Visibility {
    val changes = (case["policy"] as? List<*>).orEmpty().map { it.asNode() }
    val preset = Visibility.preset()
    val rules =
        changes.map {
            val role = it.listed("role", ViewerRole.Companion::fromCodeOrNull)
            VisibilityRule(
                role,
                it["off"]?.let(::fields) ?: preset.fields(role, false),
                it["on"]?.let(::fields) ?: preset.fields(role, true),
            )
        }
    return Visibility.fromJson(Visibility.withRules(rules).toJson())
}

private fun policyOfRole(case: Node): Node {
    val role = case.listed("role", ViewerRole.Companion::fromCodeOrNull)
    val policy = policy(case)
    return mapOf(
        "off" to policy.fields(role, false).map { it.code() },
        "on" to policy.fields(role, true).map { it.code() },
    )
}

private fun project(case: Node): Node {
    val seen = projectRow(row(case["row"].asNode()), viewer(case), policy(case))
    return mapOf(
        "fields" to seen.fields.map { it.code() },
        "name" to seen.name?.listName(),
        "email" to seen.email?.address,
        "phones" to
            listOfNotNull(
                seen.phonePersonal,
                seen.phoneProfessional,
                seen.phoneMobile,
                seen.phoneOwn1,
                seen.phoneOwn2,
            ).map { it.e164 },
        "postal_address" to seen.postalAddress?.envelope(),
        "contact" to seen.contact?.code(),
        "contact_wish" to seen.contactWish,
        "notifications" to seen.notifications,
        "on_red_list" to seen.onRedList,
    )
}

private fun search(case: Node): Node {
    val viewer = viewer(case)
    val entries = case.list("rows").map { DirectoryEntry(row(it.asNode()), viewer) }
    val limit = (case["limit"] as? Long ?: 20L).toInt()
    val found = searchDirectory(entries, case.text("query"), Region.FR, policy(case), limit)
    return mapOf(
        "rows" to found.hits.map { it.index },
        "more" to found.more,
        "seen" to found.hits.map { hit -> hit.seen.fields.map { it.code() } },
    )
}

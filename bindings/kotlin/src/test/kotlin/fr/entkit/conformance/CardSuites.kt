package fr.entkit.conformance

import fr.entkit.EntKit
import fr.entkit.ffi.CardNotice
import fr.entkit.ffi.CardStep
import fr.entkit.ffi.Channel
import fr.entkit.ffi.ChildContact
import fr.entkit.ffi.ConsentAct
import fr.entkit.ffi.ConsentActor
import fr.entkit.ffi.ConsentEntry
import fr.entkit.ffi.ConsentPurpose
import fr.entkit.ffi.ConsentSource
import fr.entkit.ffi.Consents
import fr.entkit.ffi.ContactCard
import fr.entkit.ffi.ContactChoice
import fr.entkit.ffi.ContactLine
import fr.entkit.ffi.ContactWish
import fr.entkit.ffi.EmailReach
import fr.entkit.ffi.Pace
import fr.entkit.ffi.PersonName
import fr.entkit.ffi.PhoneNumber
import fr.entkit.ffi.PhoneSlot
import fr.entkit.ffi.PostalAddress
import fr.entkit.ffi.PreferenceChoice
import fr.entkit.ffi.PreferenceDefaults
import fr.entkit.ffi.PreferenceScope
import fr.entkit.ffi.Preferences
import fr.entkit.ffi.RedList
import fr.entkit.ffi.SchoolPhones
import fr.entkit.ffi.SmsReach
import fr.entkit.ffi.SummarySource
import fr.entkit.ffi.UnverifiedEmail
import fr.entkit.ffi.summarise
import fr.entkit.fromCodeOrNull
import fr.entkit.parse

/** `contact.*`. */
internal val cardSuites: Map<String, Suite> =
    mapOf(
        "contact.card" to ::contactCard,
        "contact.wish" to ::contactWish,
        "contact.email_change" to ::contactEmailChange,
        "contact.summary" to ::contactSummary,
    )

private val emailVerbs = setOf("email", "confirm", "withdraw_email", "remove_email")

private fun number(text: Any?) = PhoneNumber.parse(text as? String ?: misfit("no number"))

private fun schoolPhones(school: Any?): SchoolPhones {
    val given = { key: String -> (school as? Map<*, *>)?.get(key)?.let(::number) }
    return SchoolPhones(given("personal"), given("professional"), given("mobile"))
}

private fun emailChanged(
    card: ContactCard,
    verb: String,
    with: Any?,
): CardStep {
    val email = { UnverifiedEmail.parse(with as? String ?: misfit("no address")) }
    return when (verb) {
        "email" -> card.askEmail(email())
        "confirm" -> card.confirmEmail(email().confirmed())
        "withdraw_email" -> card.withdrawEmail()
        "remove_email" -> card.removeEmail()
        else -> misfit("change `$verb`")
    }
}

internal fun forChild(
    card: ContactCard,
    given: Node,
): ContactCard {
    val contact =
        when (val chosen = given["contact"]) {
            null -> null
            "no_sms" -> ContactChoice.NoSms
            "unset" -> ContactChoice.Unset
            else -> ContactChoice.Number(number(chosen))
        }
    val wish = (given["wish"] as? String)?.let { ContactWish.parse(it) }
    return card.setChild(given.text("child"), ChildContact(contact, wish))
}

private fun changed(
    card: ContactCard,
    change: Any?,
): ContactCard {
    val (verb, with) = change.verb()
    val slot = { with.asNode().listed("slot", PhoneSlot.Companion::fromCodeOrNull) }
    val text = { with as? String ?: misfit("no text") }
    return when (verb) {
        in emailVerbs -> emailChanged(card, verb, with).card
        "import" -> card.withSchoolPhones(schoolPhones(with))
        "set" -> card.setNumber(slot(), number(with.asNode()["number"]))
        "confirm_number" -> card.confirmNumber(number(with))
        "remove" -> card.removeNumber(slot())
        "choose" -> card.chooseContact(number(with))
        "refuse_sms" -> card.refuseSms()
        "clear_contact" -> card.clearContact()
        "wish" -> card.setWish(ContactWish.parse(text()))
        "clear_wish" -> card.clearWish()
        "child" -> forChild(card, with.asNode())
        "clear_child" -> card.clearChild(text())
        else -> misfit("change `$verb`")
    }
}

/** The card of a case, stored and read back. */
private fun card(case: Node): ContactCard {
    val empty = ContactCard.empty().withSchoolPhones(schoolPhones(case["school"]))
    return ContactCard.fromJson(case.list("changes").fold(empty, ::changed).toJson())
}

private fun contact(line: ContactLine?): String? =
    when (line) {
        null -> null
        is ContactLine.Unset -> "unset"
        is ContactLine.Number -> line.masked
        is ContactLine.NoSms -> "no_sms"
    }

private fun contactCard(case: Node): Node {
    val card = card(case)
    val view = card.view()
    val about = case["about"] as? String
    return mapOf(
        "phones" to view.phones.associate { it.slot.code() to it.masked },
        "confirmed" to view.phones.filter { it.confirmed }.map { it.slot.code() },
        "contact" to view.contact.takeIf { it != ContactLine.Unset }.let(::contact),
        "email" to view.email?.let { mapOf("masked" to it.masked, "verified" to it.verified) },
        "asked_email" to view.askedEmail,
        "wish" to card.wish(about)?.text,
        "children" to
            view.children.map {
                mapOf(
                    "child" to it.child,
                    "contact" to contact(it.contact),
                    "wish" to it.wish?.text,
                )
            },
        "sms_reach" to
            when (val reach = card.smsReach(about)) {
                is SmsReach.To -> reach.number.e164
                is SmsReach.Unverified -> "unverified"
                is SmsReach.Refused -> "refused"
                is SmsReach.Nowhere -> "nowhere"
            },
        "email_reach" to
            when (val reach = card.emailReach()) {
                is EmailReach.To -> reach.email.email.address
                is EmailReach.Unverified -> "unverified"
                is EmailReach.Nowhere -> "nowhere"
            },
    )
}

private fun contactWish(case: Node): Node {
    val times = (case["times"] as? Long ?: 1L).toInt()
    val wish = ContactWish.parse(case.text("text").repeat(times))
    return mapOf("wish" to wish.text, "length" to wish.length, "left" to wish.left)
}

private fun contactEmailChange(case: Node): Node {
    var card = ContactCard.empty()
    var notices = emptyList<CardNotice>()
    for (change in case.list("changes")) {
        val (verb, with) = change.verb()
        val step = emailChanged(card, verb, with)
        card = step.card
        notices = step.notices
    }
    return mapOf(
        "notices" to
            notices.map {
                mapOf(
                    "kind" to it.kind.code(),
                    "to" to it.to.address,
                    "subject_fr" to it.kind.labelFr(),
                    "text_fr" to it.textFr,
                    "text_en" to it.textEn,
                )
            },
        "email" to card.email()?.email?.address,
        "asked_email" to card.askedEmail()?.email?.address,
    )
}

/** `purpose/channel` of a list, agreed to in 2026. */
private fun granted(case: Node): Consents {
    val entries =
        (case["granted"] as? List<*>).orEmpty().map {
            val (purpose, channel) = (it as? String ?: misfit("granted")).split('/')
            ConsentEntry(
                act = ConsentAct.GRANTED,
                purpose = ConsentPurpose.fromCodeOrNull(purpose) ?: misfit("purpose"),
                channel = Channel.fromCodeOrNull(channel) ?: misfit("channel"),
                at = EntKit.parseInstant("2026-09-01T08:00:00Z"),
                textVersion = 1,
                source = ConsentSource.ONBOARDING,
                by = ConsentActor.Own,
            )
        }
    return Consents.empty().recordAll(entries)
}

internal fun postal(given: Node) =
    PostalAddress(
        (given["lines"] as? List<*>).orEmpty().map { it as? String ?: misfit("lines") },
        given["postcode"] as? String,
        given.text("town"),
        given["country"] as? String,
    )

private fun contactSummary(case: Node): Node {
    val now = EntKit.parseInstant(case.text("now"))
    var preferences = Preferences.empty()
    if (case["everything_off"] == true) preferences = preferences.switchedOff()
    for (code in (case["off"] as? List<*>).orEmpty()) {
        val channel = Channel.fromCodeOrNull(code as? String ?: misfit("off")) ?: misfit("off")
        val scope = PreferenceScope(channel = channel)
        preferences = preferences.set(PreferenceChoice(scope, Pace.OFF), null)
    }
    val page =
        summarise(
            SummarySource(
                name = PersonName(case.text("family"), case.text("given")),
                card = card(case),
                consents = granted(case),
                preferences = preferences,
                defaults = PreferenceDefaults.immediate(),
                redList = RedList.empty().switched(case["on_list"] == true, now),
                postalAddress = case["postal_address"]?.let { postal(it.asNode()) },
            ),
            now,
        )
    return mapOf(
        "family" to page.family,
        "given" to page.given,
        "postal_address" to page.postalAddress,
        "on_red_list" to page.onRedList,
        "red_list_fr" to page.redListFr,
        "email" to page.email,
        "asked_email" to page.askedEmail,
        "email_notifications" to page.emailNotifications,
        "email_fr" to page.emailFr,
        "email_en" to page.emailEn,
        "notifications_fr" to page.notificationsFr,
        "phones" to page.phones.associate { it.slot.code() to it.number },
        "confirmed" to page.phones.filter { it.confirmed }.map { it.slot.code() },
        "lines_fr" to page.phones.map { it.textFr },
        "school_fr" to page.schoolFr,
        "sms_fr" to page.sms.textFr,
        "sms_en" to page.sms.textEn,
        "sms_notifications" to page.smsNotifications,
        "wish" to page.wish?.text,
        "wish_left" to page.wishLeft,
        "children" to
            page.children.map {
                mapOf("child" to it.child, "sms_fr" to it.sms?.textFr, "wish" to it.wish?.text)
            },
    )
}

package fr.entkit.conformance

import fr.entkit.accepts
import fr.entkit.ffi.ContactCard
import fr.entkit.ffi.ContactLine
import fr.entkit.ffi.Email
import fr.entkit.ffi.PhoneNumber
import fr.entkit.ffi.PhoneSlot
import fr.entkit.ffi.Quota
import fr.entkit.ffi.Region
import fr.entkit.ffi.SchoolPhones
import fr.entkit.ffi.StorageSize
import fr.entkit.ffi.UnverifiedEmail
import fr.entkit.fromCodeOrNull
import fr.entkit.of
import fr.entkit.ofBytes
import fr.entkit.parse

/** `phone.*`, `email.*`, `services.quota` and `contact.card`. */
internal val contactSuites: Map<String, Suite> =
    mapOf(
        "phone.parse" to ::phone,
        "phone.format" to ::phoneFormat,
        "email.parse" to ::email,
        "email.mask" to ::emailMask,
        "services.quota" to ::quota,
        "contact.card" to ::contactCard,
    )

private fun phone(case: Node): Node {
    val region = case.listed("region", Region.Companion::fromCodeOrNull)
    val number = PhoneNumber.parse(case.text("text"), region)
    return mapOf("e164" to number.e164, "kind" to number.kind.code(), "sms" to number.sms)
}

private fun phoneFormat(case: Node): Node {
    val region = case.listed("region", Region.Companion::fromCodeOrNull)
    val number = PhoneNumber.parse(case.text("text"), region)
    return mapOf(
        "national" to number.national,
        "international" to number.international,
        "masked" to number.masked,
    )
}

private fun email(case: Node): Node {
    val email = Email.parse(case.text("text"))
    return mapOf("address" to email.address, "key" to email.key)
}

private fun emailMask(case: Node): Node = mapOf("masked" to Email.parse(case.text("text")).masked)

private fun quota(case: Node): Node {
    val quota = Quota.of(size(case, "limit"), size(case, "used"))
    return mapOf(
        "limit" to quota.limit.bytes,
        "used" to quota.used.bytes,
        "available" to quota.available.bytes,
        "limit_fr" to quota.limit.textFr,
        "used_fr" to quota.used.textFr,
        "available_fr" to quota.available.textFr,
        "limit_en" to quota.limit.textEn,
        "used_en" to quota.used.textEn,
        "available_en" to quota.available.textEn,
        "summary_fr" to quota.summaryFr,
        "summary_en" to quota.summaryEn,
        "accepts" to case["adding"]?.let { quota.accepts(size(case, "adding")) },
    )
}

/** A number of bytes, or a text to read. */
private fun size(
    case: Node,
    key: String,
) = (case[key] as? Long)?.let { StorageSize.ofBytes(it) } ?: StorageSize.parse(case.text(key))

private fun contactCard(case: Node): Node {
    val empty = ContactCard.empty().withSchoolPhones(schoolPhones(case["school"]))
    val view = case.list("changes").fold(empty, ::changed).view()
    return mapOf(
        "phones" to view.phones.associate { it.slot.code() to it.masked },
        "contact" to
            when (val contact = view.contact) {
                is ContactLine.Unset -> null
                is ContactLine.Number -> contact.masked
                is ContactLine.NoSms -> "no_sms"
            },
        "email" to view.email?.let { mapOf("masked" to it.masked, "verified" to it.verified) },
    )
}

private fun number(text: Any?) = PhoneNumber.parse(text as? String ?: misfit("no number"))

private fun schoolPhones(school: Any?): SchoolPhones {
    val given = { key: String -> (school as? Map<*, *>)?.get(key)?.let(::number) }
    return SchoolPhones(given("personal"), given("professional"), given("mobile"))
}

private fun changed(
    card: ContactCard,
    change: Any?,
): ContactCard {
    val (verb, with) = change.verb()
    val slot = { with.asNode().listed("slot", PhoneSlot.Companion::fromCodeOrNull) }
    val email = { UnverifiedEmail.parse(with as? String ?: misfit("no address")) }
    return when (verb) {
        "import" -> card.withSchoolPhones(schoolPhones(with))
        "set" -> card.setNumber(slot(), number(with.asNode()["number"]))
        "remove" -> card.removeNumber(slot())
        "choose" -> card.chooseContact(number(with))
        "refuse_sms" -> card.refuseSms()
        "clear_contact" -> card.clearContact()
        "email" -> card.setEmail(email())
        "confirm" -> card.confirmEmail(email().confirmed())
        "remove_email" -> card.removeEmail()
        else -> misfit("change `$verb`")
    }
}

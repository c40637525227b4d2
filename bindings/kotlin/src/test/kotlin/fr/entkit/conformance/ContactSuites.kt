package fr.entkit.conformance

import fr.entkit.accepts
import fr.entkit.ffi.Email
import fr.entkit.ffi.PhoneNumber
import fr.entkit.ffi.Quota
import fr.entkit.ffi.Region
import fr.entkit.ffi.StorageSize
import fr.entkit.fromCodeOrNull
import fr.entkit.of
import fr.entkit.ofBytes
import fr.entkit.parse

/** `phone.*`, `email.*` and `services.quota`. */
internal val contactSuites: Map<String, Suite> =
    mapOf(
        "phone.parse" to ::phone,
        "phone.format" to ::phoneFormat,
        "email.parse" to ::email,
        "email.mask" to ::emailMask,
        "services.quota" to ::quota,
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

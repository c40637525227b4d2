package fr.entkit.conformance

import fr.entkit.EntKit
import fr.entkit.ffi.Audience
import fr.entkit.ffi.BaseAddress
import fr.entkit.ffi.CodePolicy
import fr.entkit.ffi.CodePurpose
import fr.entkit.ffi.Countdown
import fr.entkit.ffi.Entropy
import fr.entkit.ffi.Lang
import fr.entkit.ffi.Ledger
import fr.entkit.ffi.LedgerContext
import fr.entkit.ffi.LedgerOutcome
import fr.entkit.ffi.LinkToken
import fr.entkit.ffi.PairingPayload
import fr.entkit.ffi.PhoneNumber
import fr.entkit.ffi.SmsLength
import fr.entkit.ffi.measureSms
import fr.entkit.ffi.readSms
import fr.entkit.parse

/** What carries a code or a link, and how long it counts. */
internal val codeSuites: Map<String, Suite> =
    mapOf(
        "sms.text" to ::smsText,
        "code.typed" to ::typed,
        "countdown.seconds" to ::countdown,
        "pairing.payload" to ::payload,
        "email_link.url" to ::url,
    )

/** The ledger policy that a case names. */
internal fun codePolicy(case: Node): CodePolicy =
    when (val name = case["policy"]) {
        "educonnect_sms", "educonnect" -> CodePolicy.educonnectSms()
        "oob_10min" -> CodePolicy.oob10min()
        else -> misfit("policy `$name`")
    }

private fun smsText(case: Node): Node =
    when {
        "count" in case -> {
            length(measureSms(case.text("count")))
        }

        "read" in case -> {
            readSms(case.text("read")).let { mapOf("host" to it.host, "code" to it.code) }
        }

        else -> {
            written(case.node("write"))
        }
    }

/** The first message of a ledger. */
private fun written(with: Node): Node {
    val context = LedgerContext(codePolicy(with), keys(), entropy(with))
    val to = PhoneNumber.parse("06 12 34 56 78")
    val now = EntKit.parseInstant("2021-09-01T08:00:00Z")
    val ledger = Ledger.fresh("guardian-1", CodePurpose.ACTIVATION)
    val issued = ledger.issue("flow-1", to, Audience.KNOWN, context, now).commit(true)
    val sms = (issued.outcome as? LedgerOutcome.SendSms)?.sms ?: misfit("nothing is sent")
    val lang = if (with.text("lang") == "en") Lang.EN else Lang.FR
    val message = sms.boundText(lang, with.text("host"))
    if (readSms(message.text).code != sms.code()) misfit("the message does not read back")
    return length(message.length) +
        mapOf(
            "text" to message.text.replace(sms.code(), "{code}"),
            "digits" to sms.code().length,
        )
}

private fun length(length: SmsLength): Node =
    mapOf(
        "encoding" to length.encoding.code(),
        "units" to length.units,
        "segments" to length.segments,
    )

private fun typed(case: Node): Node {
    val text = case.text("text")
    val read = mapOf("read" to true)
    return when (val kind = case.text("kind")) {
        "sms" -> {
            val context = LedgerContext(CodePolicy.educonnectSms(), keys(), Entropy.seeded(1))
            val ledger = Ledger.fresh("guardian-1", CodePurpose.ACTIVATION)
            val now = EntKit.parseInstant("2021-09-01T08:00:00Z")
            ledger.submit("flow-1", text, context, now)
            read
        }

        "pairing_code" -> {
            PairingPayload.typed("0000000000", text).use { read }
        }

        "pairing_id" -> {
            PairingPayload.typed(text, "BBBB-BBBB").use { read + ("identifier" to it.identifier()) }
        }

        else -> {
            misfit("kind `$kind`")
        }
    }
}

private fun countdown(case: Node): Node {
    val at = { key: String -> EntKit.parseInstant(case.text(key)) }
    val countdown =
        when (val seconds = case["seconds_left"]) {
            is Long -> Countdown.start(seconds, at("client"))
            else -> Countdown.until(at("expires_at"), at("server"), at("client"))
        }
    val asked = case.list("at").map { EntKit.parseInstant(it as? String ?: misfit("no instant")) }
    return mapOf("shown" to asked.map { countdown.secondsLeft(it) })
}

private fun payload(case: Node): Node {
    val base = BaseAddress.parse(case.text("base"))
    val payload =
        when (val link = case["link"]) {
            is String -> PairingPayload.parse(base, link)
            else -> PairingPayload.typed(case.text("identifier"), case.text("code"))
        }
    return mapOf(
        "identifier" to payload.identifier(),
        "shown" to payload.identifierShown(),
        "link" to payload.link(base),
    )
}

private fun url(case: Node): Node {
    val base = BaseAddress.parse(case.text("base"))
    val token =
        when (val url = case["url"]) {
            is String -> LinkToken.fromUrl(base, url)
            else -> LinkToken.parse(case.text("token"))
        }
    return mapOf("url" to token.url(base), "lookup" to token.lookup())
}

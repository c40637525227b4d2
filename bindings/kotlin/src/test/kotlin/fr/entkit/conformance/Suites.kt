package fr.entkit.conformance

import fr.entkit.EntKit
import fr.entkit.ffi.Channel
import fr.entkit.ffi.ConsentAct
import fr.entkit.ffi.ConsentEntry
import fr.entkit.ffi.ConsentPurpose
import fr.entkit.ffi.ConsentSource
import fr.entkit.ffi.Consents
import fr.entkit.ffi.ContactCard
import fr.entkit.ffi.ContactLine
import fr.entkit.ffi.ContextKind
import fr.entkit.ffi.Email
import fr.entkit.ffi.Ent
import fr.entkit.ffi.IdentitySource
import fr.entkit.ffi.Level
import fr.entkit.ffi.MireAnswer
import fr.entkit.ffi.OnboardingFacts
import fr.entkit.ffi.PasswordInput
import fr.entkit.ffi.PhoneNumber
import fr.entkit.ffi.PhoneSlot
import fr.entkit.ffi.PortalKind
import fr.entkit.ffi.Profile
import fr.entkit.ffi.ProfileSystem
import fr.entkit.ffi.Region
import fr.entkit.ffi.SchoolPhones
import fr.entkit.ffi.Uai
import fr.entkit.ffi.UnverifiedEmail
import fr.entkit.ffi.ViolationParam
import fr.entkit.ffi.checkPassword
import fr.entkit.fromCodeOrNull
import fr.entkit.of
import fr.entkit.parse
import fr.entkit.parseLenient
import fr.entkit.word

/** What each suite makes of the `in` of a case; a story compares step by step. */
internal val suites: Map<String, (Node) -> Node> =
    mapOf(
        "uai.parse" to ::uai,
        "phone.parse" to ::phone,
        "email.parse" to ::email,
        "profile.parse" to ::profile,
        "password.check" to ::password,
        "portal.url" to ::portalUrl,
        "portal.resolve" to ::portalResolve,
        "mire.choices" to ::mireChoices,
        "onboarding.next" to ::onboardingNext,
        "contact.card" to ::contactCard,
        "consent.value" to ::consentValue,
        "story.sms_code" to ::smsCode,
        "story.guardian_sms" to ::guardianSms,
    )

private fun <T> Node.listed(
    key: String,
    read: (String) -> T?,
): T = read(text(key)) ?: misfit("`${text(key)}` is not listed")

private fun uai(case: Node): Node {
    val uai =
        when (val mode = case.text("mode")) {
            "strict" -> Uai.parse(case.text("text"))
            "lenient" -> Uai.parseLenient(case.text("text"))
            else -> misfit("mode `$mode`")
        }
    return mapOf(
        "uai" to uai.number,
        "key_valid" to uai.keyValid,
        "academy" to uai.academy?.code,
        "department" to uai.department?.code,
    )
}

private fun phone(case: Node): Node {
    val region = case.listed("region", Region.Companion::fromCodeOrNull)
    val number = PhoneNumber.parse(case.text("text"), region)
    return mapOf("e164" to number.e164, "kind" to number.kind.code(), "sms" to number.sms)
}

private fun email(case: Node): Node {
    val email = Email.parse(case.text("text"))
    return mapOf("address" to email.address, "key" to email.key)
}

private fun profile(case: Node): Node {
    val system = case.listed("system", ProfileSystem.Companion::fromCodeOrNull)
    return mapOf("profile" to Profile.parse(system, case.text("code")).code())
}

private fun password(case: Node): Node {
    val words =
        (case["words"] as? List<*>).orEmpty().map { word ->
            // A plain text is of kind `other`.
            if (word is String) {
                ContextKind.OTHER.word(word)
            } else {
                word.asNode().listed("kind", ContextKind.Companion::fromCodeOrNull).word(
                    word.asNode().text("text"),
                )
            }
        }
    val second = (case["confirmation"] as? String)?.let { PasswordInput.of(it) }
    val verdict =
        PasswordInput
            .of(
                case.text("password"),
            ).use { checkPassword(case.text("rules"), it, second, words) }
    second?.close()
    return mapOf(
        "accepted" to verdict.accepted,
        "violations" to
            verdict.violations.map { broken ->
                mapOf("id" to broken.id, "params" to broken.params.mapValues { it.value.plain() })
            },
    )
}

private fun ViolationParam.plain(): Any =
    when (this) {
        is ViolationParam.Number -> value
        is ViolationParam.Text -> value
    }

private fun portalUrl(case: Node): Node {
    val kind = case.listed("kind", PortalKind.Companion::fromCodeOrNull)
    val portal = Ent.find(case.text("ent")).use { it.portalUrl(kind, case.text("key")) }
    return mapOf("url" to portal.url, "director" to portal.directorFr)
}

private fun portalResolve(case: Node): Node {
    val portal = Ent.find(case.text("ent")).use { it.resolve(case.text("url")) }
    return mapOf("kind" to portal.kind.code(), "key" to portal.key)
}

private fun mireChoices(case: Node): Node {
    val path = case.list("path").map { it as String }
    val level =
        if (case["level"] ==
            null
        ) {
            null
        } else {
            case.listed("level", Level.Companion::fromCodeOrNull)
        }
    return when (val answer = Ent.find(case.text("ent")).use { it.mireChoices(path, level) }) {
        is MireAnswer.Source -> {
            mapOf("source" to answer.source.code(), "academy" to answer.academy?.code)
        }

        is MireAnswer.Choices -> {
            mapOf("choices" to answer.choices.map { mapOf("id" to it.id, "label" to it.labelFr) })
        }
    }
}

private fun onboardingNext(case: Node): Node {
    val done = case.node("facts")
    val facts =
        OnboardingFacts(
            charterAccepted = done.flag("charter"),
            passwordChosen = done.flag("password"),
            contactSaved = done.flag("contact"),
        )
    val profile = Profile.parse(ProfileSystem.SDET, case.text("profile"))
    val source = case.listed("source", IdentitySource.Companion::fromCodeOrNull)
    val step = Ent.find(case.text("ent")).use { it.nextStep(profile, source, facts) }
    return mapOf("step" to step?.code())
}

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

private fun consentValue(case: Node): Node {
    val log =
        case.list("log").fold(Consents.empty()) { log, row ->
            log.use { it.record(consentEntry(row.asNode())) }
        }
    val purpose = case.listed("purpose", ConsentPurpose.Companion::fromCodeOrNull)
    val channel = case.listed("channel", Channel.Companion::fromCodeOrNull)
    val last = log.last(purpose, channel)
    return mapOf(
        "granted" to log.value(purpose, channel),
        "at" to last?.at?.let(EntKit::format),
        "text_version" to last?.textVersion,
    )
}

private fun consentEntry(row: Node) =
    ConsentEntry(
        act = row.listed("act", ConsentAct.Companion::fromCodeOrNull),
        purpose = row.listed("purpose", ConsentPurpose.Companion::fromCodeOrNull),
        channel = row.listed("channel", Channel.Companion::fromCodeOrNull),
        at = EntKit.parseInstant(row.text("at")),
        textVersion = (row["text_version"] as? Long)?.let(Math::toIntExact),
        source = row.listed("source", ConsentSource.Companion::fromCodeOrNull),
    )

package fr.entkit.conformance

import com.fasterxml.jackson.databind.ObjectMapper
import fr.entkit.EntKit
import fr.entkit.ffi.Attachments
import fr.entkit.ffi.Device
import fr.entkit.ffi.Ent
import fr.entkit.ffi.EntFileException
import fr.entkit.ffi.EstablishmentKind
import fr.entkit.ffi.IdentitySource
import fr.entkit.ffi.Lang
import fr.entkit.ffi.Level
import fr.entkit.ffi.MireAnswer
import fr.entkit.ffi.OnboardingFacts
import fr.entkit.ffi.PortalKind
import fr.entkit.ffi.Profile
import fr.entkit.ffi.ProfileSystem
import fr.entkit.ffi.RememberedChoice
import fr.entkit.ffi.ServiceChannel
import fr.entkit.fromCodeOrNull
import fr.entkit.mireSearch
import fr.entkit.ofUrl
import fr.entkit.parse
import fr.entkit.parseJson
import fr.entkit.parseToml
import fr.entkit.problems

/** The suites about ENTs: portals, mire, first connection, services, help, partners, files. */
internal val entSuites: Map<String, Suite> =
    mapOf(
        "portal.url" to ::portalUrl,
        "portal.resolve" to ::portalResolve,
        "portal.mine" to ::portalMine,
        "mire.choices" to ::mireChoices,
        "mire.search" to ::mireSearch,
        "mire.remember" to ::mireRemember,
        "onboarding.next" to ::onboardingNext,
        "services.list" to ::servicesList,
        "help.topics" to ::helpTopics,
        "partners.list" to ::partnersList,
        "partnership.members" to ::partnershipMembers,
        "ent.rules" to ::entRules,
        "ent.load" to ::entLoad,
        "ent.of_url" to ::entOfUrl,
    )

/** The shipped ENT `ent`, or the one of the file `toml`. */
private fun ent(case: Node): Ent {
    val toml = case["toml"] as? String ?: return Ent.find(case.text("ent"))
    return try {
        Ent.parseToml(toml)
    } catch (error: EntFileException) {
        misfit("${error.problems.first()}")
    }
}

private fun profile(case: Node) = Profile.parse(ProfileSystem.SDET, case.text("profile"))

private fun Node.lang() = if (get("lang") == "en") Lang.EN else Lang.FR

private fun Lang.of(
    fr: String,
    en: String,
) = if (this == Lang.EN) en else fr

private fun Node.texts(key: String) = (get(key) as? List<*>).orEmpty().map { it as String }

private fun Node.level() = get("level")?.let { listed("level", Level.Companion::fromCodeOrNull) }

private fun portalUrl(case: Node): Node {
    val kind = case.listed("kind", PortalKind.Companion::fromCodeOrNull)
    val portal = ent(case).use { it.portalUrl(kind, case.text("key")) }
    return mapOf("url" to portal.url, "director" to portal.directorFr)
}

private fun portalResolve(case: Node): Node {
    val portal = ent(case).use { it.resolve(case.text("url")) }
    return mapOf("kind" to portal.kind.code(), "key" to portal.key)
}

private fun portalMine(case: Node): Node {
    val person =
        Attachments(
            profile = profile(case),
            establishments = case.texts("establishments"),
            departments = case.texts("departments"),
            regions = case.texts("regions"),
            academies = case.texts("academies"),
            agricultural = case["agricultural"] == true,
        )
    val portals = ent(case).use { it.myPortals(person) }
    return mapOf(
        "portals" to
            portals.map { mapOf("kind" to it.kind.code(), "key" to it.key, "url" to it.url) },
    )
}

private fun mireChoices(case: Node): Node =
    ent(case).use { ent ->
        val path = case.texts("path")
        shown(ent, path, ent.mireChoices(path, case.level()), case.lang())
    }

private fun shown(
    ent: Ent,
    path: List<String>,
    answer: MireAnswer,
    lang: Lang,
): Node =
    when (answer) {
        is MireAnswer.Source -> {
            mapOf(
                "source" to answer.source.code(),
                "academy" to answer.academy?.code,
                "selection" to answer.selection,
                "sign_in" to answer.signIn,
            )
        }

        is MireAnswer.Choices -> {
            val choices =
                answer.choices.map {
                    mapOf("id" to it.id, "label" to lang.of(it.labelFr, it.labelEn))
                }
            mapOf("choices" to choices, "asks" to ent.mireAsks(path)?.code())
        }
    }

private fun mireSearch(case: Node): Node {
    val lang = case.lang()
    val found = ent(case).use { it.mireSearch(case.text("text"), lang) }
    return mapOf(
        "paths" to
            found.map { mapOf("path" to it.path, "label" to lang.of(it.labelFr, it.labelEn)) },
    )
}

/** Remembers a choice, or takes the stored one of `remembered`, and recalls it at `then`. */
private fun mireRemember(case: Node): Node =
    ent(case).use { ent ->
        val kept = remembered(ent, case) ?: return mapOf("remembered" to false)
        val out = mapOf("remembered" to true, "expires_at" to EntKit.format(kept.expiresAt()))
        if ("then" !in case) return out
        val answer = ent.recallChoice(kept, EntKit.parseInstant(case.text("then")))
        out + shown(ent, kept.path(), answer, Lang.FR)
    }

private fun remembered(
    ent: Ent,
    case: Node,
): RememberedChoice? {
    case["remembered"]?.let {
        return RememberedChoice.parse(ObjectMapper().writeValueAsString(it))
    }
    val device = case.listed("device", Device.Companion::fromCodeOrNull)
    val days = Math.toIntExact(case["days"] as? Long ?: 0)
    val now = EntKit.parseInstant(case.text("now"))
    return ent.rememberChoice(case.texts("path"), case.level(), device, days, now)
}

private fun onboardingNext(case: Node): Node {
    val done = case.node("facts")
    val facts =
        OnboardingFacts(
            charterAccepted = done.flag("charter"),
            passwordChosen = done.flag("password"),
            contactSaved = done.flag("contact"),
        )
    val source = case.listed("source", IdentitySource.Companion::fromCodeOrNull)
    val step = ent(case).use { it.nextStep(profile(case), source, facts) }
    return mapOf("step" to step?.code())
}

private fun servicesList(case: Node): Node =
    ent(case).use { ent ->
        val lang = case.lang()
        val channel = case.listed("channel", ServiceChannel.Companion::fromCodeOrNull)
        val services = ent.services(profile(case), channel)
        mapOf(
            "services" to
                services.map { mapOf("id" to it.id, "label" to lang.of(it.labelFr, it.labelEn)) },
            "offered" to ent.allServices().map { it.id },
        )
    }

private fun helpTopics(case: Node): Node {
    val lang = case.lang()
    val groups = ent(case).use { it.help(profile(case)) }
    return mapOf(
        "groups" to
            groups.map { group ->
                val topics =
                    group.topics.map {
                        mapOf("id" to it.id, "label" to lang.of(it.labelFr, it.labelEn))
                    }
                val label = lang.of(group.labelFr, group.labelEn)
                mapOf("id" to group.id, "label" to label, "topics" to topics)
            },
    )
}

private fun partnersList(case: Node): Node {
    val kind = case.listed("kind", EstablishmentKind.Companion::fromCodeOrNull)
    return mapOf("partners" to ent(case).use { ent -> ent.partners(kind).map { it.code() } })
}

private fun partnershipMembers(case: Node): Node {
    val list =
        ent(case).use { ent ->
            when (val id = case["id"]) {
                null -> ent.partnershipOn(EntKit.parseDay(case.text("on")))
                else -> ent.partnerships().find { it.id == id }
            }
        } ?: return mapOf("id" to null)
    return mapOf(
        "id" to list.id,
        "read_on" to list.readOn?.toString(),
        "since" to list.since?.toString(),
        "regions" to list.regions,
        "departments" to list.departments.map { it.code },
        "academies" to list.academies.map { it.code },
        "draaf" to list.agriculturalEducation,
        "crec" to list.privateEducation,
    )
}

/** Facts of the file that have no suite of their own. */
private fun entRules(case: Node): Node =
    ent(case).use { ent ->
        val profile = profile(case)
        val source = case.listed("source", IdentitySource.Companion::fromCodeOrNull)
        val kind = case.listed("kind", EstablishmentKind.Companion::fromCodeOrNull)
        val lifetimes = ent.lifetimes()
        mapOf(
            "operator" to ent.operatorName(),
            "hosts" to ent.hosts(),
            "addresses" to ent.addresses(),
            "charter_scopes" to ent.charterScopes(profile).map { it.code() },
            "password_rules" to ent.passwordRules(source),
            "admits_private" to ent.admitsPrivate(profile, kind),
            "retention_months" to lifetimes.retentionMonths,
            "shared_folder_bytes" to ent.sharedFolderQuota()?.bytes,
            "portal_kinds" to ent.portalKinds(profile).map { it.code() },
            "sms_code_minutes" to lifetimes.smsCodeMinutes,
            "mobile_code_minutes" to lifetimes.mobileCodeMinutes,
            "email_link_hours" to lifetimes.emailLinkHours,
            "letter_months" to lifetimes.letterMonths,
            "remembered_choice_days" to lifetimes.rememberedChoiceDays,
        )
    }

private fun entOfUrl(case: Node): Node = mapOf("ent" to Ent.ofUrl(case.text("url")).use { it.id() })

private fun entLoad(case: Node): Node {
    // Files too long to be written out: a text, repeated.
    val parts =
        (case["parts"] as? List<*>).orEmpty().joinToString("") { part ->
            val times = Math.toIntExact(part.asNode()["times"] as? Long ?: 1)
            part.asNode().text("text").repeat(times)
        }
    val (toml, json) = case["toml"] as? String to case["json"] as? String
    return try {
        val ent =
            when {
                toml != null -> Ent.parseToml(toml)
                json != null -> Ent.parseJson(json)
                case["format"] == "json" -> Ent.parseJson(parts)
                else -> Ent.parseToml(parts)
            }
        ent.use { mapOf("id" to it.id(), "name" to it.name()) }
    } catch (error: EntFileException) {
        mapOf("problems" to error.problems.map { mapOf("code" to it.code, "path" to it.path) })
    }
}

package fr.entkit.conformance

import fr.entkit.ffi.Ent
import fr.entkit.ffi.IdentitySource
import fr.entkit.ffi.Level
import fr.entkit.ffi.MireAnswer
import fr.entkit.ffi.OnboardingFacts
import fr.entkit.ffi.PortalKind
import fr.entkit.ffi.Profile
import fr.entkit.ffi.ProfileSystem
import fr.entkit.fromCodeOrNull
import fr.entkit.parse

/** `portal.*`, `mire.choices` and `onboarding.next`. */
internal val entSuites: Map<String, Suite> =
    mapOf(
        "portal.url" to ::portalUrl,
        "portal.resolve" to ::portalResolve,
        "mire.choices" to ::mireChoices,
        "onboarding.next" to ::onboardingNext,
    )

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
    val level = case["level"]?.let { case.listed("level", Level.Companion::fromCodeOrNull) }
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

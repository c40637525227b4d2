package fr.entkit.conformance

import fr.entkit.EntKit
import fr.entkit.compare
import fr.entkit.ffi.ContextKind
import fr.entkit.ffi.ContextWord
import fr.entkit.ffi.Deviation
import fr.entkit.ffi.EntException
import fr.entkit.ffi.HashPool
import fr.entkit.ffi.PasswordHistory
import fr.entkit.ffi.PasswordInput
import fr.entkit.ffi.PasswordLint
import fr.entkit.ffi.PasswordRuleSet
import fr.entkit.ffi.PasswordRulesOptions
import fr.entkit.ffi.PastPassword
import fr.entkit.ffi.Violation
import fr.entkit.ffi.ViolationParam
import fr.entkit.ffi.lintPasswordRules
import fr.entkit.fromCodeOrNull
import fr.entkit.of
import fr.entkit.strength
import fr.entkit.word
import java.time.Duration

/** `password.*` but for `password.forced_change`. */
internal val passwordSuites: Map<String, Suite> =
    mapOf(
        "password.check" to ::check,
        "password.compare" to ::compared,
        "password.requirements" to ::requirements,
        "password.lint" to ::lint,
        "password.passwordrules" to ::attributes,
        "password.strength" to ::strengthOf,
    )

private fun check(case: Node): Node {
    val rules = rules(case["rules"])
    val password = password(case, "password") ?: misfit("no password")
    val (second, words) = password(case, "confirmation") to words(case)
    val verdict =
        if (listOf("provisional", "current", "previous").any { it in case }) {
            val now = EntKit.parseInstant("2026-09-01T08:00:00Z")
            HashPool(1, leastCost).use {
                it.checkReuse(rules, password, history(case), now, second, words)
            }
        } else {
            rules.check(password, second, words)
        }
    return mapOf("accepted" to verdict.accepted, "violations" to verdict.violations.map(::shown))
}

private fun compared(case: Node): Node {
    val sets = case.list("rules").map(::rules)
    val password = password(case, "password") ?: misfit("no password")
    val found = sets.compare(password, password(case, "confirmation"), words(case))
    return mapOf(
        "accepted" to found.accepted,
        "refused" to
            found.refused.map {
                mapOf(
                    "rules" to it.rulesId,
                    "violations" to it.violations.map(::shown),
                    "uncounted" to it.uncounted,
                )
            },
        "common_specials" to found.commonSpecials,
    )
}

private fun requirements(case: Node): Node {
    val all = rules(case["rules"]).requirements(password(case, "password"))
    return mapOf("requirements" to all.map { mapOf("id" to it.id, "met" to it.met) })
}

private fun lint(case: Node): Node {
    val (lints, deviations) =
        when (val given = case["rules"]) {
            is String -> PasswordRuleSet.find(given).let { it.lint() to it.deviations() }
            else -> draftLints(options(given))
        }
    return mapOf(
        "lints" to
            lints.map {
                mapOf("id" to it.id, "params" to it.params, "impossible" to it.impossible)
            },
        "deviations" to
            deviations.map {
                mapOf(
                    "id" to it.id,
                    "standard" to it.standard,
                    "requirement" to it.requirement,
                    "value" to it.value,
                )
            },
    )
}

/** Rules that cannot be built have no deviations. */
private fun draftLints(options: PasswordRulesOptions): Pair<List<PasswordLint>, List<Deviation>> {
    val deviations =
        try {
            PasswordRuleSet.custom(options).deviations()
        } catch (_: EntException.Parse) {
            emptyList()
        }
    return lintPasswordRules(options) to deviations
}

private fun attributes(case: Node): Node {
    val rules = rules(case["rules"])
    return mapOf("passwordrules" to rules.passwordrules(), "pattern" to rules.pattern())
}

private fun strengthOf(case: Node): Node {
    val password = password(case, "password") ?: misfit("no password")
    val judged = password.strength(words(case))
    return mapOf(
        "score" to judged.score,
        "label" to judged.label.code(),
        "warning" to judged.warning?.code(),
        "advice" to judged.advice.map { it.code() },
    )
}

/** Rules by their id, or the fields of a stack's own. */
private fun rules(given: Any?): PasswordRuleSet =
    when (given) {
        is String -> PasswordRuleSet.find(given)
        else -> PasswordRuleSet.custom(options(given))
    }

private fun options(given: Any?): PasswordRulesOptions {
    val fields = given.asNode()
    val number = { key: String -> (fields[key] as? Long)?.let(Math::toIntExact) }
    val flag = { key: String -> fields[key] as? Boolean }
    val text = { key: String -> fields[key] as? String }
    return PasswordRulesOptions(
        id = fields.text("id"),
        min = number("min"),
        max = number("max"),
        lower = flag("lower"),
        upper = flag("upper"),
        digit = flag("digit"),
        special = text("special"),
        requireSpecial = flag("require_special"),
        entropyBits = number("entropy_bits"),
        blocklist = flag("blocklist"),
        attemptLimit = flag("attempt_limit"),
        source = text("source"),
        date = text("date"),
        note = text("note"),
    )
}

private fun password(
    case: Node,
    key: String,
): PasswordInput? = (case[key] as? String)?.let { PasswordInput.of(it) }

/** A plain text is of kind `other`. */
private fun words(case: Node): List<ContextWord> =
    (case["words"] as? List<*>).orEmpty().map { word ->
        if (word is String) {
            ContextKind.OTHER.word(word)
        } else {
            val kind = word.asNode().listed("kind", ContextKind.Companion::fromCodeOrNull)
            kind.word(word.asNode().text("text"))
        }
    }

private fun history(case: Node): PasswordHistory {
    val bound = { key: String ->
        Math.toIntExact((case["no_reuse"] as? Map<*, *>)?.get(key) as? Long ?: 0)
    }
    return PasswordHistory(
        provisional = case["provisional"]?.let(::past),
        current = case["current"]?.let(::past),
        previous = (case["previous"] as? List<*>).orEmpty().map(::past),
        last = bound("last"),
        days = bound("days"),
    )
}

/** A password in plain or as kept, and when it was replaced. */
private fun past(given: Any?): PastPassword {
    if (given is String) return PastPassword(plain = PasswordInput.of(given))
    val days = Duration.ofDays(given.asNode()["days_ago"] as? Long ?: 0)
    return PastPassword(
        plain = password(given.asNode(), "password"),
        stored = given.asNode()["hash"] as? String,
        replaced = EntKit.parseInstant("2026-09-01T08:00:00Z") - days,
    )
}

private fun shown(broken: Violation): Node =
    mapOf("id" to broken.id, "params" to broken.params.mapValues { it.value.plain() })

private fun ViolationParam.plain(): Any =
    when (this) {
        is ViolationParam.Number -> value
        is ViolationParam.Text -> value
    }

package fr.entkit.conformance

import fr.entkit.EntKit
import fr.entkit.derive
import fr.entkit.deriveAll
import fr.entkit.ffi.LoginStyle
import fr.entkit.ffi.Zone
import fr.entkit.fromCodeOrNull
import fr.entkit.localTime
import fr.entkit.parts
import java.time.format.DateTimeFormatter

/** `login.*`. */
internal val loginSuites: Map<String, Suite> =
    mapOf(
        "login.derive" to { case -> mapOf("login" to style(case).derive(name(case), taken(case))) },
        "login.derive_all" to ::deriveAll,
        "login.parts" to ::parts,
    )

/** `zone.*`. */
internal val zoneSuites: Map<String, Suite> =
    mapOf("zone.day" to ::day, "zone.clock" to ::clock, "zone.instant" to ::instant)

private fun deriveAll(case: Node): Node {
    val names = case.list("names").map { name(it.asNode()) }
    val made = style(case).deriveAll(names, taken(case))
    return mapOf("logins" to made.map { it.login ?: it.error })
}

private fun parts(case: Node): Node {
    val parts = style(case).parts(case.text("login"))
    return mapOf(
        "fits" to (parts != null),
        "given" to parts?.given,
        "family" to parts?.family,
        "number" to parts?.number,
    )
}

private fun style(case: Node) = case.listed("style", LoginStyle.Companion::fromCodeOrNull)

private fun taken(case: Node) = (case["taken"] as? List<*>).orEmpty().map { it as? String ?: "" }

private fun day(case: Node): Node {
    val starts = zone(case).startOf(EntKit.parseDay(case.text("day")))
    return mapOf("starts_at" to EntKit.format(starts))
}

private fun clock(case: Node): Node {
    val at = EntKit.parseInstant(case.text("at"))
    val shown = zone(case).localTime(at)
    return mapOf(
        "shown" to shown.format(DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss")),
        "day" to shown.toLocalDate().toString(),
    )
}

private fun instant(case: Node): Node {
    val part = { key: String -> Math.toIntExact(case[key] as? Long ?: -1) }
    val day = EntKit.parseDay(case.text("day"))
    val at = zone(case).instantOf(day, part("hour"), part("minute"))
    return mapOf("at" to EntKit.format(at))
}

internal fun zone(case: Node): Zone = Zone.parse(case.text("zone"))

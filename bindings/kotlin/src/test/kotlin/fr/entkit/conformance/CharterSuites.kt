package fr.entkit.conformance

import fr.entkit.EntKit
import fr.entkit.code
import fr.entkit.exportCsv
import fr.entkit.exportJsonl
import fr.entkit.ffi.CharterAct
import fr.entkit.ffi.CharterActor
import fr.entkit.ffi.CharterDraft
import fr.entkit.ffi.CharterGate
import fr.entkit.ffi.CharterLog
import fr.entkit.ffi.CharterMateriality
import fr.entkit.ffi.CharterVersion
import fr.entkit.ffi.EntException
import fr.entkit.ffi.Profile
import fr.entkit.ffi.ProfileSystem
import fr.entkit.ffi.charterGate
import fr.entkit.ffi.charterTextDigest
import fr.entkit.fromCodeOrNull
import fr.entkit.parse
import fr.entkit.verify

/** `charter.*`. */
internal val charterSuites: Map<String, Suite> =
    mapOf(
        "charter.digest" to ::digest,
        "charter.export" to ::export,
        "charter.gate" to ::gateOf,
        "charter.log" to ::log,
        "charter.verify" to ::verify,
    )

private fun gateOf(case: Node): Node {
    val versions = versions(case)
    val log =
        when (val stored = case["log"]) {
            is String -> CharterLog.fromJson(stored.encodeToByteArray())
            else -> appended(case, "log", versions)
        }
    val gate = gate(case, log, versions)
    return mapOf(
        "open" to gate.open,
        "required" to gate.required,
        "reason" to gate.reason.code(),
        "grace_until" to gate.graceUntil?.let(EntKit::format),
        "state" to gate.state.code(),
    )
}

private fun log(case: Node): Node {
    val versions = versions(case)
    var log = empty(case)
    val errors =
        case.list("appends").map { act ->
            try {
                log = append(log, versions, act.asNode())
                null
            } catch (error: EntException) {
                error.code
            }
        }
    return mapOf(
        "errors" to errors,
        "records" to log.entries().size,
        "head" to log.head(),
        "state" to gate(case, log, versions).state.code(),
    )
}

private fun verify(case: Node): Node {
    val check = CharterLog.verify(case.text("log").encodeToByteArray(), case["head"] as? String)
    return mapOf(
        "intact" to check.intact,
        "record" to check.record,
        "fault" to check.fault?.code(),
    )
}

private fun digest(case: Node): Node =
    mapOf("digest" to charterTextDigest(case.text("text").encodeToByteArray()))

private fun export(case: Node): Node {
    val logs = listOf(appended(case, "appends", versions(case)))
    return mapOf("csv" to logs.exportCsv(), "jsonl" to logs.exportJsonl())
}

private fun versions(case: Node): List<CharterVersion> =
    case.list("versions").map { row ->
        val text = row.asNode().text("text").encodeToByteArray()
        CharterVersion.ofText(draft(row.asNode()), text)
    }

private fun draft(row: Node) =
    CharterDraft(
        id = row.text("id"),
        edition = row.text("edition"),
        scope = scope(row),
        profiles =
            (row["profiles"] as? List<*>).orEmpty().map {
                Profile.parse(ProfileSystem.SDET, it as String)
            },
        language = row.text("language"),
        publishedAt = EntKit.parseInstant(row.text("published_at")),
        effectiveAt = EntKit.parseInstant(row.text("effective_at")),
        materiality = row.listed("materiality", CharterMateriality.Companion::fromCodeOrNull),
        graceDays = Math.toIntExact(row["grace_days"] as? Long ?: 0),
    )

private fun scope(row: Node) = row["scope"] as? String ?: "ent:occitanie"

private fun empty(case: Node) =
    CharterLog.empty(case["person"] as? String ?: "pupil-1", scope(case))

private fun appended(
    case: Node,
    key: String,
    versions: List<CharterVersion>,
): CharterLog =
    case.list(key).fold(empty(case)) { log, act ->
        log.use { append(it, versions, act.asNode()) }
    }

private fun append(
    log: CharterLog,
    versions: List<CharterVersion>,
    act: Node,
): CharterLog {
    val version = act.listed("version") { id -> versions.find { it.facts().id == id } }
    val at = EntKit.parseInstant(act.text("at"))
    val now = if ("now" in act) EntKit.parseInstant(act.text("now")) else at
    val kind = act.listed("act", CharterAct.Companion::fromCodeOrNull)
    return log.append(kind, version, actor(act), at, now)
}

private fun actor(act: Node): CharterActor =
    when (val by = act["by"] ?: "self") {
        "self" -> CharterActor.Own(act["evidence"] as? String)
        "legal_guardian" -> CharterActor.LegalGuardian(act.text("guardian"), act.text("evidence"))
        "institution" -> CharterActor.Institution(act.text("evidence"))
        else -> misfit("`$by` is not listed")
    }

private fun gate(
    case: Node,
    log: CharterLog,
    versions: List<CharterVersion>,
): CharterGate {
    val profile = Profile.parse(ProfileSystem.SDET, case.text("profile"))
    return charterGate(versions, log, profile, EntKit.parseInstant(case.text("now")))
}

package fr.entkit.conformance

import fr.entkit.EntKit
import fr.entkit.ffi.BaseAddress
import fr.entkit.ffi.Channel
import fr.entkit.ffi.ConsentAct
import fr.entkit.ffi.ConsentActor
import fr.entkit.ffi.ConsentEntry
import fr.entkit.ffi.ConsentProof
import fr.entkit.ffi.ConsentPurpose
import fr.entkit.ffi.ConsentSource
import fr.entkit.ffi.Consents
import fr.entkit.ffi.KeyRing
import fr.entkit.ffi.Lang
import fr.entkit.ffi.NamedKey
import fr.entkit.ffi.Topic
import fr.entkit.ffi.UnsubscribeEffect
import fr.entkit.ffi.UnsubscribeScope
import fr.entkit.ffi.checkWhoConsents
import fr.entkit.ffi.confirmUnsubscribe
import fr.entkit.ffi.readUnsubscribe
import fr.entkit.ffi.unsubscribeLink
import fr.entkit.ffi.unsubscribeRefusal
import fr.entkit.ffi.unsubscribeTokenOf
import fr.entkit.ffi.whoMayConsent
import fr.entkit.fromCodeOrNull
import java.time.Instant
import java.time.LocalDate
import java.util.HexFormat

/** `consent.*` and `unsubscribe.token`. */
internal val consentSuites: Map<String, Suite> =
    mapOf(
        "consent.value" to ::value,
        "consent.who" to ::who,
        "consent.merge" to ::merge,
        "consent.export" to ::export,
        "unsubscribe.token" to ::token,
    )

private fun now(case: Node) = EntKit.parseInstant(case.text("now"))

private fun purpose(case: Node) = case.listed("purpose", ConsentPurpose.Companion::fromCodeOrNull)

private fun channel(case: Node) = case.listed("channel", Channel.Companion::fromCodeOrNull)

private fun actor(row: Node): ConsentActor =
    when (row["by"] ?: "self") {
        "self" -> ConsentActor.Own
        "legal_guardian" -> ConsentActor.LegalGuardian(row.text("guardian"))
        "jointly" -> ConsentActor.Jointly(row.text("guardian"))
        else -> misfit("by")
    }

private fun entry(
    row: Node,
    at: Instant,
): ConsentEntry {
    val version = row["text_version"] as? Long
    val proof = row["proof"] as? Map<*, *>
    return ConsentEntry(
        act = row.listed("act", ConsentAct.Companion::fromCodeOrNull),
        purpose = purpose(row),
        channel = channel(row),
        at = at,
        textVersion = version?.let { if (it in 0..Int.MAX_VALUE) it.toInt() else 0 },
        source = row.listed("source", ConsentSource.Companion::fromCodeOrNull),
        by = actor(row),
        proof = proof?.let { ConsentProof(it["text"] as? String, it["evidence"] as? String) },
    )
}

/** A log of the entries of a case; one with `count` stands for as many, `every` seconds apart. */
internal fun consentLog(rows: List<Any?>): Consents {
    var log = Consents.empty()
    for (row in rows.map { it.asNode() }) {
        val first = EntKit.parseInstant(row.text("at"))
        val every = row["every"] as? Long ?: 0
        val count = row["count"] as? Long ?: 1
        val entries = (0 until count).map { entry(row, first.plusSeconds(it * every)) }
        log =
            when (val chosen = row["chosen"] as? String) {
                null -> {
                    log.recordAll(entries)
                }

                else -> {
                    entries.fold(
                        log,
                    ) { all, one -> all.choose(one, EntKit.parseInstant(chosen)) }
                }
            }
    }
    return log
}

/** A list of entries, or the text that was stored. */
private fun log(value: Any?): Consents =
    when (value) {
        is String -> Consents.fromJson(value.encodeToByteArray())
        is List<*> -> consentLog(value)
        else -> misfit("log")
    }

private fun value(case: Node): Node {
    var consents = log(case["log"])
    (case["withdraw_all"] as? String)?.let {
        val at = EntKit.parseInstant(it)
        consents = consents.withdrawAll(at, ConsentSource.PREFERENCES, ConsentActor.Own)
    }
    (case["compact"] as? String)?.let { consents = consents.compact(EntKit.parseInstant(it)) }
    val deciding = consents.deciding(purpose(case), channel(case), now(case))
    return mapOf(
        "granted" to consents.granted(purpose(case), channel(case), now(case)),
        "allowed" to consents.allows(purpose(case), channel(case), now(case)),
        "at" to deciding?.at?.let(EntKit::format),
        "text_version" to deciding?.textVersion,
        "count" to consents.count(),
    )
}

private fun who(case: Node): Node {
    val born = (case["born"] as? String)?.let(LocalDate::parse)
    val who = whoMayConsent(born, LocalDate.parse(case.text("day")))
    case["entry"]?.asNode()?.let { row ->
        checkWhoConsents(who, entry(row, EntKit.parseInstant(row.text("at"))))
    }
    return mapOf("who" to who.code())
}

private fun merged(logs: List<Consents>) =
    logs.fold(Consents.empty()) { all, log -> all.merge(log) }

private fun merge(case: Node): Node {
    val logs = case.list("logs").map(::log)
    val all = merged(logs)
    val nested = logs.foldRight(Consents.empty()) { log, after -> merged(listOf(log, after)) }
    val lawful = listOf(nested, merged(logs.reversed()), merged(logs + logs))
    val stored = all.toJson()
    val granted = all.view(now(case)).filter { it.granted }
    return mapOf(
        "count" to all.count(),
        "granted" to granted.map { "${it.purpose.code()}/${it.channel.code()}" },
        "digest" to all.exportForOfficer(person(case)).digest,
        "lawful" to lawful.all { it.toJson().contentEquals(stored) },
    )
}

private fun person(case: Node) = case["person"] as? String ?: "guardian-1"

private fun export(case: Node): Node {
    val consents = log(case["log"])
    val lang = if (case.text("lang") == "fr") Lang.FR else Lang.EN
    val words = consents.exportForPerson(lang, zone(case), now(case))
    val officer = consents.exportForOfficer(person(case))
    return mapOf(
        "in_force" to words.inForce.map { it.text },
        "acts" to words.acts.map { it.text },
        "facts" to
            words.inForce.map {
                mapOf(
                    "purpose" to it.purpose.code(),
                    "channel" to it.channel.code(),
                    "granted" to it.granted,
                    "since" to it.since?.let(EntKit::format),
                )
            },
        "made" to words.acts.map { EntKit.format(it.at) },
        "csv" to officer.csv,
        "jsonl" to officer.jsonl,
        "digest" to officer.digest,
    )
}

private fun keys(case: Node): KeyRing {
    val keys =
        case.list("keys").map {
            val key = it.asNode()
            NamedKey(key.text("id"), HexFormat.of().parseHex(key.text("secret")))
        }
    return KeyRing(keys.first(), keys.drop(1))
}

private fun shown(scope: UnsubscribeScope): Node =
    mapOf(
        "person" to scope.person,
        "purpose" to scope.purpose.code(),
        "channel" to scope.channel.code(),
        "topic" to scope.topic?.code(),
        "child" to scope.child,
    )

private fun issue(
    case: Node,
    keys: KeyRing,
): Node {
    val (base, given) = BaseAddress.parse(case.text("base")) to case.node("scope")
    val topic = given["topic"]?.let { given.listed("topic", Topic.Companion::fromCodeOrNull) }
    val person = given.text("person")
    val child = given["child"] as? String
    val scope = UnsubscribeScope(person, purpose(given), channel(given), topic, child)
    val days = (case["lifetime_days"] as? Long)?.coerceIn(0, Int.MAX_VALUE.toLong())?.toInt()
    val link = unsubscribeLink(base, scope, now(case), keys, case["mailto"] as? String, days)
    return mapOf(
        "token" to link.token,
        "url" to link.url,
        "headers" to link.headers,
        "read_back" to (unsubscribeTokenOf(base, link.url) == link.token),
    )
}

private fun shown(effect: UnsubscribeEffect): Node =
    when (effect) {
        is UnsubscribeEffect.Consent -> {
            mapOf(
                "is" to "consent",
                "act" to effect.entry.act.code(),
                "purpose" to effect.entry.purpose.code(),
                "channel" to effect.entry.channel.code(),
                "at" to EntKit.format(effect.entry.at),
                "source" to effect.entry.source.code(),
            )
        }

        is UnsubscribeEffect.Preference -> {
            mapOf(
                "is" to "preference",
                "purpose" to effect.purpose.code(),
                "channel" to effect.channel.code(),
                "topic" to effect.topic?.code(),
                "child" to effect.child,
            )
        }
    }

private fun token(case: Node): Node {
    val (keys, at) = keys(case) to now(case)
    return when (case.text("do")) {
        "issue" -> {
            issue(case, keys)
        }

        "read" -> {
            shown(readUnsubscribe(case.text("token"), keys, at))
        }

        "audit" -> {
            mapOf("reason" to unsubscribeRefusal(case.text("token"), keys, at))
        }

        "confirm" -> {
            val body = case.text("body").encodeToByteArray()
            val done = confirmUnsubscribe(case.text("token"), body, keys, defaults(case), at)
            mapOf("scope" to shown(done.scope), "effect" to shown(done.effect))
        }

        else -> {
            misfit("do")
        }
    }
}

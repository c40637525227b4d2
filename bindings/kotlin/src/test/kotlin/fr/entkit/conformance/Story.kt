package fr.entkit.conformance

import fr.entkit.EntKit
import fr.entkit.code
import fr.entkit.ffi.EntException
import fr.entkit.ffi.Entropy
import fr.entkit.ffi.KeyRing
import fr.entkit.ffi.NamedKey
import fr.entkit.ffi.PublicOutcome
import fr.entkit.ffi.StateWrite
import java.time.Instant

/** Takes every step (event, instant, whether it is stored) and compares what it shows. */
internal fun play(
    case: Node,
    take: (Any?, Instant, Boolean) -> Node,
): Node {
    case.list("steps").forEachIndexed { n, step ->
        val wanted = step.asNode()
        val stored =
            when (val commit = wanted["commit"]) {
                null, "stored" -> true
                "lost" -> false
                else -> misfit("commit `$commit`")
            }
        val found =
            try {
                plain(
                    take(wanted["event"], EntKit.parseInstant(wanted.text("at")), stored),
                ).asNode()
            } catch (error: EntException) {
                mapOf("error" to error.code)
            }
        difference(found, wanted - setOf("at", "event", "commit"))?.let { misfit("step $n: $it") }
    }
    return emptyMap()
}

private fun difference(
    found: Node,
    wanted: Node,
): String? {
    // A step that does not say so must not fail.
    val all = if ("error" in found) wanted + ("error" to wanted["error"]) else wanted
    val (views, values) = all.entries.partition { it.value is Map<*, *> }
    return firstDifference(found, values.associate { it.toPair() })
        ?: views.firstNotNullOfOrNull { (key, view) ->
            firstDifference(found[key]?.asNode().orEmpty(), view.asNode())
        }
}

internal fun keys() = KeyRing(NamedKey("conformance", ByteArray(32) { 7 }))

internal fun entropy(case: Node): Entropy {
    val seed = case.text("entropy").removePrefix("seed:").toLongOrNull()
    return Entropy.seeded(seed ?: misfit("`entropy` is not `seed:N`"))
}

internal fun flow(with: Any?) = (with as? Map<*, *>)?.get("flow") as? String ?: "flow-1"

internal fun shownPublic(outcome: PublicOutcome): Node =
    when (outcome) {
        is PublicOutcome.TryLater -> {
            mapOf("public" to outcome.code(), "seconds" to outcome.seconds)
        }

        else -> {
            mapOf("public" to outcome.code())
        }
    }

/** What a store holds of one record. */
internal class Stored {
    private var bytes = ByteArray(0)

    fun keep(writes: List<StateWrite>) {
        writes.forEach { bytes = it.bytes }
    }

    /** What is read back, `replace: [from, to]` applied to its text. */
    fun read(with: Any?): ByteArray {
        val (from, to) =
            (with as? Map<*, *>)?.get("replace") as? List<*> ?: return bytes
        return bytes.decodeToString().replace(from as String, to as String).encodeToByteArray()
    }
}

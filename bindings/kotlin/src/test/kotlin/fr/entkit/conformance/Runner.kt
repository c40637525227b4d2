package fr.entkit.conformance

import com.fasterxml.jackson.core.JsonProcessingException
import com.fasterxml.jackson.databind.DeserializationFeature
import com.fasterxml.jackson.databind.ObjectMapper
import fr.entkit.code
import fr.entkit.ffi.EntException
import java.io.IOException
import java.nio.file.Path
import kotlin.io.path.listDirectoryEntries
import kotlin.io.path.name
import kotlin.io.path.readText

/** How many cases held, and a line for each that did not. */
data class Report(
    val passed: Int,
    val failures: List<String>,
)

/** A JSON object; its values are of these, lists, texts, flags, `Long` and null. */
internal typealias Node = Map<String, Any?>

/** A case is not written as its suite asks, or does not hold. */
internal class Misfit(
    what: String,
) : Exception(what)

internal fun Node.text(key: String): String = get(key) as? String ?: misfit("`$key` is no text")

internal fun Node.flag(key: String): Boolean = get(key) as? Boolean ?: misfit("`$key` is no flag")

internal fun Node.list(key: String): List<Any?> =
    get(key) as? List<*> ?: misfit("`$key` is no list")

internal fun Node.node(key: String): Node = get(key).asNode()

/** What [read] makes of the code that stands there. */
internal fun <T> Node.listed(
    key: String,
    read: (String) -> T?,
): T = read(text(key)) ?: misfit("`${text(key)}` is not listed")

@Suppress("UNCHECKED_CAST")
internal fun Any?.asNode(): Node = this as? Node ?: misfit("`$this` is no object")

internal fun misfit(what: String): Nothing = throw Misfit(what)

/** The one key of an object with what stands there. */
internal fun Any?.verb(): Pair<String, Any?> =
    asNode().entries.singleOrNull()?.toPair() ?: misfit("`$this` has not one verb")

/** The values that `Node` speaks of, so that equal numbers are equal. */
internal fun plain(value: Any?): Any? =
    when (value) {
        is Map<*, *> -> value.entries.associate { (key, value) -> key as String to plain(value) }
        is List<*> -> value.map(::plain)
        is Int -> value.toLong()
        else -> value
    }

/** Runs every `*.json` of a folder, in alphabetical order. */
internal fun runVectors(folder: Path): Report {
    val files =
        try {
            folder.listDirectoryEntries("*.json").sortedBy { it.name }
        } catch (error: IOException) {
            return Report(0, listOf(error.toString()))
        }
    val results = files.flatMap { runFile(it.name, it.readText()) }
    if (results.isEmpty()) return Report(0, listOf("$folder: no case"))
    return Report(results.count { it == null }, results.filterNotNull())
}

/** For each case null, or what is wrong with it. */
private fun runFile(
    name: String,
    content: String,
): List<String?> {
    val file =
        try {
            plain(json.readValue(content, Any::class.java)).asNode()
        } catch (error: JsonProcessingException) {
            return listOf("$name: ${error.originalMessage}")
        }
    val suite = suites[file["suite"]] ?: return listOf("$name: unknown suite `${file["suite"]}`")
    val cases = file["cases"] as? List<*>
    if (cases.isNullOrEmpty()) return listOf("$name: no case")
    val ids = HashSet<String>()
    return cases.map { case ->
        val id = case.asNode()["id"] as? String ?: ""
        if (id.isEmpty() || !ids.add(id)) {
            "$name: id `$id` is missing or stands twice"
        } else {
            difference(suite, case.asNode())?.let { "$name $id: $it" }
        }
    }
}

private fun difference(
    suite: Suite,
    case: Node,
): String? {
    // A story holds its own expectations, step by step.
    val input = if ("steps" in case) case else case["in"].asNode()
    val wanted = case["error"]
    val found =
        try {
            suite(input)
        } catch (error: EntException) {
            return if (error.code == wanted) null else "error `${error.code}`, wanted `$wanted`"
        } catch (misfit: Misfit) {
            return misfit.message
        }
    return when {
        wanted != null -> "$found, wanted error `$wanted`"
        "steps" in case -> null
        "out" in case -> firstDifference(plain(found).asNode(), case.node("out"))
        else -> "neither `out` nor `error`"
    }
}

/**
 * Keys that are not named in [wanted] are not looked at; an absent key is null. `at_most` and
 * `at_least` bound the key `score`.
 */
internal fun firstDifference(
    found: Node,
    wanted: Node,
): String? =
    wanted.keys
        .firstOrNull { !holds(it, found, wanted[it]) }
        ?.let { "`$it` is ${found[it]}, wanted ${wanted[it]}, of $found" }

private fun holds(
    key: String,
    found: Node,
    wanted: Any?,
): Boolean {
    val score = found["score"] as? Long
    return when (key) {
        "at_most" -> score != null && wanted is Long && score <= wanted
        "at_least" -> score != null && wanted is Long && score >= wanted
        else -> found[key] == wanted
    }
}

private val json = ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)

package fr.entkit.conformance

import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.io.TempDir
import java.nio.file.Path
import kotlin.io.path.writeText

class RunnerTest {
    @TempDir
    lateinit var folder: Path

    private fun run(vararg contents: String): Report {
        contents.forEachIndexed { n, content -> folder.resolve("$n.json").writeText(content) }
        return runVectors(folder)
    }

    private fun suite(
        name: String,
        vararg cases: String,
    ) = """{ "suite": "$name", "cases": [ ${cases.joinToString()} ] }"""

    private val holds =
        """{ "id": "a", "in": { "text": "0750655E", "mode": "strict" }, "out": { "academy": "01" } }"""

    @Test
    fun `what holds is counted`() {
        assertEquals(Report(1, emptyList()), run(suite("uai.parse", holds)))
    }

    @Test
    fun `whatever does not hold is a failure`() {
        val differs = holds.replace("\"01\"", "\"02\"")
        val wants =
            holds
                .replace(
                    "\"a\"",
                    "\"b\"",
                ).replace("\"out\": {", "\"error\": \"x\", \"out\": {")
        val refused = """{ "id": "c", "in": { "text": "", "mode": "strict" }, "out": {} }"""
        val bare = """{ "id": "d", "in": { "text": "0750655E", "mode": "strict" } }"""
        val misshapen = """{ "id": "e", "in": { "text": 1, "mode": "strict" }, "out": {} }"""
        val report =
            run(
                suite("uai.parse", differs, wants, refused, bare, misshapen, misshapen, "{}"),
                suite("no.such", holds),
                suite("uai.parse"),
                "no JSON",
            )
        assertEquals(0, report.passed)
        assertEquals(10, report.failures.size, report.failures.joinToString("\n"))
    }

    @Test
    fun `a folder without a case is a failure`() {
        assertEquals(1, run().failures.size)
        assertEquals(1, runVectors(folder.resolve("none")).failures.size)
    }

    @Test
    fun `a story compares each step`() {
        val story = { wanted: String ->
            """{ "id": "a", "policy": "educonnect_sms", "entropy": "seed:1", "steps": [
            { "at": "2021-09-01T08:00:00Z", "event": { "issue": { "to": "+33612345678" } }, $wanted } ] }"""
        }
        assertEquals(
            1,
            run(suite("story.sms_code", story(""""view": { "attempts_left": 5 }"""))).passed,
        )
        for (wrong in listOf(
            """"state": "idle"""",
            """"view": { "attempts_left": 4 }""",
            """"error": "x"""",
        )) {
            assertEquals(1, run(suite("story.sms_code", story(wrong))).failures.size, wrong)
        }
    }
}

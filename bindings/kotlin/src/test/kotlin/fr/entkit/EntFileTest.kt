package fr.entkit

import fr.entkit.ffi.Ent
import fr.entkit.ffi.EntException
import fr.entkit.ffi.EntFileException
import fr.entkit.ffi.Lang
import fr.entkit.ffi.Profile
import fr.entkit.ffi.entFileSchema
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertNotEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.assertThrows
import java.nio.file.Path
import kotlin.io.path.readText

class EntFileTest {
    private fun problems(toml: String) =
        assertThrows<EntFileException> { Ent.parseToml(toml) }.problems.map { it.code to it.path }

    @Test
    fun `a host loads its own file`() {
        val text = Path.of("../../ent-core/data/ents/occitanie.toml").readText()
        val (own, shipped) = Ent.parseToml(text) to Ent.find("occitanie")
        assertEquals(shipped.name() to shipped.hosts(), own.name() to own.hosts())
        assertEquals(shipped.help(Profile.LEGAL_GUARDIAN), own.help(Profile.LEGAL_GUARDIAN))
        val renamed = Ent.parseToml(text.replaceFirst("\"occitanie\"", "\"mon-ent\""))
        assertEquals("mon-ent", renamed.id())
    }

    @Test
    fun `everything that is wrong is told at once, with its path`() {
        val text = Path.of("../../ent-core/data/ents/occitanie.toml").readText()
        val bad = text.replaceFirst("name = ", "nom = ").replaceFirst("id = ", "schemas = 2\nid = ")
        val found = problems(bad)
        assertTrue("ent-file/missing" to "name" in found, "$found")
        assertTrue("ent-file/unknown-field" to "nom" in found, "$found")
        assertTrue("ent-file/unknown-field" to "schemas" in found, "$found")
    }

    @Test
    fun `a problem has a line, a code and two texts`() {
        val error = assertThrows<EntFileException> { Ent.parseToml("canary") }
        assertEquals("ent-file/refused", error.code)
        val problem = error.problems.single()
        assertEquals("ent-file/syntax" to 1, problem.code to problem.line)
        for (text in listOf(error::reason, problem::reason)) {
            assertNotEquals(text(Lang.FR), text(Lang.EN))
        }
        assertEquals(error.reason(), error.reason(Lang.FR))
        assertFalse("canary" in "$error ${error.message} $problem ${error.stackTraceToString()}")
    }

    @Test
    fun `files of any kind are refused`() {
        val bad =
            mapOf(
                "\u0000" to "ent-file/syntax",
                "a = 1\na = 2" to "ent-file/duplicate-key",
                "a = " + "[".repeat(100_000) to "ent-file/too-deep",
                "#".repeat(10_000_000) to "ent-file/too-large",
            )
        for ((text, code) in bad) {
            assertEquals(listOf(code), problems(text).map { it.first })
        }
        assertEquals(setOf("ent-file/missing"), problems("").map { it.first }.toSet())
        val json = assertThrows<EntFileException> { Ent.parseJson("{\"schema\": 2}") }
        assertEquals("schema", json.problems.single().path)
        assertRefused<EntException.Parse>("text/encoding") { Ent.parseToml("\uD800") }
        assertRefused<EntException.Parse>("text/encoding") { Ent.parseJson("\"\uDC00\"") }
    }

    @Test
    fun `the format is described for editors`() {
        assertTrue("2020-12" in entFileSchema())
    }
}

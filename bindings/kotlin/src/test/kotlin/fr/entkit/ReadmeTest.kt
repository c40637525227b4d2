package fr.entkit

import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.params.ParameterizedTest
import org.junit.jupiter.params.provider.CsvSource
import java.nio.file.Path
import kotlin.io.path.readText

class ReadmeTest {
    private fun lines(text: String) = text.lines().map(String::trim).filter(String::isNotEmpty)

    @ParameterizedTest
    @CsvSource(
        "README.md, GuardianActivation.kt WhoSees.kt",
        "../../docs/guides/hashing.md, Hashing.kt",
    )
    fun `the code of a page is compiled`(
        page: String,
        examples: String,
    ) {
        val samples =
            examples.split(" ").map { lines(Path.of("../../examples/kotlin/$it").readText()) }
        val blocks =
            Path
                .of(page)
                .readText()
                .split("```")
                .filter { it.startsWith("kotlin\n") }
        assertTrue(blocks.isNotEmpty())
        for (block in blocks) {
            val wanted = lines(block.removePrefix("kotlin\n"))
            assertTrue(samples.any { it.windowed(wanted.size).any { it == wanted } }, block)
        }
    }
}

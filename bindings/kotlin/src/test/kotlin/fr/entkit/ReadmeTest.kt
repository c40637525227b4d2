package fr.entkit

import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import java.nio.file.Path
import kotlin.io.path.readText

class ReadmeTest {
    private fun lines(text: String) = text.lines().map(String::trim).filter(String::isNotEmpty)

    @Test
    fun `the code of the readme is compiled`() {
        val sample = lines(Path.of("../../examples/kotlin/GuardianActivation.kt").readText())
        val blocks =
            Path
                .of(
                    "README.md",
                ).readText()
                .split("```")
                .filter { it.startsWith("kotlin\n") }
        assertTrue(blocks.isNotEmpty())
        for (block in blocks) {
            val wanted = lines(block.removePrefix("kotlin\n"))
            assertTrue(sample.windowed(wanted.size).any { it == wanted }, block)
        }
    }
}

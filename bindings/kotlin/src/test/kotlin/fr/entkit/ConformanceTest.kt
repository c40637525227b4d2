package fr.entkit

import fr.entkit.conformance.runVectors
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Test
import java.nio.file.Path
import kotlin.io.path.createDirectories
import kotlin.io.path.writeText

class ConformanceTest {
    @Test
    fun `every vector holds`() {
        val folder = System.getenv("ENT_VECTORS") ?: "../conformance/vectors"
        val report = runVectors(Path.of(folder))
        report.failures.forEach(System.err::println)
        val count = "${report.passed} passed, ${report.failures.size} failed"
        System.getenv("ENT_COUNTS")?.let {
            Path
                .of(it)
                .createDirectories()
                .resolve("kotlin.count")
                .writeText("$count\n")
        }
        println(count)
        assertEquals(emptyList<String>(), report.failures)
    }
}

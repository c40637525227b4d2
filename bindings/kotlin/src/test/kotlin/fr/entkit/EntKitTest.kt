package fr.entkit

import fr.entkit.ffi.EntException
import fr.entkit.ffi.parseInstant
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.assertThrows
import java.time.Instant

class EntKitTest {
    @Test
    fun `the version has three numbers`() {
        assertEquals(
            3,
            EntKit.version
                .split('.')
                .map(String::toInt)
                .size,
        )
    }

    @Test
    fun `a refused text is a typed error with its code and texts`() {
        val error = assertThrows<EntException.Parse> { parseInstant("hier") }
        assertEquals("instant/format", error.code)
        assertEquals("La date et l’heure ne sont pas lisibles.", error.textFr)
        assertEquals("The date and time cannot be read.", error.textEn)
        assertEquals(Instant.parse("2021-09-01T08:00:00Z"), parseInstant("2021-09-01T10:00:00+02:00"))
    }
}

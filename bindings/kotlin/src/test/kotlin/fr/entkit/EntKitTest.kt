package fr.entkit

import fr.entkit.ffi.EntException
import fr.entkit.ffi.Lang
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.assertThrows
import java.time.Instant
import java.time.LocalDate
import java.util.Locale

class EntKitTest {
    @Test
    fun `the version has three numbers`() {
        val numbers = EntKit.version.split('.').map(String::toInt)
        assertEquals(3, numbers.size)
    }

    @Test
    fun `a refused text is a typed error with its code and texts`() {
        val error = assertThrows<EntException.Parse> { EntKit.parseInstant("hier") }
        assertEquals("instant/format", (error as EntException).code)
        assertEquals("La date et l’heure ne sont pas lisibles.", error.reason())
        assertEquals("The date and time cannot be read.", error.reason(Lang.EN))
        assertEquals("The date and time cannot be read. (instant/format)", error.toString())
        assertEquals(Lang.FR, Locale.CANADA_FRENCH.toLang())
        assertEquals(Lang.EN, Locale.GERMANY.toLang())
    }

    @Test
    fun `instants keep their milliseconds`() {
        val at = EntKit.parseInstant("2021-09-01T10:00:00.001+02:00")
        assertEquals(Instant.parse("2021-09-01T08:00:00.001Z"), at)
        assertEquals("2021-09-01T08:00:00.001Z", EntKit.format(at.plusNanos(999_999)))
        assertNull(EntKit.parseInstantOrNull("hier"))
        assertEquals(at, EntKit.parseInstantOrNull("2021-09-01T08:00:00.001Z"))
    }

    @Test
    fun `instants that no school has seen are refused`() {
        for (bad in listOf(Instant.MIN, Instant.EPOCH.minusNanos(1), Instant.EPOCH, Instant.MAX)) {
            assertRefused<EntException.Parse>("instant/out-of-range") { EntKit.format(bad) }
        }
    }

    @Test
    fun `birth dates are dates of the JDK`() {
        assertEquals(LocalDate.of(2008, 2, 29), EntKit.parseBirthDate("2008-02-29"))
        assertNull(EntKit.parseBirthDateOrNull("2009-02-29"))
        assertRefused<EntException.Parse>(
            "birth-date/format",
        ) { EntKit.parseBirthDate("29/02/2008") }
    }
}

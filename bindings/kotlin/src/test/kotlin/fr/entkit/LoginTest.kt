package fr.entkit

import fr.entkit.ffi.Countdown
import fr.entkit.ffi.DerivedLogin
import fr.entkit.ffi.EntException
import fr.entkit.ffi.Lang
import fr.entkit.ffi.LoginStyle
import fr.entkit.ffi.PersonName
import fr.entkit.ffi.SmsEncoding
import fr.entkit.ffi.Zone
import fr.entkit.ffi.measureSms
import fr.entkit.ffi.readSms
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import java.time.Duration
import java.time.Instant
import java.time.LocalDate
import java.time.LocalDateTime

class LoginTest {
    private val zoe = PersonName.parse("Martin", "Zoé")
    private val style = LoginStyle.INITIAL_DOT_FAMILY_NUMBER

    @Test
    fun `identifiers are derived and read`() {
        assertEquals("z.martin01", style.derive(zoe))
        assertEquals("z.martin02", style.derive(zoe, setOf("Z.MARTIN01")))
        val names = listOf(zoe, zoe, PersonName.parse("Αθήνα", "Ζωή"))
        val made = style.deriveAll(names)
        assertEquals(listOf("z.martin01", "z.martin02", null), made.map(DerivedLogin::login))
        assertEquals("login/no-letters", made.last().error)
        assertEquals("DerivedLogin(redacted)", "${made.first()}")
        assertEquals("LoginParts(redacted)", "${style.parts("z.martin01")}")
        assertEquals(1L, style.parts("z.martin01")?.number)
        assertNull(style.parts("martin"))
        assertEquals("z.martin01", loginOrNull("Z.Martin01"))
        assertNull(loginOrNull("\uD800"))
        assertRefused<EntException.Parse>("login/format") { style.derive(zoe, listOf("é")) }
        assertRefused<EntException.Parse>("text/encoding") { style.derive(zoe, listOf("\uDC00")) }
        assertRefused<EntException.Parse>("login/format") { style.parts("a".repeat(1_000_000)) }
    }

    @Test
    fun `zones speak java time`() {
        assertEquals("Europe/Paris", Zone.names.first())
        val paris = Zone.parse("Europe/Paris")
        val noon = LocalDateTime.of(2027, 7, 14, 12, 0)
        assertEquals(Instant.parse("2027-07-14T10:00:00Z"), paris.instantOf(noon))
        assertEquals(noon, paris.localTime(paris.instantOf(noon)))
        assertEquals(LocalDate.of(2027, 7, 14), paris.wallTime(paris.instantOf(noon)).day)
        assertNull(Zone.parseOrNull("Europe/Berlin"))
        assertNull(Zone.parseOrNull("\uD800"))
        assertRefused<EntException.Parse>("zone/time") {
            paris.instantOf(noon.toLocalDate(), Int.MAX_VALUE, -1)
        }
        for (far in listOf(LocalDateTime.MIN, LocalDateTime.MAX)) {
            assertTrue(runCatching { paris.instantOf(far) }.exceptionOrNull() is EntException.Parse)
        }
        assertRefused<EntException.Parse>("instant/out-of-range") { paris.localTime(Instant.MAX) }
    }

    @Test
    fun `a client with a wrong clock counts down`() {
        val countdown = Countdown.until(start.plusSeconds(300), start, start.plusSeconds(7200))
        assertEquals(Duration.ofSeconds(300), countdown.timeLeft(clockAt(7200)))
        assertEquals(Duration.ofSeconds(240), countdown.timeLeft(clockAt(7260)))
        assertEquals(Duration.ofSeconds(240), countdown.timeLeft(clockAt(0)))
        assertEquals(Duration.ZERO, Countdown.start(Long.MIN_VALUE, start).timeLeft(clockAt(0)))
        assertRefused<EntException.Parse>("instant/out-of-range") {
            countdown.secondsLeft(Instant.MIN)
        }
    }

    @Test
    fun `a message is bound to its host and counted`() {
        val sms = InMemoryStore().issue(context())
        val message = sms.boundText(Lang.FR, "ent.exemple.fr")
        val read = readSms(message.text)
        assertEquals("ent.exemple.fr" to sms.code(), read.host to read.code)
        assertEquals(message.length, measureSms(message.text))
        assertEquals(SmsEncoding.GSM7, message.length.encoding)
        assertTrue(sms.code() !in "$message $read")
        assertRefused<EntException.Parse>("address/host") { sms.boundText(Lang.EN, "é") }
        assertRefused<EntException.Parse>("sms/too-long") { readSms("a".repeat(1_000_000)) }
    }
}

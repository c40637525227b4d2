package fr.entkit

import fr.entkit.ffi.EntException
import fr.entkit.ffi.formatInstant
import fr.entkit.ffi.libraryVersion
import java.time.Instant
import java.time.LocalDate
import fr.entkit.ffi.parseBirthDate as readBirthDate
import fr.entkit.ffi.parseDay as readDay
import fr.entkit.ffi.parseInstant as readInstant

/** What is loaded, and the readers of values whose type is of the JDK. */
public object EntKit {
    /** Version of the native library inside the jar, such as `0.1.0`. */
    @JvmStatic
    public val version: String
        get() = libraryVersion()

    /**
     * Reads an RFC 3339 date and time with any offset, such as `2021-09-01T10:00:00+02:00`.
     *
     * @throws EntException.Parse `instant/format`, or `instant/out-of-range` before
     *   2000 and after 2200
     */
    @Throws(EntException::class)
    @JvmStatic
    public fun parseInstant(text: String): Instant = reading { readInstant(text) }

    /** The instant of [text], or null where [parseInstant] throws. */
    @JvmStatic
    public fun parseInstantOrNull(text: String): Instant? = orNull { readInstant(text) }

    /**
     * Writes an instant as stored states do: in UTC, to the millisecond.
     *
     * @throws EntException.Parse `instant/out-of-range`
     */
    @Throws(EntException::class)
    @JvmStatic
    public fun format(at: Instant): String = formatInstant(at)

    /**
     * Reads a birth date written `YYYY-MM-DD`.
     *
     * @throws EntException.Parse `birth-date/format` or `birth-date/out-of-range`
     */
    @Throws(EntException::class)
    @JvmStatic
    public fun parseBirthDate(text: String): LocalDate = reading { readBirthDate(text) }

    /** The date of [text], or null where [parseBirthDate] throws. */
    @JvmStatic
    public fun parseBirthDateOrNull(text: String): LocalDate? = orNull { readBirthDate(text) }

    /**
     * Reads a day on which something is asked, written `YYYY-MM-DD`.
     *
     * @throws EntException.Parse `day/format`, or `day/out-of-range` before 2000 and after 2199
     */
    @Throws(EntException::class)
    @JvmStatic
    public fun parseDay(text: String): LocalDate = reading { readDay(text) }

    /** The day of [text], or null where [parseDay] throws. */
    @JvmStatic
    public fun parseDayOrNull(text: String): LocalDate? = orNull { readDay(text) }
}

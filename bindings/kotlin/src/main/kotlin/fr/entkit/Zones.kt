@file:JvmName("Zones")

package fr.entkit

import fr.entkit.ffi.EntException
import fr.entkit.ffi.WallTime
import fr.entkit.ffi.Zone
import fr.entkit.ffi.zoneNames
import java.time.Instant
import java.time.LocalDateTime

/** The name of every zone of France, that of the metropolis first; read once. */
public val Zone.Companion.names: List<String>
    @JvmName("zoneNames")
    get() = zones

private val zones by lazy { zoneNames() }

/** The zone with this IANA name, or null where `Zone.parse` throws. */
@JvmName("parseZoneOrNull")
public fun Zone.Companion.parseOrNull(name: String): Zone? = orNull { parse(name) }

/**
 * The instant at which a clock shows [time]; seconds and what is finer are dropped.
 *
 * A time that no clock shows is read by the clock before the change; of one that is shown twice the
 * first counts.
 *
 * @throws EntException.Parse `day/out-of-range` or `zone/out-of-range`
 */
@Throws(EntException::class)
public fun Zone.instantOf(time: LocalDateTime): Instant =
    instantOf(time.toLocalDate(), time.hour, time.minute)

/**
 * What a clock shows at [at], to the second.
 *
 * @throws EntException.Parse `zone/out-of-range` or `instant/out-of-range`
 */
@Throws(EntException::class)
public fun Zone.localTime(at: Instant): LocalDateTime = wallTime(at).toLocalDateTime()

/** As the JDK has it. */
public fun WallTime.toLocalDateTime(): LocalDateTime = day.atTime(hour, minute, second)

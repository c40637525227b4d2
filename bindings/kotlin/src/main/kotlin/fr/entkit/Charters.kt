@file:JvmName("Charters")

package fr.entkit

import fr.entkit.ffi.CharterAct
import fr.entkit.ffi.CharterActor
import fr.entkit.ffi.CharterGate
import fr.entkit.ffi.CharterLog
import fr.entkit.ffi.CharterLogCheck
import fr.entkit.ffi.CharterVersion
import fr.entkit.ffi.EntException
import fr.entkit.ffi.Profile
import fr.entkit.ffi.charterGate
import fr.entkit.ffi.exportCharterCsv
import fr.entkit.ffi.exportCharterJsonl
import fr.entkit.ffi.verifyCharterLog
import java.time.Clock

/**
 * The log with one more act, done at the time of [clock]. Store it before anyone is told.
 *
 * @throws EntException.Parse `charter/scope`, `charter/clock-back`, `charter/not-published`,
 *   `charter/representative`, `charter/other-text`, `charter/not-presented` (exactly this text was
 *   not presented to the same acting person before), `charter/full`, `id/format` or
 *   `instant/out-of-range`
 */
@Throws(EntException::class)
@JvmOverloads
public fun CharterLog.append(
    act: CharterAct,
    version: CharterVersion,
    by: CharterActor,
    clock: Clock = Clock.systemUTC(),
): CharterLog {
    val now = clock.instant()
    return reading { append(act, version, by, now, now) }
}

/**
 * Whether a person of [profile] with this log may go on at the time of [clock]; [versions] are all
 * that were ever published in its scope, in any order.
 *
 * @throws EntException.Parse `charter/version-twice`, `charter/scope`, `charter/edition`,
 *   `charter/same-instant`, `instant/out-of-range`, or `charter/log` when the log cannot be right
 *   with these versions at that time
 */
@Throws(EntException::class)
@JvmOverloads
public fun CharterLog.gate(
    versions: Collection<CharterVersion>,
    profile: Profile,
    clock: Clock = Clock.systemUTC(),
): CharterGate = charterGate(versions.toList(), this, profile, clock.instant())

/**
 * Checks a stored log whole; with [expectedHead], also that it ends there.
 *
 * @throws EntException.Parse `charter/digest` when [expectedHead] is no digest
 */
@Throws(EntException::class)
@JvmName("verify")
@JvmOverloads
public fun CharterLog.Companion.verify(
    bytes: ByteArray,
    expectedHead: String? = null,
): CharterLogCheck = reading { verifyCharterLog(bytes, expectedHead) }

/** The records of many logs as CSV (RFC 4180) under one header; no cell is taken for a formula. */
public fun Iterable<CharterLog>.exportCsv(): String = exportCharterCsv(toList())

/** The records of many logs as JSON Lines. */
public fun Iterable<CharterLog>.exportJsonl(): String = exportCharterJsonl(toList())

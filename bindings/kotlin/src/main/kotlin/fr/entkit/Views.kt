@file:JvmName("Views")

package fr.entkit

import fr.entkit.ffi.ActivationPolicy
import fr.entkit.ffi.ActivationView
import fr.entkit.ffi.CodePolicy
import fr.entkit.ffi.Ent
import fr.entkit.ffi.EntException
import fr.entkit.ffi.GuardianActivation
import fr.entkit.ffi.Ledger
import fr.entkit.ffi.LedgerView
import fr.entkit.ffi.PortalAddress
import fr.entkit.ffi.PortalKind
import java.time.Clock
import java.time.Duration

/**
 * What journey `flow` may be shown at the time of [clock].
 *
 * @throws EntException.Parse `instant/out-of-range` for a clock before 2000 or after 2200
 */
@Throws(EntException::class)
@JvmOverloads
public fun Ledger.view(
    flow: String,
    policy: CodePolicy,
    clock: Clock = Clock.systemUTC(),
): LedgerView = view(flow, policy, clock.instant())

/**
 * What journey `flow` may be shown at the time of [clock].
 *
 * @throws EntException.Parse `instant/out-of-range` for a clock before 2000 or after 2200
 */
@Throws(EntException::class)
@JvmOverloads
public fun GuardianActivation.view(
    flow: String,
    policy: ActivationPolicy,
    clock: Clock = Clock.systemUTC(),
): ActivationView = view(flow, policy, clock.instant())

/** How long until a step with `observe` is due: zero when it is, null when none will be. */
@JvmOverloads
public fun Ledger.untilDeadline(clock: Clock = Clock.systemUTC()): Duration? =
    nextDeadline()?.let { maxOf(Duration.between(clock.instant(), it), Duration.ZERO) }

/** How long until a step with `observe` is due: zero when it is, null when none will be. */
@JvmOverloads
public fun GuardianActivation.untilDeadline(clock: Clock = Clock.systemUTC()): Duration? =
    nextDeadline()?.let { maxOf(Duration.between(clock.instant(), it), Duration.ZERO) }

/** During how long a code may still be typed. */
public val LedgerView.timeLeft: Duration
    get() = Duration.ofSeconds(secondsLeft)

/** The ENT with this id, or null where `Ent.find` throws. */
@JvmName("findEntOrNull")
public fun Ent.Companion.findOrNull(id: String): Ent? = orNull { find(id) }

/** The portal that [url] belongs to, or null for anything that is no address of this ENT. */
public fun Ent.resolveOrNull(url: String): PortalAddress? = orNull { resolve(url) }

/** The portal of [kind] known by [key], or null when there is none. */
public fun Ent.portalUrlOrNull(
    kind: PortalKind,
    key: String,
): PortalAddress? = orNull { portalUrl(kind, key) }

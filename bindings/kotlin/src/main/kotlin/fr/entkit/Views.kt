@file:JvmName("Views")

package fr.entkit

import fr.entkit.ffi.ActivationPolicy
import fr.entkit.ffi.ActivationView
import fr.entkit.ffi.CodePolicy
import fr.entkit.ffi.Countdown
import fr.entkit.ffi.EmailLink
import fr.entkit.ffi.Ent
import fr.entkit.ffi.EntException
import fr.entkit.ffi.GuardianActivation
import fr.entkit.ffi.Ledger
import fr.entkit.ffi.LedgerView
import fr.entkit.ffi.Letter
import fr.entkit.ffi.LetterPolicy
import fr.entkit.ffi.LetterView
import fr.entkit.ffi.LinkInspection
import fr.entkit.ffi.LinkPolicy
import fr.entkit.ffi.LinkToken
import fr.entkit.ffi.LinkView
import fr.entkit.ffi.Pairing
import fr.entkit.ffi.PairingPolicy
import fr.entkit.ffi.PairingView
import fr.entkit.ffi.PortalAddress
import fr.entkit.ffi.PortalKind
import java.time.Clock
import java.time.Duration
import java.time.Instant

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

/**
 * What journey `flow` may be shown at the time of [clock].
 *
 * @throws EntException.Parse `id/format`, or `instant/out-of-range` for a clock before 2000 or
 *   after 2200
 */
@Throws(EntException::class)
@JvmOverloads
public fun Letter.view(
    flow: String,
    policy: LetterPolicy,
    clock: Clock = Clock.systemUTC(),
): LetterView = reading { view(flow, policy, clock.instant()) }

/**
 * What the signed-in page that shows [identifier] may show at the time of [clock]; null stands for
 * the last code.
 *
 * @throws EntException.Parse `pairing/id-empty`, `pairing/id-format`, or `instant/out-of-range` for
 *   a clock before 2000 or after 2200
 */
@Throws(EntException::class)
@JvmOverloads
public fun Pairing.view(
    policy: PairingPolicy,
    identifier: String? = null,
    clock: Clock = Clock.systemUTC(),
): PairingView = reading { view(identifier, policy, clock.instant()) }

/**
 * What the signed-in page of the account may show at the time of [clock].
 *
 * @throws EntException.Parse `instant/out-of-range` for a clock before 2000 or after 2200
 */
@Throws(EntException::class)
@JvmOverloads
public fun EmailLink.view(
    policy: LinkPolicy,
    clock: Clock = Clock.systemUTC(),
): LinkView = view(policy, clock.instant())

/**
 * What the page of an opened link may show at the time of [clock]; changes nothing.
 *
 * @throws EntException.Parse `instant/out-of-range` for a clock before 2000 or after 2200
 */
@Throws(EntException::class)
@JvmOverloads
public fun EmailLink.inspect(
    token: LinkToken,
    clock: Clock = Clock.systemUTC(),
): LinkInspection = inspect(token, clock.instant())

/** How long until a step with `observe` is due: zero when it is, null when none will be. */
@JvmOverloads
public fun Ledger.untilDeadline(clock: Clock = Clock.systemUTC()): Duration? =
    nextDeadline()?.let(clock::until)

/** How long until a step with `observe` is due: zero when it is, null when none will be. */
@JvmOverloads
public fun GuardianActivation.untilDeadline(clock: Clock = Clock.systemUTC()): Duration? =
    nextDeadline()?.let(clock::until)

/** How long until a step with `observe` is due: zero when it is, null when none will be. */
@JvmOverloads
public fun Letter.untilDeadline(clock: Clock = Clock.systemUTC()): Duration? =
    nextDeadline()?.let(clock::until)

/** How long until a step with `observe` is due: zero when it is, null when none will be. */
@JvmOverloads
public fun Pairing.untilDeadline(clock: Clock = Clock.systemUTC()): Duration? =
    nextDeadline()?.let(clock::until)

/** How long until a step with `observe` is due: zero when it is, null when none will be. */
@JvmOverloads
public fun EmailLink.untilDeadline(clock: Clock = Clock.systemUTC()): Duration? =
    nextDeadline()?.let(clock::until)

private fun Clock.until(at: Instant) = maxOf(Duration.between(instant(), at), Duration.ZERO)

/** During how long a code may still be typed. */
public val LedgerView.timeLeft: Duration
    get() = Duration.ofSeconds(secondsLeft)

/** During how long the activation page may still be sent, null while none is open. */
public val LetterView.timeLeft: Duration?
    get() = secondsLeft?.let(Duration::ofSeconds)

/** During how long a code may still be typed. */
public val PairingView.timeLeft: Duration
    get() = Duration.ofSeconds(secondsLeft)

/** During how long a link may still be confirmed. */
public val LinkView.timeLeft: Duration
    get() = Duration.ofSeconds(secondsLeft)

/** During how long an opened link may still be confirmed. */
public val LinkInspection.timeLeft: Duration
    get() = Duration.ofSeconds(secondsLeft)

/**
 * What a client whose clock is [clock] shows: whole seconds, rounded up, never more than before.
 *
 * @throws EntException.Parse `instant/out-of-range` for a clock before 2000 or after 2200
 */
@Throws(EntException::class)
@JvmOverloads
public fun Countdown.timeLeft(clock: Clock = Clock.systemUTC()): Duration =
    Duration.ofSeconds(secondsLeft(clock.instant()))

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

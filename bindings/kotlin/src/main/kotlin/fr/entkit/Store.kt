@file:JvmName("Stores")

package fr.entkit

import fr.entkit.ffi.ActivationTransition
import fr.entkit.ffi.CodePurpose
import fr.entkit.ffi.CommittedActivation
import fr.entkit.ffi.CommittedLedger
import fr.entkit.ffi.CommittedLetter
import fr.entkit.ffi.CommittedLink
import fr.entkit.ffi.CommittedPairing
import fr.entkit.ffi.CommittedThrottle
import fr.entkit.ffi.EmailLink
import fr.entkit.ffi.EntException
import fr.entkit.ffi.GuardianActivation
import fr.entkit.ffi.Ledger
import fr.entkit.ffi.LedgerTransition
import fr.entkit.ffi.Letter
import fr.entkit.ffi.LetterHolder
import fr.entkit.ffi.LetterTransition
import fr.entkit.ffi.LinkTransition
import fr.entkit.ffi.Pairing
import fr.entkit.ffi.PairingTransition
import fr.entkit.ffi.StateWrite
import fr.entkit.ffi.Throttle
import fr.entkit.ffi.ThrottleTransition
import fr.entkit.ffi.activationKey
import fr.entkit.ffi.emailLinkKey
import fr.entkit.ffi.ledgerKey
import fr.entkit.ffi.letterKey
import java.time.Clock
import java.time.Instant

/**
 * A store of records with compare-and-swap, as a host implements it.
 *
 * In SQL, [saveIf] is `INSERT … ON CONFLICT DO NOTHING` without an expected version and
 * `UPDATE … SET version = version + 1 … WHERE key = ? AND version = ?` with one; one row changed
 * means `true`. Failures of the database go through `drive` as they are; Java wraps checked ones.
 */
public interface Store {
    /** The bytes stored under [key], if any. */
    public fun load(key: String): ByteArray?

    /**
     * Stores [bytes] under [key] in one atomic operation, and tells whether it did.
     *
     * The record must have the version [expectedVersion], or not exist when that is null. It then
     * has the next version, the first being 1.
     */
    public fun saveIf(
        key: String,
        expectedVersion: Long?,
        bytes: ByteArray,
    ): Boolean
}

/** A store in memory, for tests and demonstrations; threads may share it. */
public class InMemoryStore : Store {
    private class Entry(
        val version: Long,
        val bytes: ByteArray,
    )

    private val records = HashMap<String, Entry>()

    override fun load(key: String): ByteArray? =
        synchronized(records) { records[key]?.bytes?.clone() }

    override fun saveIf(
        key: String,
        expectedVersion: Long?,
        bytes: ByteArray,
    ): Boolean =
        synchronized(records) {
            val version = records[key]?.version
            val asExpected = version == expectedVersion
            if (asExpected) records[key] = Entry((version ?: 0) + 1, bytes.clone())
            asExpected
        }
}

/** A step of a ledger, such as `ledger.submit("flow-1", typed, context, now)`. */
public fun interface LedgerCall {
    /** Takes the step at the time [now]. */
    @Throws(EntException::class)
    public fun take(
        ledger: Ledger,
        now: Instant,
    ): LedgerTransition
}

/** A step of an activation, such as `activation.observe(policy, now)`. */
public fun interface ActivationCall {
    /** Takes the step at the time [now]. */
    @Throws(EntException::class)
    public fun take(
        activation: GuardianActivation,
        now: Instant,
    ): ActivationTransition
}

/** A step of a letter, such as `letter.signIn("flow-1", typed, context, now)`. */
public fun interface LetterCall {
    /** Takes the step at the time [now]. */
    @Throws(EntException::class)
    public fun take(
        letter: Letter,
        now: Instant,
    ): LetterTransition
}

/** A step of a pairing, such as `pairing.redeem(identifier, code, device, context, now)`. */
public fun interface PairingCall {
    /** Takes the step at the time [now]. */
    @Throws(EntException::class)
    public fun take(
        pairing: Pairing,
        now: Instant,
    ): PairingTransition
}

/** A step of the link of an address, such as `link.confirm(token, context, now)`. */
public fun interface LinkCall {
    /** Takes the step at the time [now]. */
    @Throws(EntException::class)
    public fun take(
        link: EmailLink,
        now: Instant,
    ): LinkTransition
}

/** A step of a throttle, such as `throttle.attempt(policy, now)`. */
public fun interface ThrottleCall {
    /** Takes the step at the time [now]. */
    @Throws(EntException::class)
    public fun take(
        throttle: Throttle,
        now: Instant,
    ): ThrottleTransition
}

/**
 * Loads the ledger of a [subject] and [purpose], takes one [step], stores it and gives what was
 * committed; starts over when another step was stored first.
 *
 * [step] gets the ledger and the time of [clock], and may be called again: it only steps. It and
 * the store block, so call this where blocking is allowed. [CommittedLedger.destroy] frees at once
 * what the result holds.
 *
 * @throws EntException.Parse what [step] cannot read, or `id/format`
 * @throws EntException.Step the step cannot be taken
 * @throws EntException.State the stored bytes are no ledger
 * @throws EntException.CasLost a thousand races in a row were lost
 */
@Throws(EntException::class)
@JvmOverloads
public fun Store.driveLedger(
    subject: String,
    purpose: CodePurpose,
    clock: Clock = Clock.systemUTC(),
    step: LedgerCall,
): CommittedLedger {
    val key = reading { ledgerKey(subject, purpose) }
    return race { last ->
        val bytes = load(key)
        val ledger =
            bytes?.let { Ledger.load(subject, purpose, it) } ?: Ledger.fresh(subject, purpose)
        ledger.use { reading { step.take(it, clock.instant()) } }.use { sealed ->
            val stored = save(sealed.writes())
            if (stored || last) sealed.commit(stored) else null
        }
    }
}

/**
 * Loads the activation of a guardian, takes one [step], stores it and gives what was committed;
 * starts over when another step was stored first.
 *
 * As [driveLedger] in every other respect.
 *
 * @throws EntException.Parse what [step] cannot read, or `id/format`
 * @throws EntException.Step the step cannot be taken
 * @throws EntException.State the stored bytes are no activation
 * @throws EntException.CasLost a thousand races in a row were lost
 */
@Throws(EntException::class)
@JvmOverloads
public fun Store.driveActivation(
    subject: String,
    clock: Clock = Clock.systemUTC(),
    step: ActivationCall,
): CommittedActivation {
    val key = reading { activationKey(subject) }
    return race { last ->
        val bytes = load(key)
        val activation =
            bytes?.let { GuardianActivation.load(subject, it) } ?: GuardianActivation.fresh(subject)
        activation.use { reading { step.take(it, clock.instant()) } }.use { sealed ->
            val stored = save(sealed.writes())
            if (stored || last) sealed.commit(stored) else null
        }
    }
}

/**
 * Loads the letters of a person, takes one [step], stores it and gives what was committed; starts
 * over when another step was stored first.
 *
 * [subject] is null for an identifier that nobody has: the same is read and done, nothing is
 * written. [holder] counts while the record has never been stored. Check a new password before, with
 * `checkPassword`, and take the transition of the `LetterActivation.Checked` that an activation
 * then gives. As [driveLedger] in every other respect.
 *
 * @throws EntException.Parse what [step] cannot read, or `id/format`
 * @throws EntException.Step the step cannot be taken, or `step/busy`
 * @throws EntException.State the stored bytes are no letter
 * @throws EntException.CasLost a thousand races in a row were lost
 */
@Throws(EntException::class)
@JvmOverloads
public fun Store.driveLetter(
    subject: String?,
    holder: LetterHolder,
    clock: Clock = Clock.systemUTC(),
    step: LetterCall,
): CommittedLetter {
    val key =
        if (subject == null) Letter.decoy().use { it.key() } else reading { letterKey(subject) }
    return race { last ->
        val bytes = load(key)
        val letter =
            when {
                subject == null -> Letter.decoy()
                bytes == null -> Letter.fresh(subject, holder)
                else -> Letter.load(subject, bytes)
            }
        letter.use { reading { step.take(it, clock.instant()) } }.use { sealed ->
            val stored = save(sealed.writes())
            if (stored || last) sealed.commit(stored) else null
        }
    }
}

/**
 * Loads the pairing of a signed-in [account], takes one [step], stores it and gives what was
 * committed; starts over when another step was stored first.
 *
 * As [driveLedger] in every other respect.
 *
 * @throws EntException.Parse what [step] cannot read, or `id/format`
 * @throws EntException.Step the step cannot be taken
 * @throws EntException.State the stored bytes are no pairing
 * @throws EntException.CasLost a thousand races in a row were lost
 */
@Throws(EntException::class)
@JvmOverloads
public fun Store.drivePairing(
    account: String,
    clock: Clock = Clock.systemUTC(),
    step: PairingCall,
): CommittedPairing = pairing({ Pairing.fresh(account) }, clock, step)

/**
 * As [drivePairing] for a phone, which knows the [identifier] of a code only: [account] is whom
 * your index names, null when it does not know the identifier. Nobody can tell the two apart.
 *
 * @throws EntException.Parse what [step] cannot read, `id/format`, `pairing/id-empty` or
 *   `pairing/id-format`
 * @throws EntException.Step the step cannot be taken
 * @throws EntException.State the stored bytes are no pairing
 * @throws EntException.CasLost a thousand races in a row were lost
 */
@Throws(EntException::class)
@JvmOverloads
public fun Store.driveRedemption(
    identifier: String,
    account: String?,
    clock: Clock = Clock.systemUTC(),
    step: PairingCall,
): CommittedPairing = pairing({ Pairing.find(identifier, account) }, clock, step)

private fun Store.pairing(
    start: () -> Pairing,
    clock: Clock,
    step: PairingCall,
): CommittedPairing =
    reading(start).use { fresh ->
        val key = fresh.key()
        race { last ->
            val take = { at: Pairing -> reading { step.take(at, clock.instant()) } }
            val sealed = load(key)?.let { fresh.reload(it).use(take) } ?: take(fresh)
            sealed.use {
                val stored = save(it.writes())
                if (stored || last) it.commit(stored) else null
            }
        }
    }

/**
 * Loads the links of an [account], takes one [step], stores it and gives what was committed; starts
 * over when another step was stored first.
 *
 * As [driveLedger] in every other respect.
 *
 * @throws EntException.Parse what [step] cannot read, or `id/format`
 * @throws EntException.Step the step cannot be taken
 * @throws EntException.State the stored bytes are no record of links
 * @throws EntException.CasLost a thousand races in a row were lost
 */
@Throws(EntException::class)
@JvmOverloads
public fun Store.driveLink(
    account: String,
    clock: Clock = Clock.systemUTC(),
    step: LinkCall,
): CommittedLink {
    val key = reading { emailLinkKey(account) }
    return race { last ->
        val link = load(key)?.let { EmailLink.load(account, it) } ?: EmailLink.fresh(account)
        link.use { reading { step.take(it, clock.instant()) } }.use { sealed ->
            val stored = save(sealed.writes())
            if (stored || last) sealed.commit(stored) else null
        }
    }
}

/**
 * Loads the tries that [throttle] counts, takes one [step], stores it and gives what was committed;
 * starts over when another step was stored first.
 *
 * [throttle] comes from `Throttle.signIn` or `Throttle.smsTo`, is stepped as it is while nothing is
 * stored under its key, and is not closed. Try only what [CommittedThrottle.allowed] allows. As
 * [driveLedger] in every other respect.
 *
 * @throws EntException.Parse `instant/out-of-range` for a clock before 2000 or after 2200
 * @throws EntException.Step the step cannot be taken
 * @throws EntException.State the stored bytes are no throttle, or another's
 * @throws EntException.CasLost a thousand races in a row were lost
 */
@Throws(EntException::class)
@JvmOverloads
public fun Store.driveThrottle(
    throttle: Throttle,
    clock: Clock = Clock.systemUTC(),
    step: ThrottleCall,
): CommittedThrottle {
    val key = throttle.key()
    return race { last ->
        val take = { at: Throttle -> reading { step.take(at, clock.instant()) } }
        val sealed = load(key)?.let { throttle.reload(it).use(take) } ?: take(throttle)
        sealed.use {
            val stored = save(it.writes())
            if (stored || last) it.commit(stored) else null
        }
    }
}

/** What [attempt] gives once it is no lost race; told which attempt is the last. */
private inline fun <C : Any> race(attempt: (last: Boolean) -> C?): C {
    var races = 0
    while (true) attempt(++races == MAX_RACES)?.let { return it }
}

private fun Store.save(writes: List<StateWrite>) =
    writes.all { saveIf(it.key, it.expectedVersion, it.bytes) }

/** Far more than one record ever has at once. */
private const val MAX_RACES = 1000

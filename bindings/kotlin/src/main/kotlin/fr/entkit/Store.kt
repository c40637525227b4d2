@file:JvmName("Stores")

package fr.entkit

import fr.entkit.ffi.ActivationTransition
import fr.entkit.ffi.CodePurpose
import fr.entkit.ffi.CommittedActivation
import fr.entkit.ffi.CommittedLedger
import fr.entkit.ffi.EntException
import fr.entkit.ffi.GuardianActivation
import fr.entkit.ffi.Ledger
import fr.entkit.ffi.LedgerTransition
import fr.entkit.ffi.StateWrite
import fr.entkit.ffi.activationKey
import fr.entkit.ffi.ledgerKey
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
    var races = 0
    while (true) {
        val bytes = load(key)
        val ledger =
            bytes?.let { Ledger.load(subject, purpose, it) } ?: Ledger.fresh(subject, purpose)
        ledger.use { reading { step.take(it, clock.instant()) } }.use { sealed ->
            val stored = save(sealed.writes())
            if (stored || ++races == MAX_RACES) return sealed.commit(stored)
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
    var races = 0
    while (true) {
        val bytes = load(key)
        val activation =
            bytes?.let { GuardianActivation.load(subject, it) } ?: GuardianActivation.fresh(subject)
        activation.use { reading { step.take(it, clock.instant()) } }.use { sealed ->
            val stored = save(sealed.writes())
            if (stored || ++races == MAX_RACES) return sealed.commit(stored)
        }
    }
}

private fun Store.save(writes: List<StateWrite>) =
    writes.all { saveIf(it.key, it.expectedVersion, it.bytes) }

/** Far more than one record ever has at once. */
private const val MAX_RACES = 1000

package fr.entkit.testkit

import fr.entkit.Store
import fr.entkit.driveLedger

/**
 * The contract of a store, for a host's own tests, under any test framework.
 *
 * It is played one call at a time over two connections, then by many workers at one record. The
 * records it leaves have keys that no other run has; nothing is deleted. Give it a database of the
 * tests.
 */
public object StoreContract {
    /** Workers that find what the contract is meant to stop. */
    public const val WORKERS: Int = 64

    /**
     * Plays the contract against the stores that [source] opens: twice, then once in the thread of
     * each of the [workers].
     *
     * A store that is [AutoCloseable] is closed after use. The races are run only by a store that
     * does right one call at a time.
     *
     * @throws ContractError everything that was found
     */
    @JvmStatic
    @JvmOverloads
    public fun check(
        workers: Int = WORKERS,
        source: StoreSource,
    ): ContractReport {
        val kit = Kit(workers)
        val open = { Counted(source.open(), kit) }
        open().closing { one -> open().closing { other -> Single(kit, one, other).play() } }
        kit.soFar()
        Races(kit).play(open)
        Races(kit).playGuesses {
            val store = open()
            object : LedgerLoop, AutoCloseable by store {
                override fun take(
                    subject: String,
                    purpose: fr.entkit.ffi.CodePurpose,
                    clock: java.time.Clock,
                    step: fr.entkit.LedgerCall,
                ) = store.driveLedger(subject, purpose, clock, step)
            }
        }
        return kit.soFar()
    }

    /**
     * Plays guesses of many workers against loops of the host's own. What takes a verdict before
     * the store has answered is found here and nowhere else.
     *
     * @throws ContractError everything that was found
     */
    @JvmStatic
    @JvmOverloads
    public fun checkLoop(
        workers: Int = WORKERS,
        source: LoopSource,
    ): ContractReport {
        val kit = Kit(workers)
        Races(kit).playGuesses(source::open)
        return kit.soFar()
    }
}

/** A store whose writes are counted. */
internal class Counted(
    private val store: Store,
    private val kit: Kit,
) : Store,
    AutoCloseable {
    override fun load(key: String): ByteArray? = store.load(key)

    override fun saveIf(
        key: String,
        expectedVersion: Long?,
        bytes: ByteArray,
    ): Boolean = store.saveIf(key, expectedVersion, bytes).also(kit::wrote)

    override fun close() {
        (store as? AutoCloseable)?.close()
    }
}

internal inline fun <T, R> T.closing(use: (T) -> R): R =
    try {
        use(this)
    } finally {
        (this as? AutoCloseable)?.close()
    }

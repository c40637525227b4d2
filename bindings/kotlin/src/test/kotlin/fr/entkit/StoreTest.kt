package fr.entkit

import fr.entkit.ffi.EntException
import fr.entkit.ffi.LedgerOutcome
import org.junit.jupiter.api.Assertions.assertArrayEquals
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertSame
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.assertThrows
import java.io.IOException
import java.util.concurrent.Callable
import java.util.concurrent.CyclicBarrier
import java.util.concurrent.Executors

private const val THREADS = 64

class StoreTest {
    private val context = context()

    /** What 64 threads at once make of one code, [typed] by each of them. */
    private fun guess(typed: (sent: String, thread: Int) -> String): List<LedgerOutcome> {
        val store = InMemoryStore()
        val sent = store.issue(context).code()
        val barrier = CyclicBarrier(THREADS)
        val threads = Executors.newFixedThreadPool(THREADS)
        try {
            val tasks =
                List(THREADS) { thread ->
                    Callable {
                        barrier.await()
                        store.ledger(1) { it, now ->
                            it.submit(FLOW, typed(sent, thread), context, now)
                        }
                    }
                }
            return threads.invokeAll(tasks).map { it.get().outcome }
        } finally {
            threads.shutdownNow()
        }
    }

    private fun judged(outcome: LedgerOutcome) =
        outcome is LedgerOutcome.Wrong || outcome is LedgerOutcome.Exhausted ||
            outcome is LedgerOutcome.Verified

    @Test
    fun `wrong guesses of many threads stay within the budget`() {
        val outcomes = guess(::wrong)
        assertTrue(outcomes.count(::judged) in 1..5, outcomes.toString())
        assertTrue(outcomes.none { it is LedgerOutcome.Verified })
    }

    @Test
    fun `a right guess among many succeeds at most once`() {
        val outcomes = guess { sent, thread -> if (thread % 16 == 0) sent else wrong(sent, thread) }
        assertTrue(outcomes.count(::judged) in 1..5, outcomes.toString())
        assertTrue(outcomes.count { it is LedgerOutcome.Verified } <= 1, outcomes.toString())
    }

    private fun wrong(
        sent: String,
        thread: Int,
    ) = "%08d".format((sent.toInt() + 1 + thread) % 100_000_000)

    @Test
    fun `a store in memory compares and swaps`() {
        val store = InMemoryStore()
        val bytes = byteArrayOf(1)
        assertNull(store.load("a"))
        assertFalse(store.saveIf("a", 1, bytes))
        assertTrue(store.saveIf("a", null, bytes))
        assertFalse(store.saveIf("a", null, bytes))
        assertTrue(store.saveIf("a", 1, bytes))
        assertFalse(store.saveIf("a", 1, bytes))
        bytes[0] = 2
        assertArrayEquals(byteArrayOf(1), store.load("a"))
    }

    @Test
    fun `a lost race is run again, and given up in the end`() {
        val inner = InMemoryStore()
        var losses = 3L
        val store =
            object : Store by inner {
                override fun saveIf(
                    key: String,
                    expectedVersion: Long?,
                    bytes: ByteArray,
                ) = losses-- <= 0 && inner.saveIf(key, expectedVersion, bytes)
            }
        store.issue(context)
        assertEquals(-1, losses)
        losses = Long.MAX_VALUE
        assertRefused<EntException.CasLost>("cas/lost") {
            store.ledger(9000) { ledger, now -> ledger.observe(context, now) }
        }
        assertEquals(1000, Long.MAX_VALUE - losses)
    }

    @Test
    fun `a failure of the store goes through`() {
        val failure = IOException("down")
        val store =
            object : Store {
                override fun load(key: String) = throw failure

                override fun saveIf(
                    key: String,
                    expectedVersion: Long?,
                    bytes: ByteArray,
                ) = throw failure
            }
        assertSame(failure, assertThrows<IOException> { store.issue(context) })
    }
}

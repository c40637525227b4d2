package fr.entkit.testkit

import fr.entkit.InMemoryStore
import fr.entkit.LedgerCall
import fr.entkit.Store
import fr.entkit.driveLedger
import fr.entkit.ffi.CodePurpose
import fr.entkit.ffi.Lang
import fr.entkit.ffi.Ledger
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.assertThrows
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable
import org.junit.jupiter.api.io.TempDir
import java.net.URI
import java.nio.file.Path
import java.sql.Connection
import java.sql.DriverManager
import java.time.Clock
import java.util.concurrent.ConcurrentHashMap
import java.util.concurrent.CyclicBarrier
import java.util.concurrent.TimeUnit
import kotlin.io.path.readText

/** A store over one JDBC connection, as a host writes one. */
private class JdbcStore(
    private val connection: Connection,
) : Store,
    AutoCloseable by connection {
    override fun load(key: String): ByteArray? =
        connection.prepareStatement("SELECT bytes FROM ent_state WHERE key = ?").use {
            it.setString(1, key)
            it.executeQuery().use { rows -> if (rows.next()) rows.getBytes(1) else null }
        }

    override fun saveIf(
        key: String,
        expectedVersion: Long?,
        bytes: ByteArray,
    ): Boolean {
        val text =
            if (expectedVersion == null) {
                "INSERT INTO ent_state (bytes, key, version) VALUES (?, ?, 1) ON CONFLICT (key) DO NOTHING"
            } else {
                "UPDATE ent_state SET version = version + 1, bytes = ? WHERE key = ? AND version = ?"
            }
        return connection.prepareStatement(text).use {
            it.setBytes(1, bytes)
            it.setString(2, key)
            if (expectedVersion != null) it.setLong(3, expectedVersion)
            it.executeUpdate() == 1
        }
    }
}

private fun Connection.migrate(database: String): Connection {
    val schema = Path.of("../../examples/stores/sql/$database/schema.sql").readText()
    createStatement().use { it.execute(schema) }
    return this
}

/** Wraps one store for all workers. */
private abstract class Shared(
    val inner: InMemoryStore = InMemoryStore(),
) : Store {
    override fun load(key: String): ByteArray? = inner.load(key)

    override fun saveIf(
        key: String,
        expectedVersion: Long?,
        bytes: ByteArray,
    ): Boolean = inner.saveIf(key, expectedVersion, bytes)
}

private fun found(source: StoreSource): List<ContractRule> =
    assertThrows<ContractError> { StoreContract.check(source = source) }.findings.map { it.rule }

class StoreContractTest {
    private fun keeps(source: StoreSource) {
        val report = StoreContract.check(source = source)
        assertEquals(StoreContract.WORKERS, report.workers)
        assertTrue(report.judged >= 3 && report.lost > 100, "$report")
    }

    @Test
    fun `a store in memory keeps the contract`() {
        val store = InMemoryStore()
        keeps { store }
    }

    @Test
    fun `a store in SQLite keeps the contract`(
        @TempDir folder: Path,
    ) {
        val url = "jdbc:sqlite:$folder/states.sqlite?busy_timeout=60000&journal_mode=WAL"
        DriverManager.getConnection(url).migrate("sqlite").close()
        keeps { JdbcStore(DriverManager.getConnection(url)) }
    }

    @Test
    @EnabledIfEnvironmentVariable(named = "ENT_POSTGRES", matches = ".+")
    fun `a store in PostgreSQL keeps the contract`() {
        val uri = URI(System.getenv("ENT_POSTGRES"))
        val (user, password) = uri.userInfo.split(':')
        val url = "jdbc:postgresql://${uri.authority.substringAfter('@')}${uri.path}"
        val connect = { DriverManager.getConnection(url, user, password) }
        connect().migrate("postgres").close()
        keeps { JdbcStore(connect()) }
    }

    @Test
    fun `a store without version check is found`() {
        val versions = ConcurrentHashMap<String, Long>()
        val store =
            object : Shared() {
                override fun saveIf(
                    key: String,
                    expectedVersion: Long?,
                    bytes: ByteArray,
                ): Boolean {
                    val stored = super.saveIf(key, expectedVersion?.let { versions[key] }, bytes)
                    if (stored) versions.merge(key, 1, Long::plus)
                    return stored
                }
            }
        assertTrue(ContractRule.REPLACE_VERSION in found { store })
    }

    @Test
    fun `a store that folds keys is found`() {
        val store =
            object : Shared() {
                override fun load(key: String) = super.load(key.lowercase())

                override fun saveIf(
                    key: String,
                    expectedVersion: Long?,
                    bytes: ByteArray,
                ) = super.saveIf(key.lowercase(), expectedVersion, bytes)
            }
        assertTrue(ContractRule.KEYS in found { store })
    }

    @Test
    fun `a store that keeps texts is found`() {
        val store =
            object : Shared() {
                override fun load(key: String) =
                    super.load(key)?.decodeToString()?.encodeToByteArray()
            }
        assertEquals(setOf(ContractRule.BYTES), found { store }.toSet())
    }

    @Test
    fun `a store that caches what it read is found`() {
        val inner = InMemoryStore()
        val rules =
            found {
                object : Shared(inner) {
                    val cache = HashMap<String, ByteArray>()

                    override fun load(key: String) =
                        cache[key] ?: super.load(key)?.also { cache[key] = it }

                    override fun saveIf(
                        key: String,
                        expectedVersion: Long?,
                        bytes: ByteArray,
                    ) = super
                        .saveIf(
                            key,
                            expectedVersion,
                            bytes,
                        ).also { if (it) cache[key] = bytes }
                }
            }
        assertTrue(ContractRule.VISIBLE in rules, "$rules")
    }

    @Test
    fun `a store that lets the last writer win is found by the races alone`() {
        val records = ConcurrentHashMap<String, Pair<Long, ByteArray>>()
        val store =
            object : Store {
                override fun load(key: String) = records[key]?.second

                override fun saveIf(
                    key: String,
                    expectedVersion: Long?,
                    bytes: ByteArray,
                ): Boolean {
                    val version = records[key]?.first
                    if (version != expectedVersion) return false
                    Thread.sleep(20)
                    records[key] = (version ?: 0L) + 1 to bytes
                    return true
                }
            }
        val rules = found { store }
        val races =
            setOf(ContractRule.CREATE_RACE, ContractRule.REPLACE_RACE, ContractRule.VERSIONS)
        assertTrue(rules.containsAll(races), "$rules")
    }

    @Test
    fun `a store that fails under load is found`() {
        val test = Thread.currentThread()
        val store =
            object : Shared() {
                override fun load(key: String): ByteArray? {
                    check(Thread.currentThread() == test) { "too many connections" }
                    return super.load(key)
                }
            }
        assertEquals(setOf(ContractRule.FAILED), found { store }.toSet() - ContractRule.PROGRESS)
    }

    @Test
    fun `a loop that takes the verdict first is found`() {
        val store = InMemoryStore()
        val good =
            LedgerLoop {
                subject,
                purpose,
                clock,
                step,
                ->
                store.driveLedger(subject, purpose, clock, step)
            }
        assertTrue(StoreContract.checkLoop { good }.judged >= 3)
        val all = CyclicBarrier(StoreContract.WORKERS)
        val error =
            assertThrows<ContractError> { StoreContract.checkLoop { VerdictFirst(store, all) } }
        val rules = error.findings.map { it.rule }
        assertTrue(rules.containsAll(setOf(ContractRule.GUESSES, ContractRule.VERSIONS)), "$rules")
    }

    private class VerdictFirst(
        private val store: Store,
        /** Where every worker has its verdict and none has stored it. */
        private val all: CyclicBarrier,
    ) : LedgerLoop {
        override fun take(
            subject: String,
            purpose: CodePurpose,
            clock: Clock,
            step: LedgerCall,
        ): fr.entkit.ffi.CommittedLedger {
            val fresh = Ledger.fresh(subject, purpose)
            val ledger = store.load(fresh.key())?.let { Ledger.load(subject, purpose, it) } ?: fresh
            val version = ledger.version()
            val transition = step.take(ledger, clock.instant())
            val writes = transition.writes()
            val committed = transition.commit(true)
            if (version != null) all.await(1, TimeUnit.MINUTES)
            writes.forEach { store.saveIf(it.key, it.expectedVersion, it.bytes) }
            return committed
        }
    }

    @Test
    fun `what is found reads well`() {
        val store =
            object : Shared() {
                override fun saveIf(
                    key: String,
                    expectedVersion: Long?,
                    bytes: ByteArray,
                ) = super.saveIf(key, expectedVersion, bytes) || expectedVersion == null
            }
        val error = assertThrows<ContractError> { StoreContract.check { store } }
        val lines = error.message.orEmpty().lines()
        assertEquals("the store breaks its contract", lines[0])
        assertEquals(
            "- store_contract/create-once: Creating a record that is there is lost. " +
                "Happened: a creation of 3 bytes was stored (docs/stores.md)",
            lines[1],
        )
        val rule = error.findings.first().rule
        assertTrue(rule.expected(Lang.FR).startsWith("La création"))
        assertThrows<IllegalArgumentException> { StoreContract.check(0) { store } }
    }
}

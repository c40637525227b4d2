package fr.entkit

import fr.entkit.example.isRight
import fr.entkit.ffi.Credential
import fr.entkit.ffi.EntException
import fr.entkit.ffi.Entropy
import fr.entkit.ffi.Exemption
import fr.entkit.ffi.HashPool
import fr.entkit.ffi.HashPreparation
import fr.entkit.ffi.HashPreset
import fr.entkit.ffi.HashRecord
import fr.entkit.ffi.ImportFormat
import fr.entkit.ffi.ImportedHash
import fr.entkit.ffi.NoPassword
import fr.entkit.ffi.PasswordInput
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.async
import kotlinx.coroutines.awaitAll
import kotlinx.coroutines.runBlocking
import org.junit.jupiter.api.Assertions.assertArrayEquals
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import java.time.Instant
import java.util.concurrent.Callable
import java.util.concurrent.Executors

internal const val BCRYPT = "\$2b\$04\$abcdefghijklmnopqrstuOLhS8D2jWNIleMyWMqrgMH8zRETLKiAe"

class CredentialTest {
    private fun imported() = ImportedHash.of(ImportFormat.BCRYPT.code(), BCRYPT)

    @Test
    fun `a hash of another stack is verified once and replaced`() {
        HashPool(1, cheap).use { pool ->
            val old = Credential.imported(imported(), start)
            val right = PasswordInput.of("Azerty69!")
            assertTrue(pool.verifyCredential(right, old).rehash)
            assertNull(pool.rehashCredential(PasswordInput.of("a"), old, Entropy.system()))
            val kept = checkNotNull(pool.rehashCredential(right, old, Entropy.system()))
            val found = pool.verifyCredential(right, kept)
            assertTrue(found.right && !found.rehash)
            assertArrayEquals(kept.toJson(), Credential.fromJson(kept.toJson()).toJson())
            assertRefused<EntException.Hash>("step/entropy") {
                pool.rehashCredential(right, old, Entropy.failing())
            }
        }
    }

    @Test
    fun `a host reads records that the library does not know`() {
        HashPool(1, cheap).use { pool ->
            val typed = PasswordInput.of("Azerty69!")
            val record = ImportedHash.of("portal-md5", "3e6b1739ff32b25a09ced81726d06ef3")
            assertTrue(pool.verifyImported(typed, record, true).right)
            assertFalse(pool.verifyImported(typed, record, false).right)
            val unknown = pool.verifyImported(typed, record)
            assertEquals(HashRecord.CORRUPT, unknown.record)
            assertEquals("hash/record-tag", unknown.recordCode)
        }
        assertEquals(HashPreparation.NFC, HashPreparation.fromCodeOrNull("nfc"))
    }

    @Test
    fun `a leak asks those whose password is old`() {
        val leak = Instant.parse("2024-03-26T00:00:00Z")
        val old = Credential.imported(imported(), start)
        assertNull(old.exemption(leak))
        assertEquals(Exemption.ALREADY_RESET, old.reset(leak).exemption(leak))
        assertTrue(old.reset(leak).isTakenBack())
        assertFalse(old.isTakenBack())
        val none = Credential.without(NoPassword.FEDERATED_ONLY)
        assertEquals(Exemption.FEDERATED_ONLY, none.exemption(leak))
        assertEquals(NoPassword.FEDERATED_ONLY, none.missing())
        assertRefused<EntException.Hash>("credential/none") { none.reset(leak) }
        assertRefused<EntException.Hash>("credential/time") { old.reset(start.minusSeconds(1)) }
        assertRefused<EntException.Parse>("instant/out-of-range") { old.exemption(Instant.MAX) }
        assertRefused<EntException.Parse>("instant/out-of-range") { old.reset(Instant.MIN) }
        assertRefused<EntException.State>("state/corrupt") { Credential.fromJson(ByteArray(9)) }
        val newer = old.toJson().decodeToString().replace("\"schema\":1", "\"schema\":2")
        assertRefused<EntException.State>("state/newer") {
            Credential.fromJson(newer.encodeToByteArray())
        }
    }

    @Test
    fun `a cost is held against the list of OWASP`() {
        assertTrue(HashPreset.entries.all { it.policy().meetsOwasp() })
        assertFalse(cheap.copy(passes = 1).meetsOwasp())
        assertRefused<EntException.Hash>("hash/policy") { cheap.copy(lanes = -1).meetsOwasp() }
    }

    @Test
    fun `a pool answers busy and never grows`() {
        val threads = Executors.newFixedThreadPool(16)
        HashPool(1, cheap).use { pool ->
            val typed = PasswordInput.of("Azerty69!")
            val codes =
                threads
                    .invokeAll(
                        List(64) {
                            Callable {
                                try {
                                    "right ${pool.verify(typed, null).right}"
                                } catch (busy: EntException.Hash) {
                                    busy.code
                                }
                            }
                        },
                    ).map { it.get() }
            threads.shutdown()
            assertTrue("right false" in codes, "$codes")
            assertEquals(setOf("right false", "hash/busy"), codes.toSet() + "hash/busy")
        }
    }

    @Test
    fun `coroutines wait their turn for a buffer`() {
        val found =
            runBlocking(Dispatchers.Default) {
                PasswordInput.of("Azerty69!").use { typed ->
                    List(16) { async { isRight(typed, null) } }.awaitAll()
                }
            }
        assertEquals(List(16) { false }, found)
    }
}

package fr.entkit

import fr.entkit.ffi.EntException
import fr.entkit.ffi.KeyRing
import fr.entkit.ffi.NamedKey
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertNotEquals
import org.junit.jupiter.api.Test

class KeysTest {
    private fun key(
        id: String,
        bytes: Int = 32,
    ) = NamedKey(id, ByteArray(bytes))

    @Test
    fun `rings are checked`() {
        assertEquals("b", KeyRing(key("b"), listOf(key("a", 64))).use { it.currentId() })
        val refused =
            mapOf(
                "key/id" to { KeyRing(key("é")) },
                "key/length" to { KeyRing(key("b", 31)) },
                "key/duplicate" to { KeyRing(key("b"), listOf(key("b"))) },
                "key/too-many" to { KeyRing(key("b"), List(9) { key("$it") }) },
            )
        for ((code, ring) in refused) assertRefused<EntException.Keys>(code) { ring() }
    }

    @Test
    fun `a seed repeats`() {
        val code = { seed: Long -> InMemoryStore().issue(context(seed)).code() }
        assertEquals(code(1), code(1))
        assertNotEquals(code(1), code(-1))
    }
}

package fr.entkit

import fr.entkit.ffi.EntException
import fr.entkit.ffi.Quota
import fr.entkit.ffi.StorageSize
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test

class StorageTest {
    private val limit = StorageSize.parse("300 Mo")
    private val used = StorageSize.parse("546 KB")

    @Test
    fun `sizes are read in both languages and shown`() {
        assertEquals("546 Ko" to "546 KB", used.textFr to used.textEn)
        assertEquals(used, StorageSize.ofBytes(559_104))
        assertTrue(used < limit)
        assertNull(StorageSize.parseOrNull("12"))
        assertNull(StorageSize.parseOrNull("\uD800"))
        assertRefused<EntException.Parse>("storage_size/format") { StorageSize.ofBytes(-1) }
        assertRefused<EntException.Parse>("storage_size/too-large") {
            StorageSize.ofBytes(Long.MAX_VALUE)
        }
    }

    @Test
    fun `a folder takes what is left`() {
        val quota = Quota.of(limit, used)
        assertEquals("299.5 Mo", quota.available.textFr)
        assertTrue("299.5 MB" in quota.summaryEn)
        assertTrue(quota.accepts(quota.available))
        assertFalse(quota.accepts(limit))
        val forged = used.copy(bytes = -1)
        assertRefused<EntException.Parse>("storage_size/format") { Quota.of(limit, forged) }
    }
}

package fr.entkit

import com.sun.jna.Platform
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertNotNull
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Test

class JarIT {
    @Test
    fun `the native library comes out of the jar`() {
        assertNull(System.getProperty("jna.library.path"))
        val name = "/${Platform.RESOURCE_PREFIX}/${System.mapLibraryName("ent_ffi")}"
        val resource = EntKit::class.java.getResource(name)
        assertNotNull(resource, name)
        assertEquals("jar", resource?.protocol)
        assertEquals(3, EntKit.version.split('.').size)
    }
}

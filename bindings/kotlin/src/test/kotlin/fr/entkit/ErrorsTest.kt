package fr.entkit

import fr.entkit.ffi.Audience
import fr.entkit.ffi.CodePurpose
import fr.entkit.ffi.EntException
import fr.entkit.ffi.HashPool
import fr.entkit.ffi.KeyRing
import fr.entkit.ffi.Lang
import fr.entkit.ffi.Ledger
import fr.entkit.ffi.NamedKey
import fr.entkit.ffi.Uai
import fr.entkit.ffi.messageText
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertNotEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.assertThrows

class ErrorsTest {
    private val issued =
        Ledger
            .fresh(SUBJECT, CodePurpose.ACTIVATION)
            .issue(FLOW, mobile, Audience.KNOWN, context(), start)

    @Test
    fun `every family has a code and two texts`() {
        val families: Map<String, () -> Any?> =
            mapOf(
                "uai/key" to { Uai.parse("0750655A") },
                "cas/lost" to { issued.commit(false) },
                "transition/spent" to { issued.commit(true) },
                "state/corrupt" to { Ledger.load(SUBJECT, CodePurpose.ACTIVATION, ByteArray(0)) },
                "hash/pool" to { HashPool(0, cheap) },
                "key/length" to { KeyRing(NamedKey("a", ByteArray(1))) },
            )
        val kinds =
            families.map { (code, call) ->
                val error = assertThrows<EntException> { call() }
                assertEquals(code, error.code)
                assertEquals(error.reason(), error.reason(Lang.FR))
                assertNotEquals(error.reason(Lang.FR), error.reason(Lang.EN))
                assertTrue(code in checkNotNull(error.message))
                assertEquals("${error.reason(Lang.EN)} ($code)", error.toString())
                error.javaClass
            }
        assertEquals(families.size, kinds.distinct().size)
    }

    @Test
    fun `texts without parameters are those of the code`() {
        val error = assertThrows<EntException> { Uai.parse("0750655") }
        assertEquals(messageText("uai/format", Lang.FR), error.reason())
        assertEquals(messageText("uai/format", Lang.EN), error.reason(Lang.EN))
    }
}

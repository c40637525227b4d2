package fr.entkit

import fr.entkit.ffi.ContextKind
import fr.entkit.ffi.EntException
import fr.entkit.ffi.Entropy
import fr.entkit.ffi.HashOutcome
import fr.entkit.ffi.HashPool
import fr.entkit.ffi.HashPreset
import fr.entkit.ffi.Lang
import fr.entkit.ffi.PasswordInput
import fr.entkit.ffi.StoredHash
import fr.entkit.ffi.ViolationParam
import fr.entkit.ffi.allPasswordRules
import fr.entkit.ffi.checkPassword
import fr.entkit.ffi.passwordRequirements
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertInstanceOf
import org.junit.jupiter.api.Assertions.assertNotNull
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test

private const val RULES = "educonnect"
private const val GOOD = "Un*Vélo*bleu*7"

class PasswordTest {
    @Test
    fun `every broken rule is told at once`() {
        val verdict = PasswordInput.of("azert").use { checkPassword(RULES, it) }
        assertFalse(verdict.accepted)
        val ids = verdict.violations.map { it.id }
        assertEquals(listOf("length/min", "class/upper", "class/digit", "class/special"), ids)
        val short = verdict.violations.first()
        assertEquals(ViolationParam.Number(5), short.params["actual"])
        assertTrue(short.reason() != short.reason(Lang.EN))
        assertTrue(PasswordInput.of(GOOD.toCharArray()).use { checkPassword(RULES, it) }.accepted)
    }

    @Test
    fun `a second typing and known words count`() {
        val typed = PasswordInput.of("Martin*Martin*7")
        val other = PasswordInput.of("Martin*Martin*8")
        val verdict = checkPassword(RULES, typed, other, listOf(ContextKind.NAME.word("Martin")))
        val ids = verdict.violations.map { it.id }
        assertEquals(listOf("confirmation/differs", "word/context"), ids)
    }

    @Test
    fun `requirements are ticked off one by one`() {
        val met = { typed: PasswordInput? -> passwordRequirements(RULES, typed).count { it.met } }
        assertTrue(met(null) < met(PasswordInput.of(GOOD)))
        assertTrue(passwordRequirements(RULES).all { it.reason() != it.reason(Lang.EN) })
        assertTrue(allPasswordRules().any { it.id == RULES })
    }

    @Test
    fun `an accepted password is hashed and verified`() {
        HashPool(1, cheap).use { pool ->
            val made = pool.hashAccepted(RULES, PasswordInput.of(GOOD), Entropy.system())
            val hash = assertInstanceOf(HashOutcome.Accepted::class.java, made).hash
            val stored = hash.stored().text()
            assertEquals(RULES, hash.rulesId())
            assertTrue(pool.verify(PasswordInput.of(GOOD), stored).right)
            assertFalse(pool.verify(PasswordInput.of("autre"), stored).right)
            assertFalse(pool.verify(PasswordInput.of(GOOD), null).right)
            assertNull(pool.rehash(PasswordInput.of(GOOD), stored, Entropy.system()))
            assertNotNull(StoredHash.parseOrNull(stored))
            val refused = pool.hashAccepted(RULES, PasswordInput.of("azert"), Entropy.system())
            assertInstanceOf(HashOutcome.Refused::class.java, refused)
        }
    }

    @Test
    fun `what cannot be hashed is refused`() {
        assertRefused<EntException.Parse>("password/rules") {
            checkPassword("canard", PasswordInput.of(GOOD))
        }
        assertRefused<EntException.Parse>(
            "password/too-long",
        ) { PasswordInput.of("a".repeat(1025)) }
        assertRefused<EntException.Hash>("hash/policy") { HashPool(1, cheap.copy(passes = -1)) }
        assertRefused<EntException.Hash>("hash/pool") { HashPool(0, HashPreset.OWASP19M.policy()) }
        assertNull(StoredHash.parseOrNull("\$argon2i\$"))
        assertNull(StoredHash.parseOrNull("\uD800"))
    }

    @Test
    fun `the bound is a thousand and twenty-four bytes`() {
        PasswordInput.of("é".repeat(512)).close()
        assertRefused<EntException.Parse>("password/too-long") { PasswordInput.of("é".repeat(513)) }
        assertRefused<EntException.Parse>(
            "password/too-long",
        ) { PasswordInput.of("😀".repeat(513)) }
        assertRefused<EntException.Parse>("text/encoding") { PasswordInput.of("abc\uDC00") }
        assertRefused<EntException.Parse>("text/encoding") { PasswordInput.of("abc\uD83D") }
    }
}

package fr.entkit

import fr.entkit.ffi.ContextKind
import fr.entkit.ffi.EntException
import fr.entkit.ffi.Entropy
import fr.entkit.ffi.HashOutcome
import fr.entkit.ffi.HashPool
import fr.entkit.ffi.ImportedHash
import fr.entkit.ffi.Lang
import fr.entkit.ffi.PasswordHistory
import fr.entkit.ffi.PasswordInput
import fr.entkit.ffi.PasswordRuleSet
import fr.entkit.ffi.PasswordRulesOptions
import fr.entkit.ffi.PastPassword
import fr.entkit.ffi.StrengthAdvice
import fr.entkit.ffi.StrengthLabel
import fr.entkit.ffi.StrengthWarning
import fr.entkit.ffi.lintPasswordRules
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertInstanceOf
import org.junit.jupiter.api.Assertions.assertNotEquals
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import java.time.LocalDate

class RulesTest {
    private val own =
        PasswordRulesOptions(id = "mine", min = 10, special = "!?", requireSpecial = true)

    @Test
    fun `rules of a stack's own are checked and hash in a pool`() {
        PasswordRuleSet.custom(own).use { rules ->
            assertEquals(10, rules.rules().min)
            val ids = rules.check(PasswordInput.of("kxzqv")).violations.map { it.id }
            assertEquals(listOf("length/min", "class/special"), ids)
            HashPool(1, cheap).use { pool ->
                val hash = { typed: String ->
                    rules.hashAccepted(pool, PasswordInput.of(typed), Entropy.system())
                }
                val made = assertInstanceOf(HashOutcome.Accepted::class.java, hash("kxzqv!wmtr"))
                assertEquals("mine", made.hash.rulesId())
                assertInstanceOf(HashOutcome.Refused::class.java, hash("azert"))
            }
        }
    }

    @Test
    fun `a generated password is accepted and wiped once shown`() {
        val rules = PasswordRuleSet.find("educonnect")
        rules.generate(Entropy.system()).use { made ->
            assertTrue(rules.check(made.input()).accepted)
            var kept = ByteArray(0)
            val length = made.revealTo { shown -> shown.size.also { kept = shown } }
            assertTrue(length >= 8 && kept.all { it == 0.toByte() })
        }
        assertRefused<EntException.Hash>("step/entropy") { rules.generate(Entropy.failing()) }
        assertTrue(rules.passwordrules().startsWith("minlength: 8;"))
        assertTrue(rules.pattern().isNotEmpty())
    }

    @Test
    fun `what is wrong with rules is told before they are built`() {
        val lints = lintPasswordRules(own.copy(max = 9))
        assertEquals(listOf("rules/min-above-max"), lints.map { it.id })
        assertEquals(mapOf("field" to "min"), lints.single().params)
        assertNotEquals(lints.single().reason(), lints.single().reason(Lang.EN))
        val refused =
            mapOf(
                own.copy(min = -1) to "rules/bounds",
                own.copy(max = Int.MAX_VALUE) to "rules/bounds",
                own.copy(id = "educonnect") to "rules/reserved",
                own.copy(id = "a\u0000") to "rules/id",
                own.copy(special = "é") to "rules/special",
                own.copy(note = "a\u202Eb") to "rules/text",
            )
        for ((options, code) in refused) {
            assertRefused<EntException.Parse>(code) { PasswordRuleSet.custom(options) }
        }
        assertRefused<EntException.Parse>("password/rules") { PasswordRuleSet.find("") }
        val laxer = PasswordRuleSet.find("ent-ara").deviations().map { it.id }
        assertTrue("password-min" in laxer, "$laxer")
    }

    @Test
    fun `two portals are compared`() {
        val sets = listOf("ent-ara", "educonnect").map { PasswordRuleSet.find(it) }
        val found = PasswordInput.of("Azerty\$69").use { sets.compare(it) }
        assertEquals(listOf("educonnect"), found.accepted)
        assertEquals("\$", found.refused.single().uncounted)
        assertFalse('$' in found.commonSpecials)
    }

    @Test
    fun `strength knows French and the person`() {
        val strong = PasswordInput.of("kX9\$vQ2mZr!e").use { it.strength() }
        assertEquals(StrengthLabel.VERY_STRONG, strong.label)
        assertNull(strong.warning)
        val born = LocalDate.of(2008, 5, 17).word()
        val words = listOf(ContextKind.NAME.word("Zimmer"), born)
        val weak = PasswordInput.of("Zimmer2013!").use { it.strength(words) }
        assertTrue(weak.score <= 2)
        assertEquals(StrengthWarning.CONTEXT, weak.warning)
        assertTrue(StrengthAdvice.NO_CONTEXT in weak.advice)
        assertEquals("Fort", StrengthLabel.STRONG.labelFr())
        assertTrue(PasswordInput.of("soleil2024").use { it.strength() }.score <= 2)
        assertRefused<EntException.Parse>("text/encoding") {
            PasswordInput.of("a").strength(listOf(ContextKind.NAME.word("\uD800")))
        }
        assertRefused<EntException.Parse>("password/too-many-words") {
            PasswordInput.of("a").strength(List(17) { ContextKind.NAME.word("a") })
        }
        assertRefused<EntException.Parse>("birth-date/format") {
            PasswordInput.of("a").strength(listOf(LocalDate.MIN.word()))
        }
    }

    @Test
    fun `a password is not used again`() {
        val rules = PasswordRuleSet.find("educonnect")
        val history =
            PasswordHistory(
                current = PastPassword(plain = PasswordInput.of("Azerty69!")),
                previous = listOf(PastPassword(stored = "?")),
                last = 1,
            )
        HashPool(1, cheap).use { pool ->
            val found = { typed: String ->
                val verdict = pool.checkReuse(rules, PasswordInput.of(typed), history, start)
                verdict.violations.map { it.id }
            }
            assertEquals(listOf("reuse/current"), found("Azerty69!"))
            assertEquals(emptyList<String>(), found("Azerty70!"))
            val before = PastPassword(imported = ImportedHash.of("bcrypt", BCRYPT))
            val moved = history.copy(current = null, previous = listOf(before))
            val refused =
                pool.hashUnused(
                    rules,
                    PasswordInput.of("Azerty69!"),
                    moved,
                    start,
                    Entropy.seeded(1),
                )
            val broken = (refused as HashOutcome.Refused).violations
            assertEquals(listOf("reuse/previous"), broken.map { it.id })
            assertRefused<EntException.Parse>("rules/bounds") {
                val long = history.copy(days = Int.MAX_VALUE)
                pool.checkReuse(rules, PasswordInput.of("Azerty69!"), long, start)
            }
        }
    }
}

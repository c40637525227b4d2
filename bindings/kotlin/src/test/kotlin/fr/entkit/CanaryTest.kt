package fr.entkit

import fr.entkit.ffi.AafRelation
import fr.entkit.ffi.Answer
import fr.entkit.ffi.BirthDateReading
import fr.entkit.ffi.CharterLog
import fr.entkit.ffi.Child
import fr.entkit.ffi.ContactCard
import fr.entkit.ffi.ContextKind
import fr.entkit.ffi.Email
import fr.entkit.ffi.Ent
import fr.entkit.ffi.EntException
import fr.entkit.ffi.Entropy
import fr.entkit.ffi.Establishment
import fr.entkit.ffi.GuardianClaim
import fr.entkit.ffi.GuardianRecord
import fr.entkit.ffi.Guardianship
import fr.entkit.ffi.HashOutcome
import fr.entkit.ffi.HashPool
import fr.entkit.ffi.KeyRing
import fr.entkit.ffi.LedgerOutcome
import fr.entkit.ffi.NamedKey
import fr.entkit.ffi.PasswordInput
import fr.entkit.ffi.PersonName
import fr.entkit.ffi.PhoneNumber
import fr.entkit.ffi.PhoneSlot
import fr.entkit.ffi.StorageSize
import fr.entkit.ffi.Throttle
import fr.entkit.ffi.ThrottlePolicy
import fr.entkit.ffi.Uai
import fr.entkit.ffi.UnverifiedEmail
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertInstanceOf
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import java.time.LocalDate

private const val CANARY = "Canari"

/** A secret or a person's data never shows where a log would take it. */
class CanaryTest {
    private fun assertSilent(vararg shown: Any?) {
        for (value in shown) {
            val text = "$value ${listOf(value)}"
            for (secret in listOf(
                CANARY,
                CANARY.lowercase(),
                "1122334",
                "11 22 33",
                "2008-05-17",
            )) {
                assertFalse(secret in text, "${value?.javaClass}: $text")
            }
        }
    }

    @Test
    fun `values show themselves masked or not at all`() {
        val name = PersonName.parse(CANARY, CANARY, CANARY)
        val number = PhoneNumber.parse("+33611223344")
        val child = Child("pupil-1", CANARY, LocalDate.of(2008, 5, 17))
        val record = GuardianRecord("guardian-1", name, number, "c.canari", listOf(child), false)
        val typed = UnverifiedEmail.parse("$CANARY@exemple.fr")
        val card =
            ContactCard
                .empty()
                .setNumber(PhoneSlot.OWN1, number)
                .askEmail(typed)
                .card
        val claim = GuardianClaim(name, number)
        assertSilent(name, number, child, record, typed, typed.email, typed.confirmed(), card)
        assertSilent(
            claim,
            claim.find(listOf(record), ring()),
            card.view(),
            card.chooseContact(number),
        )
        val tries = Throttle.smsTo(number, ring())
        val tried = tries.attempt(ThrottlePolicy.smsToNumber(), start).commit(true)
        assertSilent(tries, tries.key(), tried, tried.throttle)
        assertSilent(Answer.Born(LocalDate.of(2008, 5, 17)), ContextKind.NAME.word(CANARY))
        assertSilent(BirthDateReading.parse("2008-05-17"), name.copy(usual = null))
    }

    @Test
    fun `secrets show nothing`() {
        val bytes = CANARY.repeat(6).encodeToByteArray()
        val key = NamedKey("a", bytes)
        assertSilent(key, KeyRing(key), PasswordInput.of("$CANARY*jaune*7"))
        assertFalse(bytes.joinToString() in "$key ${key.copy(id = "b")}")
        val pool = HashPool(1, cheap)
        val made =
            pool.hashAccepted(
                "educonnect",
                PasswordInput.of("$CANARY*jaune*7"),
                Entropy.seeded(1),
            )
        val hash = assertInstanceOf(HashOutcome.Accepted::class.java, made).hash
        assertSilent(pool, made, hash, hash.stored())
        assertFalse("argon2" in "$made $hash ${hash.stored()}")
    }

    @Test
    fun `a code shows in its message only`() {
        val store = InMemoryStore()
        val context = context()
        val sms = store.issue(context)
        val right = store.ledger(1) { ledger, now -> ledger.submit(FLOW, sms.code(), context, now) }
        val proof = assertInstanceOf(LedgerOutcome.Verified::class.java, right.outcome).proof
        for (shown in listOf(sms, right, right.ledger, right.outcome, proof, context)) {
            assertFalse(sms.code() in shown.toString(), shown.toString())
        }
    }

    @Test
    fun `errors repeat nothing of what was typed`() {
        val refusals: List<() -> Any?> =
            listOf(
                { Uai.parse(CANARY) },
                { PhoneNumber.parse(CANARY) },
                { Email.parse(CANARY) },
                { PersonName.parse("$CANARY\u0000", CANARY) },
                { EntKit.parseBirthDate(CANARY) },
                { EntKit.parseInstant(CANARY) },
                { BirthDateReading.parse(CANARY) },
                { PersonName.parse("Martin", "Zoé", "$CANARY\u0000") },
                { AafRelation.parse("$CANARY\$10\$1\$1\$1\$x") },
                { Guardianship().attach("account-1", CANARY) },
                { Guardianship.fromJson("{\"$CANARY\":\"$CANARY\"}") },
                { CharterLog.empty("pupil-1", CANARY) },
                { Throttle.signIn("$CANARY ") },
                { Throttle.signIn("pupil-1").reload("{\"$CANARY\":1}".encodeToByteArray()) },
                { CharterLog.fromJson("{\"$CANARY\":\"$CANARY\"}".encodeToByteArray()) },
                { Establishment.read("0010018P", "$CANARY\u0000", "college") },
                { StorageSize.parse(CANARY) },
                { Ent.find(CANARY) },
                { Ent.find("auvergne-rhone-alpes").resolve(CANARY) },
                { PasswordInput.of(CANARY.repeat(1000)) },
                { KeyRing(NamedKey("a", CANARY.encodeToByteArray())) },
                { ContactCard.fromJson("{\"$CANARY\":\"$CANARY\"}".encodeToByteArray()) },
                {
                    InMemoryStore().ledger(
                        0,
                    ) { it, now -> it.submit(FLOW, CANARY, context(), now) }
                },
            )
        for (refusal in refusals) {
            val error = runCatching { refusal() }.exceptionOrNull()
            assertTrue(error is EntException, "$error")
            assertSilent(error, error?.message, error?.stackTraceToString())
        }
    }
}

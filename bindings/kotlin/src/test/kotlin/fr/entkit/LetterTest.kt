package fr.entkit

import fr.entkit.ffi.Ent
import fr.entkit.ffi.EntException
import fr.entkit.ffi.Entropy
import fr.entkit.ffi.HashPool
import fr.entkit.ffi.Lang
import fr.entkit.ffi.Letter
import fr.entkit.ffi.LetterActivation
import fr.entkit.ffi.LetterContext
import fr.entkit.ffi.LetterHolder
import fr.entkit.ffi.LetterOutcome
import fr.entkit.ffi.LetterPolicy
import fr.entkit.ffi.LetterPolicyOptions
import fr.entkit.ffi.LetterRecipient
import fr.entkit.ffi.LetterRequest
import fr.entkit.ffi.LetterStep
import fr.entkit.ffi.Notice
import fr.entkit.ffi.PasswordInput
import fr.entkit.ffi.PasswordRuleSet
import fr.entkit.ffi.PasswordRulesOptions
import fr.entkit.ffi.PersonName
import fr.entkit.ffi.PublicOutcome
import fr.entkit.ffi.TypedBirthDate
import fr.entkit.ffi.UnverifiedEmail
import fr.entkit.ffi.Zone
import fr.entkit.ffi.issueLetters
import fr.entkit.ffi.letterKey
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertInstanceOf
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import java.time.Duration
import java.time.Instant
import java.time.LocalDate

class LetterTest {
    private val store = InMemoryStore()
    private val pool = HashPool(1, cheap)
    private val policy = LetterPolicy.threeMonths()
    private val zone = Zone.parse("Europe/Paris")
    private val born = LocalDate.of(2008, 5, 17)
    private val to =
        LetterRecipient(
            PersonName.parse("Martin", "Zoé"),
            "z.martin01",
            emptyList(),
            Ent.find("auvergne-rhone-alpes"),
        )

    private fun context(
        entropy: Entropy = Entropy.system(),
        policy: LetterPolicy = this.policy,
    ) = LetterContext(policy, pool, entropy, ring())

    private fun drive(
        seconds: Long,
        subject: String? = SUBJECT,
        step: LetterCall,
    ) = store.driveLetter(subject, LetterHolder.GUARDIAN, clockAt(seconds), step)

    private fun print(): Notice {
        val made = drive(0) { letter, now -> letter.issue(zone, to, context(), now) }
        return assertInstanceOf(LetterOutcome.Print::class.java, made.outcome).notice
    }

    private fun signIn(
        secret: String,
        subject: String? = SUBJECT,
    ) = drive(60, subject) { letter, now ->
        PasswordInput.of(secret).use { letter.signIn(FLOW, it, context(), now) }
    }

    private fun activate(
        typed: String,
        rules: PasswordRuleSet? = null,
        context: LetterContext = context(),
    ): LetterCall =
        LetterCall { letter, now ->
            val dates = listOf(TypedBirthDate(born, born))
            val email = UnverifiedEmail.parse("zoe@exemple.fr")
            val password = PasswordInput.of(typed)
            val page =
                letter.activate(FLOW, password, dates, email, context, now, rules = rules)
            assertInstanceOf(LetterActivation.Checked::class.java, page).transition
        }

    @Test
    fun `a letter is printed, typed and spent`() {
        val notice = print()
        val secret = notice.secretTo { it.decodeToString() }
        assertTrue(notice.textTo(Lang.FR) { secret in it.decodeToString() })
        assertEquals("1er décembre 2021", notice.lastDayText(Lang.FR))
        assertEquals(LocalDate.of(2021, 12, 1), notice.lastDay())

        val opened = signIn(secret.replace("-", " ").lowercase())
        assertInstanceOf(LetterOutcome.Opened::class.java, opened.outcome)
        val view = opened.letter.view(FLOW, policy, clockAt(120))
        assertEquals(LetterStep.ACTIVATION, view.step)
        assertEquals(Duration.ofMinutes(29), view.timeLeft)
        assertEquals(Duration.ofMinutes(29), opened.letter.untilDeadline(clockAt(120)))
        assertNull(opened.letter.view("flow-2", policy, clockAt(120)).timeLeft)

        val other = drive(120, step = activate("Azerty69!", PasswordRuleSet.find("ent-ara")))
        assertEquals("password_refused", other.name)
        val again = drive(121, step = activate(secret.lowercase() + "A1!"))
        assertEquals("password_is_provisional", again.name)
        val own = drive(121, step = activate("Azerty69!"))
        assertEquals("activated", own.name)
        val account = assertInstanceOf(LetterOutcome.Activated::class.java, own.outcome).account
        assertEquals(start.plusSeconds(121), account.changedAt)
        val typed = PasswordInput.of("Azerty69!")
        assertTrue(pool.verify(typed, account.password.text(), ring()).right)
        assertEquals(
            "already_activated",
            drive(122) { it, now -> it.issue(zone, to, context(), now) }.name,
        )
    }

    @Test
    fun `a stack asks for its own rules`() {
        val rules = PasswordRuleSet.custom(PasswordRulesOptions(id = "mine", min = 12))
        val own = context(policy = LetterPolicy.custom(LetterPolicyOptions(rules = rules)))
        val opened = signIn(print().secretTo { it.decodeToString() }).letter
        assertEquals(SUBJECT to LetterHolder.GUARDIAN, opened.subject() to opened.holder())
        val dates = listOf(TypedBirthDate(born, born))
        val short = PasswordInput.of("Azerty69!")
        val page = opened.activate(FLOW, short, dates, null, own, start.plusSeconds(120))
        val broken = assertInstanceOf(LetterActivation.Refused::class.java, page).violations
        assertEquals(listOf("length/min", "word/common"), broken.map { it.id })
        val usual = drive(121, step = activate("violette-marbre", rules))
        assertEquals("password_refused", usual.name)
        val done = drive(122, step = activate("violette-marbre", context = own))
        assertEquals("activated", done.name)
    }

    @Test
    fun `an identifier of nobody is answered alike and leaves nothing`() {
        print()
        val wrong = signIn("BBBB-BBBB-BBBB-BBBB")
        val nobody = signIn("BBBB-BBBB-BBBB-BBBB", null)
        assertEquals(PublicOutcome.Refused, wrong.publicOutcome)
        assertEquals(wrong.publicOutcome, nobody.publicOutcome)
        assertNull(store.load(nobody.letter.key()))
    }

    @Test
    fun `bad input changes nothing`() {
        val secret = print().secretTo { it.decodeToString() }
        val before = checkNotNull(store.load(letterKey(SUBJECT)))
        val refused: Map<String, () -> Any?> =
            mapOf(
                "letter/empty" to { signIn(" -\u00A0") },
                "letter/format" to { signIn("$secret\u0000") },
                "login/format" to {
                    drive(1) { it, now -> it.issue(zone, to.copy(login = "é"), context(), now) }
                },
                "letter/children" to {
                    val children = List(17) { to.name }
                    drive(1) { it, now ->
                        it.issue(zone, to.copy(children = children), context(), now)
                    }
                },
                "step/entropy" to {
                    drive(1) { it, now -> it.issue(zone, to, context(Entropy.failing()), now) }
                },
                "text/encoding" to {
                    drive(
                        1,
                    ) { it, now -> it.issue(zone, to.copy(login = "\uD800"), context(), now) }
                },
                "instant/out-of-range" to {
                    drive(1) { it, _ -> it.issue(zone, to, context(), Instant.MAX) }
                },
                "birth-date/format" to {
                    drive(1) { it, now ->
                        val dates = listOf(TypedBirthDate(LocalDate.MIN, LocalDate.MAX))
                        val page =
                            it.activate(FLOW, PasswordInput.of("a"), dates, null, context(), now)
                        (page as LetterActivation.Checked).transition
                    }
                },
            )
        for ((code, call) in refused) {
            assertRefused<EntException>(code) { call() }
        }
        assertTrue(before.contentEquals(store.load(letterKey(SUBJECT))))
        assertRefused<EntException.State>("state/corrupt") { Letter.load(SUBJECT, ByteArray(1)) }
        assertRefused<EntException.Parse>("id/format") {
            Letter.fresh("\u0000", LetterHolder.PUPIL)
        }
    }

    @Test
    fun `a policy is built within bounds`() {
        val options = LetterPolicyOptions(days = 21, rules = PasswordRuleSet.find("nist-63b4"))
        val custom = LetterPolicy.custom(options)
        assertEquals("nist-63b4", custom.rules())
        assertEquals(null to 21, custom.months() to custom.days())
        assertEquals("educonnect", policy.rules())
        assertEquals(3 to null, policy.months() to policy.days())
        assertEquals(10 to 1800L, policy.maxFailures() to policy.activationSeconds())
        assertEquals(3 to 5, policy.dateAttempts() to policy.dateFailuresPerDay())
        for (bad in listOf(
            options.copy(days = -1),
            options.copy(months = 3),
            options.copy(activationSeconds = Long.MAX_VALUE),
        )) {
            assertRefused<EntException.Parse>("policy/bounds") { LetterPolicy.custom(bad) }
        }
        assertRefused<EntException.Parse>("letter/date") { policy.expiry(LocalDate.MAX, zone) }
    }

    @Test
    fun `a batch prints for a class`() {
        val people =
            listOf("a", "b").map { LetterRequest(Letter.fresh(it, LetterHolder.PUPIL), to) }
        val batch = issueLetters(people, zone, context(), start)
        val secrets =
            batch.letters.map { sealed ->
                val printed = sealed.commit(true).outcome as LetterOutcome.Print
                printed.notice.secretTo { it.decodeToString() }
            }
        assertEquals(2, secrets.toSet().size)
        assertNull(batch.stoppedAt)
        val failed = issueLetters(people, zone, context(Entropy.failing()), start)
        assertEquals(0L to "step/entropy", failed.stoppedAt to failed.stoppedBy)
        assertRefused<EntException.Parse>("letter/twice") {
            issueLetters(listOf(people[0], people[0]), zone, context(), start)
        }
    }
}

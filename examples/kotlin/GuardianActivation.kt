package fr.entkit.example

import fr.entkit.ActivationCall
import fr.entkit.InMemoryStore
import fr.entkit.Store
import fr.entkit.driveActivation
import fr.entkit.driveLedger
import fr.entkit.ffi.ActivationOutcome
import fr.entkit.ffi.ActivationPolicy
import fr.entkit.ffi.Answer
import fr.entkit.ffi.Child
import fr.entkit.ffi.ChildAnswer
import fr.entkit.ffi.CodePolicy
import fr.entkit.ffi.CodePurpose
import fr.entkit.ffi.Entropy
import fr.entkit.ffi.GuardianClaim
import fr.entkit.ffi.GuardianRecord
import fr.entkit.ffi.HashOutcome
import fr.entkit.ffi.HashPool
import fr.entkit.ffi.HashPreset
import fr.entkit.ffi.KeyRing
import fr.entkit.ffi.Lang
import fr.entkit.ffi.LedgerContext
import fr.entkit.ffi.LedgerOutcome
import fr.entkit.ffi.NamedKey
import fr.entkit.ffi.PasswordInput
import fr.entkit.ffi.PersonName
import fr.entkit.ffi.PhoneNumber
import fr.entkit.of
import fr.entkit.parse
import fr.entkit.reason
import java.security.SecureRandom
import java.time.Clock
import java.time.LocalDate

/** Plays the whole story once: `mvn test-compile exec:exec@example`. */
fun main() = GuardianJourney(InMemoryStore(), Clock.systemUTC(), ::println).run()

/**
 * A guardian activates an account by SMS self-registration.
 *
 * The service decides nothing: it looks up its directory, stores what a step asks for, sends what
 * a committed step says and shows the public outcome. A real one keeps the records in a database,
 * which is another [Store], and runs each numbered part in a request of its own.
 */
class GuardianJourney(
    private val store: Store,
    private val clock: Clock,
    private val say: (String) -> Unit,
) {
    private val policy = ActivationPolicy.educonnect()
    private val keys = KeyRing(NamedKey("codes-1", SecureRandom().generateSeed(32)))
    private val codes = LedgerContext(CodePolicy.educonnectSms(), keys, Entropy.system())
    private val hashes = HashPool(buffers = 2, policy = HashPreset.OWASP19M.policy())
    private val flow = "session-1"

    fun run() {
        // 1. Name and number are typed. Whether somebody was found is not to be seen.
        val claim =
            GuardianClaim(PersonName.parse("CHAMSON", "Andre"), PhoneNumber.parse("0612345678"))
        val found = claim.use { it.find(directory, keys) }
        val subject = found.subject()
        val begun = step(subject) { activation, now -> activation.begin(flow, found, policy, now) }
        val asked = begun as? ActivationOutcome.IssueCode ?: return

        // 2. A code is sent; a decoy gets none.
        val issued =
            store.driveLedger(subject, CodePurpose.ACTIVATION, clock) { ledger, now ->
                ledger.issue(flow, asked.to, asked.audience, codes, now)
            }
        val sms = (issued.outcome as? LedgerOutcome.SendSms)?.sms ?: return
        say("À ${sms.to().masked}\u00A0: ${sms.text(Lang.FR)}")

        // 3. The code is typed. The guess is counted before anyone learns what it was worth.
        val typed = sms.code()
        val judged =
            store.driveLedger(subject, CodePurpose.ACTIVATION, clock) { ledger, now ->
                ledger.submit(flow, typed, codes, now)
            }
        say(judged.publicOutcome.reason())
        val proof = (judged.outcome as? LedgerOutcome.Verified)?.proof ?: return
        step(subject) { activation, now -> activation.phoneProved(proof, policy, now) }

        // 4. The birth dates of all children are confirmed.
        val answers =
            listOf(
                ChildAnswer("pupil-1", Answer.Born(LocalDate.of(2008, 5, 17))),
                ChildAnswer("pupil-2", Answer.Born(LocalDate.of(2010, 11, 3))),
            )
        step(subject) { activation, now -> activation.confirmChildren(flow, answers, policy, now) }

        // 5. A password is chosen; it is told all that is wrong with it, at once.
        val hashed =
            PasswordInput.of("Un*Vélo*bleu*7").use {
                hashes.hashAccepted(policy.rules(), it, Entropy.system())
            }
        when (hashed) {
            is HashOutcome.Refused -> {
                hashed.violations.forEach { say(it.reason()) }
            }

            is HashOutcome.Accepted -> {
                val hash = hashed.hash
                val end = step(subject) { it, now -> it.choosePassword(flow, hash, policy, now) }
                val account = (end as? ActivationOutcome.Activated)?.account ?: return
                say("Compte ${account.login} activé, ${account.attached.size} enfants rattachés.")
            }
        }
    }

    private fun step(
        subject: String,
        call: ActivationCall,
    ): ActivationOutcome {
        val committed = store.driveActivation(subject, clock, call)
        say(committed.publicOutcome.reason())
        return committed.outcome
    }
}

/** What the school knows. */
private val directory =
    listOf(
        GuardianRecord(
            subject = "guardian-1",
            name = PersonName.parse("Chamson", "André"),
            mobile = PhoneNumber.parse("06 12 34 56 78"),
            login = "a.chamson12",
            children =
                listOf(
                    Child("pupil-1", "Louis", LocalDate.of(2008, 5, 17)),
                    Child("pupil-2", "Zoé", LocalDate.of(2010, 11, 3)),
                ),
            activated = false,
        ),
    )

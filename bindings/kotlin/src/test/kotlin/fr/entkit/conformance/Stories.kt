package fr.entkit.conformance

import fr.entkit.EntKit
import fr.entkit.ffi.ActivatedAccount
import fr.entkit.ffi.ActivationOutcome
import fr.entkit.ffi.ActivationPolicy
import fr.entkit.ffi.ActivationTransition
import fr.entkit.ffi.Answer
import fr.entkit.ffi.Audience
import fr.entkit.ffi.Child
import fr.entkit.ffi.ChildAnswer
import fr.entkit.ffi.CodePurpose
import fr.entkit.ffi.CommittedActivation
import fr.entkit.ffi.CommittedLedger
import fr.entkit.ffi.GuardianActivation
import fr.entkit.ffi.GuardianClaim
import fr.entkit.ffi.GuardianMatch
import fr.entkit.ffi.GuardianRecord
import fr.entkit.ffi.HashOutcome
import fr.entkit.ffi.HashPolicy
import fr.entkit.ffi.HashPool
import fr.entkit.ffi.Ledger
import fr.entkit.ffi.LedgerContext
import fr.entkit.ffi.LedgerOutcome
import fr.entkit.ffi.LedgerTransition
import fr.entkit.ffi.NewHash
import fr.entkit.ffi.PasswordInput
import fr.entkit.ffi.PersonName
import fr.entkit.ffi.PhoneNumber
import fr.entkit.ffi.PhoneProof
import fr.entkit.of
import fr.entkit.parse
import java.time.Instant

internal fun smsCode(case: Node): Node {
    val desk = Desk(case, "guardian-1")
    return play(case, desk::take)
}

internal fun guardianSms(case: Node): Node {
    val counter = Counter(case)
    return play(case, counter::take)
}

/** A ledger with what a host holds beside it. */
private class Desk(
    case: Node,
    private val subject: String,
) {
    private val policy = codePolicy(case)
    private val context = LedgerContext(policy, keys(), entropy(case))
    private var ledger = Ledger.fresh(subject, CodePurpose.ACTIVATION)
    private val stored = Stored()
    private val sent = ArrayList<String>()
    var proof: PhoneProof? = null
        private set

    /** Journey that sees what is shown. */
    private var viewer = "flow-1"

    fun take(
        event: Any?,
        now: Instant,
        isStored: Boolean,
    ): Node {
        val (verb, with) = event.verb()
        val flow = flow(with).also { viewer = it }
        return when (verb) {
            "load" -> {
                ledger = Ledger.load(subject, CodePurpose.ACTIVATION, stored.read(with))
                show(now, null)
            }

            "check" -> {
                check(flow, with.asNode(), now)
                mapOf("proof" to "accepted")
            }

            "issue" -> {
                val decoy = with.asNode()["decoy"] == true
                val to = PhoneNumber.parse(with.asNode().text("to"))
                issue(flow, to, if (decoy) Audience.DECOY else Audience.KNOWN, now, isStored)
            }

            "submit" -> {
                val typed = typed(with.asNode().text("code"))
                commit(ledger.submit(flow, typed, context, now), now, isStored)
            }

            "resend" -> {
                commit(ledger.resend(flow, context, now), now, isStored)
            }

            "cancel" -> {
                commit(ledger.cancel(flow, context, now), now, isStored)
            }

            "claim" -> {
                commit(ledger.claim(flow, context, now), now, isStored)
            }

            "observe" -> {
                commit(ledger.observe(context, now), now, isStored)
            }

            "reinstate" -> {
                commit(ledger.reinstate(context, now), now, isStored)
            }

            else -> {
                misfit("event `$verb`")
            }
        }
    }

    fun issue(
        flow: String,
        to: PhoneNumber,
        audience: Audience,
        now: Instant,
        isStored: Boolean,
    ): Node {
        viewer = flow
        return commit(ledger.issue(flow, to, audience, context, now), now, isStored)
    }

    private fun commit(
        transition: LedgerTransition,
        now: Instant,
        isStored: Boolean,
    ): Node {
        val writes = transition.writes()
        val committed = transition.commit(isStored)
        stored.keep(writes)
        ledger = committed.ledger
        when (val outcome = committed.outcome) {
            is LedgerOutcome.SendSms -> {
                sent += outcome.sms.code()
            }

            is LedgerOutcome.Verified -> {
                proof = outcome.proof
            }

            else -> {}
        }
        return show(now, committed)
    }

    /** Checks the proof handed out last against what [with] names, else what it was asked for. */
    private fun check(
        flow: String,
        with: Node,
        now: Instant,
    ) {
        val named = { key: String, usual: String -> with[key] as? String ?: usual }
        val purpose = named("purpose", "activation")
        val listed = CodePurpose.entries.find { it.code() == purpose }
        val to = PhoneNumber.parse(named("to", "+33612345678"))
        (proof ?: misfit("no proof to check")).check(
            flow,
            named("subject", "guardian-1"),
            listed ?: misfit("purpose `$purpose`"),
            to,
            now,
        )
    }

    /** `$last` and `$previous` were sent, `$wrong` has every digit of `$last` one further. */
    private fun typed(text: String): String =
        when (text) {
            "\$last" -> sent(0)
            "\$previous" -> sent(1)
            "\$wrong" -> sent(0).map { (it.digitToInt() + 1) % 10 }.joinToString("")
            else -> text
        }

    private fun sent(back: Int) = sent.asReversed().getOrElse(back) { "00000000" }

    private fun show(
        now: Instant,
        committed: CommittedLedger?,
    ): Node {
        val view = ledger.view(viewer, policy, now)
        val shown =
            mapOf(
                "state" to ledger.state(),
                "version" to ledger.version(),
                "view" to
                    mapOf(
                        "step" to view.step.code(),
                        "sent_to" to view.sentTo,
                        "seconds_left" to view.secondsLeft,
                        "attempts_left" to view.attemptsLeft,
                        "resend_in_seconds" to view.resendInSeconds,
                    ),
            )
        if (committed == null) return shown
        return shown + ("outcome" to committed.name) + shownPublic(committed.publicOutcome)
    }
}

/** A host with a directory and, once somebody is looked up, the two records of a journey. */
private class Counter(
    private val case: Node,
) {
    private val directory = case.list("directory").map { record(it.asNode()) }
    private val policy = ActivationPolicy.educonnect()
    private val keys = keys()
    private val entropy = entropy(case)
    private var journey: Journey? = null

    fun take(
        event: Any?,
        now: Instant,
        isStored: Boolean,
    ): Node {
        val (verb, with) = event.verb()
        val flow = flow(with)
        if (verb == "identify") {
            val found = lookUp(with.asNode())
            if (journey?.subject !=
                found.subject()
            ) {
                journey = Journey(case, found.subject(), policy)
            }
        }
        val journey = journey ?: misfit("nobody identified")
        journey.viewer = flow
        val step = { take: (GuardianActivation) -> ActivationTransition ->
            journey.commit(take(journey.activation), now, isStored)
        }
        return when (verb) {
            "identify" -> step { it.begin(flow, lookUp(with.asNode()), policy, now) }
            "code" -> journey.code(with, now, isStored)
            "load" -> journey.load(with, now)
            "prove" -> step { it.phoneProved(journey.proof(), policy, now) }
            "return_to_phone" -> step { it.returnToPhone(flow, policy, now) }
            "children" -> step { it.confirmChildren(flow, answers(with.asNode()), policy, now) }
            "password" -> step { it.choosePassword(flow, hash(with.asNode()), policy, now) }
            "abandon" -> step { it.abandon(flow, policy, now) }
            "observe" -> step { it.observe(policy, now) }
            else -> misfit("event `$verb`")
        }
    }

    private fun lookUp(with: Node): GuardianMatch {
        val name = PersonName.parse(with.text("family"), with.text("given"))
        val mobile = PhoneNumber.parse(with.text("mobile"))
        return GuardianClaim(name, mobile).use { it.find(directory, keys) }
    }

    /** Checks and hashes with the least memory that a stored hash may have. */
    private fun hash(with: Node): NewHash {
        val pool = HashPool(1, HashPolicy(memoryKib = 7168, passes = 5, lanes = 1))
        val password = PasswordInput.of(with.text("password"))
        val outcome = pool.use { it.hashAccepted(with.text("rules"), password, entropy) }
        return when (outcome) {
            is HashOutcome.Accepted -> outcome.hash
            is HashOutcome.Refused -> misfit("the password of a story is acceptable")
        }
    }
}

private class Journey(
    case: Node,
    val subject: String,
    private val policy: ActivationPolicy,
) {
    var activation = GuardianActivation.fresh(subject)
        private set
    private val stored = Stored()
    private val desk = Desk(case, subject)

    /** Flow that sees what is shown. */
    var viewer = "flow-1"

    /** What the last `issue_code` asked for. */
    private var toIssue: ActivationOutcome.IssueCode? = null

    fun proof() = desk.proof ?: misfit("no proof to give")

    /** A step of the ledger; `issue` takes what the activation asked for. */
    fun code(
        event: Any?,
        now: Instant,
        isStored: Boolean,
    ): Node {
        val (verb, with) = event.verb()
        if (verb != "issue") return desk.take(event, now, isStored)
        val asked = toIssue ?: misfit("no code was asked for")
        return desk.issue(flow(with), asked.to, asked.audience, now, isStored)
    }

    fun load(
        with: Any?,
        now: Instant,
    ): Node {
        activation = GuardianActivation.load(subject, stored.read(with))
        return show(now, null)
    }

    fun commit(
        transition: ActivationTransition,
        now: Instant,
        isStored: Boolean,
    ): Node {
        val writes = transition.writes()
        val committed = transition.commit(isStored)
        stored.keep(writes)
        activation = committed.activation
        (committed.outcome as? ActivationOutcome.IssueCode)?.let { toIssue = it }
        return show(now, committed)
    }

    private fun show(
        now: Instant,
        committed: CommittedActivation?,
    ): Node {
        val view = activation.view(viewer, policy, now)
        val shown =
            mapOf(
                "step" to view.step.code(),
                "version" to activation.version(),
                "view" to
                    mapOf(
                        "step" to view.step.code(),
                        "sent_to" to view.sentTo,
                        "children" to
                            view.children.map {
                                mapOf("pupil" to it.pupil, "given_name" to it.givenName)
                            },
                        "attempts_left" to view.attemptsLeft,
                        "login" to view.login,
                        "seconds_left" to view.secondsLeft,
                    ),
            )
        if (committed == null) return shown
        return shown + ("outcome" to committed.name) + shownPublic(committed.publicOutcome) +
            carried(committed.outcome)
    }
}

private fun carried(outcome: ActivationOutcome): Node =
    when (outcome) {
        is ActivationOutcome.Activated -> mapOf("account" to account(outcome.account))
        is ActivationOutcome.Failed -> mapOf("reason" to outcome.reason.code())
        is ActivationOutcome.ChildrenRefused -> mapOf("attempts_left" to outcome.attemptsLeft)
        else -> emptyMap()
    }

private fun account(account: ActivatedAccount): Node =
    mapOf(
        "subject" to account.subject,
        "login" to account.login,
        "attached" to account.attached,
        "disputed" to account.disputed,
        "activated_at" to EntKit.format(account.activatedAt),
    )

private fun record(row: Node) =
    GuardianRecord(
        subject = row.text("subject"),
        name = PersonName.parse(row.text("family"), row.text("given")),
        mobile = PhoneNumber.parse(row.text("mobile")),
        login = row.text("login"),
        children =
            row.list("children").map { child ->
                val born = EntKit.parseBirthDate(child.asNode().text("birth_date"))
                Child(child.asNode().text("pupil"), child.asNode().text("given_name"), born)
            },
        activated = row["activated"] == true,
    )

private fun answers(with: Node) =
    with.list("answers").map { row ->
        val born = row.asNode()["born"] as? String
        val answer = born?.let { Answer.Born(EntKit.parseBirthDate(it)) } ?: Answer.Disputed
        ChildAnswer(row.asNode().text("pupil"), answer)
    }

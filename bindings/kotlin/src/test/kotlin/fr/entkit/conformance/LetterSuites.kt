package fr.entkit.conformance

import fr.entkit.EntKit
import fr.entkit.ffi.CommittedLetter
import fr.entkit.ffi.Ent
import fr.entkit.ffi.Entropy
import fr.entkit.ffi.HashPool
import fr.entkit.ffi.Lang
import fr.entkit.ffi.Letter
import fr.entkit.ffi.LetterActivation
import fr.entkit.ffi.LetterContext
import fr.entkit.ffi.LetterHolder
import fr.entkit.ffi.LetterOutcome
import fr.entkit.ffi.LetterPolicy
import fr.entkit.ffi.LetterRecipient
import fr.entkit.ffi.LetterRequest
import fr.entkit.ffi.LetterTransition
import fr.entkit.ffi.Notice
import fr.entkit.ffi.PasswordInput
import fr.entkit.ffi.PasswordRuleSet
import fr.entkit.ffi.TypedBirthDate
import fr.entkit.ffi.UnverifiedEmail
import fr.entkit.ffi.Zone
import fr.entkit.ffi.issueLetters
import fr.entkit.fromCodeOrNull
import fr.entkit.of
import fr.entkit.parse
import java.time.Instant
import java.time.LocalDate

/** `letter.*`. */
internal val letterSuites: Map<String, Suite> =
    mapOf("letter.expiry" to ::expiry, "letter.notice" to ::notice, "letter.batch" to ::batch)

internal fun letterStory(case: Node): Node {
    val counter = LetterCounter(case)
    return play(case, counter::take)
}

private fun expiry(case: Node): Node {
    // What no day is read from is no day of any letter.
    val createdOn = EntKit.parseDayOrNull(case.text("created_on")) ?: LocalDate.MIN
    val ends = LetterPolicy.threeMonths().expiry(createdOn, zone(case))
    return mapOf(
        "expires_at" to EntKit.format(ends.expiresAt),
        "last_day" to ends.lastDay.toString(),
    )
}

private fun notice(case: Node): Node {
    val now = EntKit.parseInstant(case.text("at"))
    val lang = if (case.text("lang") == "en") Lang.EN else Lang.FR
    val letter = Letter.fresh("person-1", holder(case))
    val issued = letter.issue(zone(case), recipient(case), context(Entropy.seeded(1)), now)
    val outcome = issued.commit(true).outcome
    return shown((outcome as? LetterOutcome.Print)?.notice ?: misfit("nothing is printed"), lang)
}

private fun shown(
    notice: Notice,
    lang: Lang,
): Node {
    val secret = notice.secret().decodeToString()
    val steps = notice.instructions(lang)
    return mapOf(
        "addressee" to notice.addressee().displayName(),
        "children" to notice.children().map { it.displayName() },
        "login" to notice.login(),
        "groups" to secret.split('-').map { it.length },
        "number" to notice.number(),
        "created_on" to notice.createdOn().toString(),
        "last_day" to notice.lastDay().toString(),
        "last_day_text" to notice.lastDayText(lang),
        "portal" to notice.portal(),
        "instructions" to steps.map { it.id },
        "texts" to steps.map { it.text },
        "text" to notice.text(lang).decodeToString().replace(secret, "{secret}"),
    )
}

private fun batch(case: Node): Node {
    val now = EntKit.parseInstant(case.text("at"))
    val people =
        case.list("people").map { person ->
            val letter = Letter.fresh(person.asNode().text("subject"), holder(person.asNode()))
            LetterRequest(letter, recipient(person.asNode()))
        }
    val batch = issueLetters(people, zone(case), context(Entropy.seeded(1)), now)
    val printed =
        batch.letters
            .map {
                it
                    .commit(
                        true,
                    ).outcome
            }.filterIsInstance<LetterOutcome.Print>()
    return mapOf(
        "printed" to printed.map { it.notice.addressee().displayName() },
        "stopped" to batch.stoppedAt,
    )
}

/** The cheapest pool, with the key of every story as its pepper. */
private fun context(entropy: Entropy) =
    LetterContext(LetterPolicy.threeMonths(), HashPool(1, leastCost), entropy, keys())

private fun holder(case: Node) = case.listed("holder", LetterHolder.Companion::fromCodeOrNull)

private fun recipient(case: Node) =
    LetterRecipient(
        name = name(case),
        login = case.text("login"),
        children = (case["children"] as? List<*>).orEmpty().map { name(it.asNode()) },
        ent = Ent.find(case.text("ent")),
    )

/** A record of letters with what a host holds beside it. */
private class LetterCounter(
    case: Node,
) {
    private val context = context(entropy(case))
    private var letter = Letter.fresh(SUBJECT, holder(case))
    private val stored = Stored()

    /** Secrets of the notices printed, in their order. */
    private val printed = ArrayList<String>()

    fun take(
        event: Any?,
        now: Instant,
        isStored: Boolean,
    ): Node {
        val (verb, with) = event.verb()
        val flow = flow(with)
        if (verb == "load") {
            letter = Letter.load(SUBJECT, stored.read(with))
            return show(flow, now, null)
        }
        val transition =
            when (verb) {
                "issue" -> {
                    letter.issue(issueZone(with.asNode()), recipient(person), context, now)
                }

                "sign_in" -> {
                    val secret = PasswordInput.of(typed(with.asNode().text("secret")))
                    letter.signIn(flow, secret, context, now)
                }

                "activate" -> {
                    activate(flow, with.asNode(), now)
                }

                "abandon" -> {
                    letter.abandon(flow, context, now)
                }

                "revoke" -> {
                    letter.revoke(context, now)
                }

                "observe" -> {
                    letter.observe(context, now)
                }

                else -> {
                    misfit("event `$verb`")
                }
            }
        return commit(flow, transition, now, isStored)
    }

    private fun activate(
        flow: String,
        with: Node,
        now: Instant,
    ): LetterTransition {
        val date = { text: Any? -> EntKit.parseBirthDate(text as? String ?: "") }
        val dates =
            with.list("dates").map { pair ->
                TypedBirthDate(date(pair.asNode()["known"]), date(pair.asNode()["typed"]))
            }
        val sent =
            letter.activate(
                flow = flow,
                password = PasswordInput.of(typed(with["password"] as? String ?: "Azerty69!")),
                birthDates = dates,
                email = (with["email"] as? String)?.let { UnverifiedEmail.parse(it) },
                context = context,
                now = now,
                rules = (with["rules"] as? String)?.let(PasswordRuleSet.Companion::find),
            )
        return when (sent) {
            is LetterActivation.Checked -> sent.transition
            is LetterActivation.Refused -> misfit("the password is refused")
        }
    }

    private fun commit(
        flow: String,
        transition: LetterTransition,
        now: Instant,
        isStored: Boolean,
    ): Node {
        val writes = transition.writes()
        val committed = transition.commit(isStored)
        stored.keep(writes)
        letter = committed.letter
        val shown = show(flow, now, committed)
        (committed.outcome as? LetterOutcome.Print)?.let {
            printed += it.notice.secret().decodeToString()
        }
        return shown
    }

    /** `$last` and `$previous` were printed, `$lower` is the last in lower case without dashes. */
    private fun typed(text: String): String {
        val lower = printed(0).replace("-", "").lowercase()
        return text
            .replace("\$last", printed(0))
            .replace("\$previous", printed(1))
            .replace("\$lower", lower)
    }

    private fun printed(back: Int) = printed.asReversed().getOrElse(back) { "BBBB-BBBB-BBBB-BBBB" }

    private fun show(
        flow: String,
        now: Instant,
        committed: CommittedLetter?,
    ): Node {
        val view = letter.view(flow, LetterPolicy.threeMonths(), now)
        val shown =
            mapOf(
                "state" to letter.state(),
                "version" to letter.version(),
                "view" to
                    mapOf(
                        "step" to view.step.code(),
                        "seconds_left" to view.secondsLeft,
                        "date_attempts_left" to view.dateAttemptsLeft,
                        "email_required" to view.emailRequired,
                    ),
                "number" to letter.number(),
                "earlier" to letter.stateOf(letter.number() - 1),
                "created_on" to letter.createdOn()?.toString(),
                "expires_at" to letter.expiresAt()?.let(EntKit::format),
                "deadline" to letter.nextDeadline()?.let(EntKit::format),
            )
        if (committed == null) return shown
        return shown + ("outcome" to committed.name) + shownPublic(committed.publicOutcome) +
            carried(committed.outcome)
    }
}

private const val SUBJECT = "person-1"

/** Whom the letters of a story are for. */
private val person: Node =
    mapOf(
        "family" to "Martin",
        "given" to "Zoé",
        "login" to "z.martin01",
        "ent" to "auvergne-rhone-alpes",
    )

private fun issueZone(with: Node) = Zone.parse(with["zone"] as? String ?: "Europe/Paris")

private fun carried(outcome: LetterOutcome): Node =
    when (outcome) {
        is LetterOutcome.Wrong -> {
            mapOf("attempts_left" to outcome.attemptsLeft)
        }

        is LetterOutcome.DatesRefused -> {
            mapOf("attempts_left" to outcome.attemptsLeft)
        }

        is LetterOutcome.Opened -> {
            mapOf("until" to EntKit.format(outcome.scope.until))
        }

        is LetterOutcome.Activated -> {
            mapOf(
                "email" to
                    outcome.account.email
                        ?.email
                        ?.address,
                "changed_at" to EntKit.format(outcome.account.changedAt),
            )
        }

        else -> {
            emptyMap()
        }
    }

package fr.entkit.conformance

import fr.entkit.ffi.AccountChange
import fr.entkit.ffi.BaseAddress
import fr.entkit.ffi.CommittedLink
import fr.entkit.ffi.EmailLink
import fr.entkit.ffi.LinkContext
import fr.entkit.ffi.LinkOutcome
import fr.entkit.ffi.LinkPolicy
import fr.entkit.ffi.LinkToken
import fr.entkit.ffi.LinkTransition
import fr.entkit.ffi.UnverifiedEmail
import fr.entkit.fromCodeOrNull
import fr.entkit.parse
import java.time.Instant

internal fun emailLinkStory(case: Node): Node {
    if (case["policy"] != "email_link") misfit("policy `${case["policy"]}`")
    val desk = LinkDesk(case)
    return play(case, desk::take)
}

/** The record of an account and the links that were sent. */
private class LinkDesk(
    case: Node,
) {
    private val policy = LinkPolicy.emailLink()
    private val context = LinkContext(policy, entropy(case))
    private val base = BaseAddress.parse("https://ent.exemple.fr/courriel")
    private var link = EmailLink.fresh(ACCOUNT)
    private val stored = Stored()

    /** Links in the order they were sent. */
    private val sent = ArrayList<String>()

    fun take(
        event: Any?,
        now: Instant,
        isStored: Boolean,
    ): Node {
        val (verb, body) = event.verb()
        val with = body.asNode()
        return when (verb) {
            "load" -> {
                link = EmailLink.load(ACCOUNT, stored.read(with))
                show(now, null)
            }

            "inspect" -> {
                inspect(token(with), now)
            }

            else -> {
                commit(step(verb, with, now), now, isStored)
            }
        }
    }

    private fun step(
        verb: String,
        with: Node,
        now: Instant,
    ): LinkTransition =
        when (verb) {
            "request" -> {
                val previous = (with["previous"] as? String)?.let { UnverifiedEmail.parse(it) }
                val address = UnverifiedEmail.parse(with.text("address"))
                link.request(address, previous?.confirmed(), context, now)
            }

            "resend" -> {
                link.resend(context, now)
            }

            "confirm" -> {
                link.confirm(token(with), context, now)
            }

            "claim" -> {
                link.claim(context, now)
            }

            "revoke" -> {
                link.revoke(context, now)
            }

            "account_changed" -> {
                val change = with.listed("change", AccountChange.Companion::fromCodeOrNull)
                link.accountChanged(change, context, now)
            }

            "observe" -> {
                link.observe(context, now)
            }

            else -> {
                misfit("event `$verb`")
            }
        }

    private fun inspect(
        token: LinkToken,
        now: Instant,
    ): Node {
        val page = link.inspect(token, now)
        val inspection =
            mapOf(
                "step" to page.step.code(),
                "address" to page.address,
                "seconds_left" to page.secondsLeft,
            )
        return show(now, null) + ("inspection" to inspection)
    }

    private fun commit(
        transition: LinkTransition,
        now: Instant,
        isStored: Boolean,
    ): Node {
        val writes = transition.writes()
        val committed = transition.commit(isStored)
        stored.keep(writes)
        link = committed.link
        (committed.outcome as? LinkOutcome.SendLink)?.let { sent += it.mail.url(base) }
        return show(now, committed)
    }

    /** `$last` and `$previous` are tokens of links that were sent, `$wrong` was never drawn. */
    private fun token(with: Node): LinkToken {
        val url =
            when (val text = with.text("token")) {
                "\$last" -> sent.asReversed().getOrNull(0)
                "\$previous" -> sent.asReversed().getOrNull(1)
                "\$wrong" -> null
                else -> return LinkToken.parse(text)
            }
        return url?.let { LinkToken.fromUrl(base, it) } ?: LinkToken.parse("A".repeat(43))
    }

    private fun show(
        now: Instant,
        committed: CommittedLink?,
    ): Node {
        val view = link.view(policy, now)
        val shown =
            mapOf(
                "state" to link.state(),
                "version" to link.version(),
                "view" to
                    mapOf(
                        "step" to view.step.code(),
                        "sent_to" to view.sentTo,
                        "seconds_left" to view.secondsLeft,
                        "resend_in_seconds" to view.resendInSeconds,
                    ),
            )
        if (committed == null) return shown
        return shown + ("outcome" to committed.name) + shownPublic(committed.publicOutcome) +
            carried(committed.outcome)
    }
}

private const val ACCOUNT = "guardian-1"

private fun carried(outcome: LinkOutcome): Node =
    when (outcome) {
        is LinkOutcome.SendLink -> {
            mapOf(
                "to" to
                    outcome.mail
                        .to()
                        .email.address,
            )
        }

        is LinkOutcome.Confirmed -> {
            mapOf(
                "email" to outcome.email.email.address,
                "notice" to outcome.noticeTo?.email?.address,
            )
        }

        is LinkOutcome.Wrong -> {
            mapOf("attempts_left" to outcome.attemptsLeft)
        }

        else -> {
            emptyMap()
        }
    }

package fr.entkit.conformance

import fr.entkit.EntKit
import fr.entkit.ffi.AccountChange
import fr.entkit.ffi.CommittedPairing
import fr.entkit.ffi.Pairing
import fr.entkit.ffi.PairingContext
import fr.entkit.ffi.PairingOutcome
import fr.entkit.ffi.PairingPayload
import fr.entkit.ffi.PairingPolicy
import fr.entkit.ffi.PairingTransition
import fr.entkit.ffi.PairingView
import fr.entkit.fromCodeOrNull
import java.time.Instant

internal fun pairingStory(case: Node): Node {
    if (case["policy"] != "mobile_activation") misfit("policy `${case["policy"]}`")
    val desk = PairingDesk(case)
    return play(case, desk::take)
}

/** The record of an account, those of nobody, and the index of a host. */
private class PairingDesk(
    case: Node,
) {
    private val policy = PairingPolicy.mobileActivation()
    private val context = PairingContext(policy, keys(), entropy(case))
    private var pairing = Pairing.fresh(ACCOUNT)
    private val stored = Stored()
    private val nobody = HashMap<String, Pairing>()

    /** Identifiers and codes in the order they were shown. */
    private val shown = ArrayList<Pair<String, String>>()

    fun take(
        event: Any?,
        now: Instant,
        isStored: Boolean,
    ): Node {
        val (verb, body) = event.verb()
        val with = body.asNode()
        return when (verb) {
            "load" -> {
                pairing = pairing.reload(stored.read(with))
                show(now, null)
            }

            "redeem" -> {
                val code = typed(with["code"], NEVER_SHOWN.second) { it.second }
                typed(with, now, isStored) { redeem(it, code, device(with), context, now) }
            }

            "claim" -> {
                typed(with, now, isStored) { claim(it, device(with), context, now) }
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
    ): PairingTransition =
        when (verb) {
            "issue" -> {
                val account = with["account"] as? String ?: ACCOUNT
                val signedIn = (with["signed_in"] as? String)?.let(EntKit::parseInstant) ?: now
                pairing.issue(account, "session-1", signedIn, context, now)
            }

            "revoke" -> {
                pairing.revoke(context, now)
            }

            "revoke_device" -> {
                pairing.revokeDevice(device(with), context, now)
            }

            "account_changed" -> {
                val change = with.listed("change", AccountChange.Companion::fromCodeOrNull)
                pairing.accountChanged(change, context, now)
            }

            "reinstate" -> {
                pairing.reinstate(context, now)
            }

            "observe" -> {
                pairing.observe(context, now)
            }

            else -> {
                misfit("event `$verb`")
            }
        }

    /** An identifier outside the index leads to a record of nobody. */
    private fun typed(
        with: Node,
        now: Instant,
        isStored: Boolean,
        take: Pairing.(String) -> PairingTransition,
    ): Node {
        val identifier = typed(with["identifier"], NEVER_SHOWN.first) { it.first }
        val digits = PairingPayload.typed(identifier, NEVER_SHOWN.second).use { it.identifier() }
        if (shown.any { it.first == digits }) {
            return commit(pairing.take(identifier), now, isStored)
        }
        val fresh = Pairing.find(identifier, null)
        val known = nobody[fresh.key()] ?: fresh
        val committed = known.take(identifier).commit(isStored)
        nobody[fresh.key()] = committed.pairing
        return mapOf(
            "state" to committed.pairing.state(),
            "version" to committed.pairing.version(),
            "outcome" to committed.name,
        ) + shownPublic(committed.publicOutcome)
    }

    private fun device(with: Node) = with["device"] as? String ?: "phone-1"

    private fun commit(
        transition: PairingTransition,
        now: Instant,
        isStored: Boolean,
    ): Node {
        val writes = transition.writes()
        val committed = transition.commit(isStored)
        stored.keep(writes)
        pairing = committed.pairing
        (committed.outcome as? PairingOutcome.Issued)?.code?.let {
            shown += it.identifier() to it.printed()
        }
        return show(now, committed)
    }

    /**
     * `$last` (also when nothing is said) and `$previous` are what was shown, `$wrong` is a code
     * without a letter of the last in its place.
     */
    private fun typed(
        text: Any?,
        never: String,
        part: (Pair<String, String>) -> String,
    ): String {
        val back = { n: Int -> shown.asReversed().getOrNull(n)?.let(part) ?: never }
        return when (text) {
            null, "\$last" -> back(0)
            "\$previous" -> back(1)
            "\$wrong" -> back(0).map(::other).joinToString("")
            else -> text as? String ?: misfit("`$text` is not typed")
        }
    }

    private fun other(letter: Char) =
        when (letter) {
            '-' -> '-'
            'Z' -> 'B'
            else -> 'Z'
        }

    private fun show(
        now: Instant,
        committed: CommittedPairing?,
    ): Node {
        val previous = shown.asReversed().getOrNull(1)?.first
        val shown =
            mapOf(
                "state" to pairing.state(),
                "version" to pairing.version(),
                "view" to shown(pairing.view(null, policy, now)),
                "previous_view" to previous?.let { shown(pairing.view(it, policy, now)) },
                "devices" to pairing.devices().map { it.device },
            )
        if (committed == null) return shown
        return shown + ("outcome" to committed.name) + shownPublic(committed.publicOutcome) +
            carried(committed.outcome)
    }
}

private const val ACCOUNT = "guardian-1"
private val NEVER_SHOWN = "0000000000" to "BBBB-BBBB"

private fun shown(view: PairingView): Node =
    mapOf(
        "step" to view.step.code(),
        "seconds_left" to view.secondsLeft,
        "attempts_left" to view.attemptsLeft,
        "device" to view.device,
        "issue_in_seconds" to view.issueInSeconds,
    )

private fun carried(outcome: PairingOutcome): Node =
    when (outcome) {
        is PairingOutcome.Granted -> {
            val grant = outcome.grant
            mapOf("grant" to mapOf("account" to grant.account(), "device" to grant.device()))
        }

        is PairingOutcome.Revoked -> {
            mapOf("revoked" to outcome.devices)
        }

        is PairingOutcome.Wrong -> {
            mapOf("attempts_left" to outcome.attemptsLeft)
        }

        else -> {
            emptyMap()
        }
    }

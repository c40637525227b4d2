package fr.entkit.conformance

import fr.entkit.ffi.CommittedThrottle
import fr.entkit.ffi.PhoneNumber
import fr.entkit.ffi.Throttle
import fr.entkit.ffi.ThrottlePolicy
import fr.entkit.ffi.ThrottleTransition
import fr.entkit.parse
import java.time.Instant

internal fun throttleStory(case: Node): Node {
    val gate = Gate(case)
    return play(case, gate::take)
}

/** The tries of one account or one number. */
private class Gate(
    case: Node,
) {
    private val policy =
        when (val name = case["policy"]) {
            "sign_in" -> ThrottlePolicy.signIn()
            "sms_to_number" -> ThrottlePolicy.smsToNumber()
            else -> misfit("policy `$name`")
        }
    private var throttle =
        when (val number = case["number"]) {
            is String -> Throttle.smsTo(PhoneNumber.parse(number), keys())
            else -> Throttle.signIn(case.text("subject"))
        }
    private val stored = Stored()

    fun take(
        event: Any?,
        now: Instant,
        isStored: Boolean,
    ): Node {
        val (verb, with) = event.verb()
        return when (verb) {
            "load" -> {
                throttle = throttle.reload(stored.read(with))
                show(now, null)
            }

            "attempt" -> {
                commit(throttle.attempt(policy, now), now, isStored)
            }

            "succeed" -> {
                commit(throttle.succeed(policy, now), now, isStored)
            }

            "reinstate" -> {
                commit(throttle.reinstate(policy, now), now, isStored)
            }

            else -> {
                misfit("event `$verb`")
            }
        }
    }

    private fun commit(
        transition: ThrottleTransition,
        now: Instant,
        isStored: Boolean,
    ): Node {
        val writes = transition.writes()
        val committed = transition.commit(isStored)
        stored.keep(writes)
        throttle = committed.throttle
        return show(now, committed)
    }

    private fun show(
        now: Instant,
        committed: CommittedThrottle?,
    ): Node {
        val shown =
            mapOf(
                "key" to throttle.key(),
                "version" to throttle.version(),
                "disabled" to throttle.isDisabled(),
                "until" to throttle.closedUntil(policy, now)?.toString(),
            )
        if (committed == null) return shown
        return shown + ("outcome" to committed.name) + shownPublic(committed.publicOutcome)
    }
}

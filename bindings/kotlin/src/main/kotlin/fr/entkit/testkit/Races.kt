package fr.entkit.testkit

import fr.entkit.LedgerCall
import fr.entkit.Store
import fr.entkit.code
import fr.entkit.ffi.Audience
import fr.entkit.ffi.CodePurpose
import fr.entkit.ffi.EntException
import fr.entkit.ffi.LedgerOutcome
import fr.entkit.ffi.PhoneNumber
import fr.entkit.parse
import java.util.Collections
import java.util.concurrent.CyclicBarrier
import kotlin.concurrent.thread

/** Many workers at one record. */
internal class Races(
    private val kit: Kit,
) {
    /** Creations, replacements and counted steps at once. */
    fun play(open: () -> Counted) {
        open().closing { store ->
            for (round in 1..ROUNDS) kit.attempt { play(open, store, round) }
        }
    }

    private fun play(
        open: () -> Counted,
        store: Store,
        round: Int,
    ) {
        val (created, replaced, counted) =
            listOf("create", "replace", "count").map { kit.key("$it-$round") }
        store.saveIf(replaced, null, "first".encodeToByteArray())
        val (creators, replacers, versions) =
            all(
                open,
                listOf(
                    { one, worker -> write(one, created, null, worker) },
                    { one, worker -> write(one, replaced, 1, worker) },
                    { one, _ -> List(STEPS) { count(one, counted) } },
                ),
            )
        oneWinner(ContractRule.CREATE_RACE, creators, store.load(created))
        oneWinner(ContractRule.REPLACE_RACE, replacers, store.load(replaced))
        gapFree(versions, 0)
    }

    /** Guesses at once, by loops over a store. */
    fun playGuesses(open: () -> LedgerLoop) {
        val targets = ArrayList<Target>()
        kit.attempt {
            open().closing { loop ->
                for (round in 1..ROUNDS) {
                    targets +=
                        target(loop, round)
                }
            }
        }
        if (targets.size < ROUNDS) return
        val limit = kit.policy.values().maxAttempts
        for (judged in all(
            open,
            targets.map { target ->
                { loop, worker -> guess(loop, target, worker) }
            },
        )) {
            kit.judge(judged.size)
            val right = judged.count { it.right }
            if (judged.size > limit) {
                kit.find(
                    ContractRule.GUESSES,
                    "${judged.size} guesses at a limit of $limit were judged",
                )
            }
            if (right > 1) kit.find(ContractRule.ONE_SUCCESS, "one code succeeded $right times")
            if (judged.isEmpty()) kit.find(ContractRule.PROGRESS, "no guess was judged")
            // The code itself is version 1.
            gapFree(judged.map { it.version }, 1)
        }
    }

    /** Runs each job by every worker at once, each with an [open] of its own: what they told. */
    private fun <T, R> all(
        open: () -> T,
        jobs: List<(T, Int) -> List<R>>,
    ): List<List<R>> {
        val start = CyclicBarrier(kit.workers)
        val told = jobs.map { Collections.synchronizedList(ArrayList<R>()) }

        fun work(worker: Int) {
            var opened: T? = null
            kit.attempt { opened = open() }
            opened.closing { one ->
                for ((job, into) in jobs.zip(told)) {
                    // A worker that failed still comes, or the others would wait for ever.
                    start.await()
                    if (one != null) kit.attempt { into += job(one, worker) }
                }
            }
        }
        List(kit.workers) { thread { work(it) } }.forEach(Thread::join)
        return told
    }

    private fun write(
        store: Store,
        key: String,
        at: Long?,
        worker: Int,
    ) = if (store.saveIf(key, at, "$worker".encodeToByteArray())) listOf(worker) else emptyList()

    /** Counts one step in a record that holds its own version. */
    private fun count(
        store: Store,
        key: String,
    ): Int {
        fun read() = store.load(key)?.decodeToString()?.toInt() ?: 0
        repeat(MAX_RACES) {
            val version = read()
            val next = "${version + 1}".encodeToByteArray()
            if (store.saveIf(key, version.takeIf { it > 0 }?.toLong(), next)) {
                val found = read()
                if (found <= version) {
                    val happened = "a worker stored version ${version + 1} and then read $found"
                    kit.find(ContractRule.VISIBLE, happened)
                }
                return version + 1
            }
        }
        kit.find(ContractRule.PROGRESS, "a step lost a thousand races in a row")
        return 0
    }

    private fun oneWinner(
        rule: ContractRule,
        winners: List<Int>,
        stands: ByteArray?,
    ) {
        if (winners.size != 1) {
            kit.find(rule, "${winners.size} of ${kit.workers} workers were told it was stored")
        } else if (stands?.decodeToString() != "${winners.single()}") {
            kit.find(rule, "the bytes of another worker stand")
        }
    }

    /** Finds versions above [first] that are missing or stand twice. */
    private fun gapFree(
        versions: List<Int>,
        first: Int,
    ) {
        if (versions.sorted() != (first + 1..first + versions.size).toList()) {
            val (steps, kinds) = versions.size to versions.distinct().size
            val happened = "$steps stored steps had $kinds versions, the last ${versions.max()}"
            kit.find(ContractRule.VERSIONS, happened)
        }
    }

    /** One code, and a code of the same length that differs in every digit. */
    private class Target(
        val subject: String,
        val right: String,
        val wrong: String,
    )

    private class Judged(
        val version: Int,
        val right: Boolean,
    )

    private fun target(
        loop: LedgerLoop,
        round: Int,
    ): Target {
        val subject = "store-check-${kit.run}-$round"
        val issue =
            LedgerCall { ledger, now ->
                val to = PhoneNumber.parse("06 12 34 56 78")
                ledger.issue(FLOW, to, Audience.KNOWN, kit.context, now)
            }
        val committed = loop.take(subject, CodePurpose.ACTIVATION, kit.clock, issue)
        val outcome = committed.outcome
        check(outcome is LedgerOutcome.SendSms) { "no code was issued, but ${committed.name}" }
        val right = outcome.sms.code()
        committed.destroy()
        return Target(subject, right, right.map { if (it == '9') '0' else '9' }.joinToString(""))
    }

    private fun guess(
        loop: LedgerLoop,
        target: Target,
        worker: Int,
    ): List<Judged> {
        val judged = ArrayList<Judged>()
        for (guess in 0 until GUESSES) {
            // One guess in eight is right.
            val typed = if ((worker + guess) % 8 == 7) target.right else target.wrong
            val submit = LedgerCall { ledger, now -> ledger.submit(FLOW, typed, kit.context, now) }
            try {
                val committed = loop.take(target.subject, CodePurpose.ACTIVATION, kit.clock, submit)
                if (committed.name in JUDGED) {
                    val version = committed.ledger.version()?.toInt() ?: 0
                    judged += Judged(version, committed.name == "verified")
                }
                committed.destroy()
            } catch (lost: EntException.CasLost) {
                kit.find(
                    ContractRule.PROGRESS,
                    "a step lost a thousand races in a row: ${lost.code}",
                )
            }
        }
        return judged
    }

    private companion object {
        const val FLOW = "store-check"
        const val ROUNDS = 3

        /** Steps of each worker at one counter, and guesses at one code. */
        const val STEPS = 2
        const val GUESSES = 3
        const val MAX_RACES = 1000
        val JUDGED = setOf("verified", "wrong", "exhausted")
    }
}

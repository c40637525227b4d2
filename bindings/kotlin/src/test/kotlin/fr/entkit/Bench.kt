package fr.entkit

import fr.entkit.ffi.ContextKind
import fr.entkit.ffi.PasswordInput
import fr.entkit.ffi.PasswordRuleSet
import fr.entkit.ffi.Uai
import fr.entkit.ffi.checkPassword
import fr.entkit.ffi.libraryVersion

private const val ROUNDS = 9
private const val ROUND_NANOS = 200_000_000L

private var sink: Any? = null

/** Median over the rounds of the time of one call, the first round being the warm-up. */
private fun bench(
    name: String,
    call: () -> Any,
) {
    val rounds =
        List(ROUNDS + 1) {
            val start = System.nanoTime()
            var calls = 0L
            var spent = 0L
            while (spent < ROUND_NANOS) {
                repeat(100) { sink = call() }
                calls += 100
                spent = System.nanoTime() - start
            }
            spent / calls
        }
    println("%-24s %10d ns".format(name, rounds.drop(1).sorted()[ROUNDS / 2]))
}

/** What a page asks at each key press: two fields, two words, every violation with its texts. */
private fun passwordCheck() =
    PasswordInput.of("Azerty69").use { typed ->
        PasswordInput.of("Azerty6").use { second ->
            val words = listOf(ContextKind.NAME.word("Martin"), ContextKind.SCHOOL.word("Lyon"))
            checkPassword("educonnect", typed, second, words)
        }
    }

/** The rules alone, and the strength alone, of a password that is typed already. */
private fun benchAlone() {
    val rules = PasswordRuleSet.find("educonnect")
    val words = listOf(ContextKind.NAME.word("Martin"), ContextKind.SCHOOL.word("Lyon"))
    PasswordInput.of("Azerty69!").use { typed ->
        bench("verdict per password") { rules.check(typed) }
        bench("strength per password") { typed.strength(words) }
    }
    PasswordInput.of("Tz7#Vq2!mB9xK4wR-Le8").use { typed ->
        bench("strength, 20 at random") { typed.strength(words) }
    }
}

fun main() {
    bench("trivial call") { libraryVersion() }
    bench("parse of a UAI") { Uai.parse("0750655E") }
    bench("whole password check") { passwordCheck() }
    benchAlone()
}

package fr.entkit.testkit

import fr.entkit.ffi.CodePolicy
import fr.entkit.ffi.Entropy
import fr.entkit.ffi.KeyRing
import fr.entkit.ffi.LedgerContext
import fr.entkit.ffi.NamedKey
import java.security.SecureRandom
import java.time.Clock
import java.time.Instant
import java.time.ZoneOffset
import java.util.HexFormat
import java.util.concurrent.atomic.AtomicInteger

/** One run: names, counts and findings. */
internal class Kit(
    val workers: Int,
) {
    /** Part of every key, so that runs over one database do not meet. */
    val run: String = HexFormat.of().formatHex(random(8))
    val policy = CodePolicy.educonnectSms()
    val clock: Clock = Clock.fixed(Instant.parse("2026-09-01T08:00:00Z"), ZoneOffset.UTC)
    val context =
        LedgerContext(policy, KeyRing(NamedKey("testkit", random(32))), Entropy.system())
    private val findings = LinkedHashSet<ContractFinding>()
    private val stored = AtomicInteger()
    private val lost = AtomicInteger()
    private val judged = AtomicInteger()

    init {
        require(workers >= 1) { "workers" }
    }

    fun key(name: String) = "store_probe/$run/$name"

    fun wrote(answer: Boolean) {
        (if (answer) stored else lost).incrementAndGet()
    }

    fun judge(guesses: Int) {
        judged.addAndGet(guesses)
    }

    /** Keeps a finding; many workers tell the same. */
    fun find(
        rule: ContractRule,
        happened: String,
    ) {
        synchronized(findings) { findings.add(ContractFinding(rule, happened)) }
    }

    /** Runs [part] until something fails. */
    inline fun attempt(part: () -> Unit) {
        try {
            part()
        } catch (failure: Exception) {
            find(ContractRule.FAILED, failure.toString())
        }
    }

    fun soFar(): ContractReport {
        if (findings.isNotEmpty()) throw ContractError(findings)
        return ContractReport(workers, stored.get(), lost.get(), judged.get())
    }

    private fun random(bytes: Int) = ByteArray(bytes).also(SecureRandom()::nextBytes)
}

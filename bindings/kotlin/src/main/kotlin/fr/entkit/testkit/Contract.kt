package fr.entkit.testkit

import fr.entkit.LedgerCall
import fr.entkit.Store
import fr.entkit.ffi.CodePurpose
import fr.entkit.ffi.CommittedLedger
import fr.entkit.ffi.Lang
import fr.entkit.ffi.messageText
import java.time.Clock

/** A rule of the contract of a store; `docs/stores.md` has the contract and the usual causes. */
public enum class ContractRule(
    /** Stable code. */
    public val code: String,
) {
    ABSENT("store_contract/absent"),
    BYTES("store_contract/bytes"),
    CREATE("store_contract/create"),
    CREATE_ONCE("store_contract/create-once"),
    CREATE_RACE("store_contract/create-race"),
    FAILED("store_contract/failed"),
    GUESSES("store_contract/guesses"),
    INDEPENDENT("store_contract/independent"),
    KEYS("store_contract/keys"),
    LOST_UNTOUCHED("store_contract/lost-untouched"),
    ONE_SUCCESS("store_contract/one-success"),
    PROGRESS("store_contract/progress"),
    REPLACE("store_contract/replace"),
    REPLACE_MISSING("store_contract/replace-missing"),
    REPLACE_RACE("store_contract/replace-race"),
    REPLACE_VERSION("store_contract/replace-version"),
    VERSIONS("store_contract/versions"),
    VISIBLE("store_contract/visible"),
    ;

    /** What is expected, in English unless another [lang] is given. */
    @JvmOverloads
    public fun expected(lang: Lang = Lang.EN): String = messageText(code, lang)
}

/** One thing that a store did wrong: [happened] says in English what happened instead. */
public data class ContractFinding(
    val rule: ContractRule,
    val happened: String,
) {
    override fun toString(): String =
        "${rule.code}: ${rule.expected()} Happened: $happened (docs/stores.md)"
}

/** A store breaks its contract: every finding, in the order in which they were made. */
public class ContractError(
    findings: Collection<ContractFinding>,
) : AssertionError(
        findings.joinToString("", "the store breaks its contract") { "\n- $it" },
    ) {
    /** At least one. */
    public val findings: List<ContractFinding> = findings.toList()
}

/**
 * What was played against a store that kept the contract.
 *
 * When few writes were [lost] the workers hardly met, and the races prove little.
 */
public data class ContractReport(
    val workers: Int,
    val stored: Int,
    val lost: Int,
    val judged: Int,
)

/** Opens a store for one worker, as a worker of the service gets one. */
public fun interface StoreSource {
    /** A store; one that is [AutoCloseable] is closed after use. */
    @Throws(Exception::class)
    public fun open(): Store
}

/** A loop of the host's own in place of `driveLedger`: load, step, store, commit. */
public fun interface LedgerLoop {
    /** Takes one [step] of the ledger of [subject] and [purpose]. */
    @Throws(Exception::class)
    public fun take(
        subject: String,
        purpose: CodePurpose,
        clock: Clock,
        step: LedgerCall,
    ): CommittedLedger
}

/** Opens a [LedgerLoop] for one worker. */
public fun interface LoopSource {
    /** A loop; one that is [AutoCloseable] is closed after use. */
    @Throws(Exception::class)
    public fun open(): LedgerLoop
}

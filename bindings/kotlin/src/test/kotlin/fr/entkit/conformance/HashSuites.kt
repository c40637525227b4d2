package fr.entkit.conformance

import fr.entkit.EntKit
import fr.entkit.exemption
import fr.entkit.ffi.Credential
import fr.entkit.ffi.HashPolicy
import fr.entkit.ffi.HashPool
import fr.entkit.ffi.HashPreparation
import fr.entkit.ffi.HashRecord
import fr.entkit.ffi.ImportFormat
import fr.entkit.ffi.ImportedHash
import fr.entkit.ffi.KeyRing
import fr.entkit.ffi.NamedKey
import fr.entkit.ffi.NoPassword
import fr.entkit.ffi.PasswordInput
import fr.entkit.ffi.StoredHash
import fr.entkit.fromCodeOrNull
import fr.entkit.of

/** `hash.verify` and `password.forced_change`. */
internal val hashSuites: Map<String, Suite> =
    mapOf("hash.verify" to ::verify, "password.forced_change" to ::forcedChange)

/** The least that a stored hash may cost. */
internal val leastCost = HashPolicy(memoryKib = 7168, passes = 1, lanes = 1)

private fun verify(case: Node): Node =
    HashPool(1, leastCost).use { pool ->
        val password = PasswordInput.of(case.text("password"))
        val record = case["record"] as? String
        val imported = (case["tag"] as? String)?.let { imported(case, it) }
        val verified =
            when {
                "account" in case -> {
                    val account = credential(case.node("account"), imported, record)
                    pool.verifyCredential(password, account, ring(case), told(case))
                }

                imported != null -> {
                    pool.verifyImported(password, imported, told(case))
                }

                else -> {
                    pool.verify(password, record, ring(case))
                }
            }
        mapOf(
            "right" to verified.right,
            "rehash" to verified.rehash,
            "record" to
                when (verified.record) {
                    HashRecord.ABSENT -> "absent"
                    HashRecord.CORRUPT -> "corrupt"
                    HashRecord.SOUND -> "sound"
                },
            "reason" to verified.recordCode,
        )
    }

private fun imported(
    case: Node,
    tag: String,
): ImportedHash {
    val prep = (case["prep"] as? String) ?: "none"
    val preparation = HashPreparation.fromCodeOrNull(prep) ?: misfit("prep `$prep`")
    return ImportedHash.of(tag, case["record"] as? String ?: "", preparation)
}

/** What the host's own reader answers. */
private fun told(case: Node) = case["legacy"] as? Boolean

/** Peppers as pairs of name and key, the current one first. */
private fun ring(case: Node): KeyRing? {
    val named =
        (case["pepper"] as? List<*>).orEmpty().map { pair ->
            val (id, secret) = pair as? List<*> ?: misfit("no pair of name and key")
            NamedKey(id as String, (secret as String).encodeToByteArray())
        }
    return named.firstOrNull()?.let { KeyRing(it, named.drop(1)) }
}

/** An account: why it has no password, or when that was chosen and taken back. */
private fun credential(
    account: Node,
    imported: ImportedHash?,
    record: String?,
): Credential {
    if ("without" in account) {
        return Credential.without(account.listed("without", NoPassword.Companion::fromCodeOrNull))
    }
    val at = { key: String -> (account[key] as? String)?.let(EntKit::parseInstant) }
    val (changed, reset) = at("changed_at") to at("reset_at")
    return when (imported) {
        null -> Credential.kept(StoredHash.parse(record.orEmpty()), changed, reset)
        else -> Credential.imported(imported, changed, reset)
    }
}

private fun forcedChange(case: Node): Node {
    val credential = credential(case, ImportedHash.of(ImportFormat.BCRYPT.code(), ""), null)
    val exemption = credential.exemption(EntKit.parseInstant(case.text("since")))
    return mapOf("applies" to (exemption == null), "exemption" to exemption?.code())
}

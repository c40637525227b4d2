package fr.entkit

import fr.entkit.ffi.Audience
import fr.entkit.ffi.CodePolicy
import fr.entkit.ffi.CodePurpose
import fr.entkit.ffi.CommittedLedger
import fr.entkit.ffi.EntException
import fr.entkit.ffi.Entropy
import fr.entkit.ffi.HashPolicy
import fr.entkit.ffi.KeyRing
import fr.entkit.ffi.LedgerContext
import fr.entkit.ffi.LedgerOutcome
import fr.entkit.ffi.NamedKey
import fr.entkit.ffi.PhoneNumber
import fr.entkit.ffi.Sms
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.assertThrows
import java.time.Clock
import java.time.Instant
import java.time.ZoneOffset

internal const val SUBJECT = "guardian-1"
internal const val FLOW = "flow-1"

internal val start: Instant = Instant.parse("2021-09-01T08:00:00Z")
internal val mobile: PhoneNumber by lazy { PhoneNumber.parse("06 12 34 56 78") }

/** The least that a stored hash may cost. */
internal val cheap = HashPolicy(memoryKib = 7168, passes = 5, lanes = 1)

internal fun clockAt(seconds: Long): Clock = Clock.fixed(start.plusSeconds(seconds), ZoneOffset.UTC)

internal fun ring(byte: Byte = 7) = KeyRing(NamedKey("test", ByteArray(32) { byte }))

internal fun context(seed: Long = 1) =
    LedgerContext(CodePolicy.educonnectSms(), ring(), Entropy.seeded(seed))

internal fun Store.ledger(
    seconds: Long,
    step: LedgerCall,
): CommittedLedger = driveLedger(SUBJECT, CodePurpose.ACTIVATION, clockAt(seconds), step)

internal fun Store.issue(context: LedgerContext): Sms {
    val issued =
        ledger(0) { ledger, now -> ledger.issue(FLOW, mobile, Audience.KNOWN, context, now) }
    return (issued.outcome as LedgerOutcome.SendSms).sms
}

/** A code of the right length that was not sent. */
internal fun Sms.wrong() = if (code() == "00000000") "11111111" else "00000000"

internal inline fun <reified E : EntException> assertRefused(
    code: String,
    crossinline block: () -> Any?,
) {
    val error = assertThrows<E> { block() }
    assertEquals(code, error.code)
}

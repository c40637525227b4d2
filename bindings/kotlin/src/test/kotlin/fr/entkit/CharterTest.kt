package fr.entkit

import fr.entkit.ffi.CharterAct
import fr.entkit.ffi.CharterActor
import fr.entkit.ffi.CharterDraft
import fr.entkit.ffi.CharterGateReason
import fr.entkit.ffi.CharterLog
import fr.entkit.ffi.CharterLogFault
import fr.entkit.ffi.CharterMateriality
import fr.entkit.ffi.CharterVersion
import fr.entkit.ffi.EntException
import fr.entkit.ffi.Profile
import fr.entkit.ffi.charterTextDigest
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import java.time.Clock
import java.time.Instant
import java.time.ZoneOffset

class CharterTest {
    private val text = "Charte".encodeToByteArray()
    private val draft =
        CharterDraft(
            id = "v1",
            edition = "v1",
            scope = "ent:occitanie",
            profiles = emptyList(),
            language = "fr",
            publishedAt = start.minusSeconds(60),
            effectiveAt = start,
            materiality = CharterMateriality.SUBSTANTIVE,
            graceDays = 0,
        )
    private val version = CharterVersion.ofText(draft, text)
    private val own = CharterActor.Own(evidence = null)

    private fun CharterLog.with(
        act: CharterAct,
        seconds: Long,
        of: CharterVersion = version,
        by: CharterActor = own,
    ) = append(act, of, by, clockAt(seconds))

    private val accepted =
        CharterLog
            .empty("pupil-1", "ent:occitanie")
            .with(CharterAct.PRESENTED, 0)
            .with(CharterAct.ACCEPTED, 1)

    @Test
    fun `the gate opens to who accepted the text in force`() {
        val empty = CharterLog.empty("pupil-1", "ent:occitanie")
        val closed = empty.gate(listOf(version), Profile.PUPIL, clockAt(2))
        assertFalse(closed.open)
        assertEquals(CharterGateReason.NEVER_ACCEPTED to "v1", closed.reason to closed.required)
        val open = accepted.gate(setOf(version), Profile.PUPIL, clockAt(2))
        assertEquals(true to CharterGateReason.ACCEPTED, open.open to open.reason)
        assertTrue(empty.gate(emptyList(), Profile.PUPIL, clockAt(2)).open)
    }

    @Test
    fun `a substantive version asks again, after its grace`() {
        val later = draft.copy(id = "v2", edition = "v2", effectiveAt = start.plusSeconds(60))
        val next = CharterVersion.ofText(later.copy(graceDays = 1), "Charte 2".encodeToByteArray())
        val versions = listOf(next, version)
        val grace = accepted.gate(versions, Profile.PUPIL, clockAt(60))
        assertEquals(CharterGateReason.GRACE to next.graceUntil(), grace.reason to grace.graceUntil)
        val over = accepted.gate(versions, Profile.PUPIL, clockAt(60 + 86_400))
        assertEquals(false to CharterGateReason.OUTDATED, over.open to over.reason)
        assertNull(over.graceUntil)
    }

    @Test
    fun `an act that cannot be right is refused and another log stays as it was`() {
        val before = accepted.head()
        val other = CharterVersion.ofText(draft.copy(id = "v2"), text)
        val guardian = CharterActor.LegalGuardian("pupil-1", "paper-1")
        val elsewhere = CharterVersion.ofText(draft.copy(scope = "uai:0750655E"), text)
        val refused =
            mapOf<String, () -> Any?>(
                "charter/not-presented" to { accepted.with(CharterAct.ACCEPTED, 2, other) },
                "charter/representative" to {
                    accepted.with(CharterAct.PRESENTED, 2, by = guardian)
                },
                "charter/scope" to { accepted.with(CharterAct.PRESENTED, 2, elsewhere) },
                "charter/clock-back" to { accepted.with(CharterAct.DECLINED, 0) },
                "charter/future" to {
                    val now = start.plusSeconds(2)
                    accepted.append(CharterAct.DECLINED, version, own, now.plusSeconds(1), now)
                },
                "id/format" to {
                    accepted.with(CharterAct.PRESENTED, 2, by = CharterActor.Institution(""))
                },
                "text/encoding" to {
                    accepted.with(CharterAct.PRESENTED, 2, by = CharterActor.Own("\uD800"))
                },
                "instant/out-of-range" to {
                    val clock = Clock.fixed(Instant.MAX, ZoneOffset.UTC)
                    accepted.append(CharterAct.DECLINED, version, own, clock)
                },
            )
        for ((code, act) in refused) assertRefused<EntException.Parse>(code) { act() }
        assertEquals(before, accepted.head())
    }

    @Test
    fun `a version is checked when it is made`() {
        val refused =
            mapOf(
                "charter/effective" to draft.copy(effectiveAt = start.minusSeconds(61)),
                "charter/grace" to draft.copy(graceDays = -1),
                "charter/editorial-grace" to
                    draft.copy(materiality = CharterMateriality.EDITORIAL, graceDays = 1),
                "charter/scope-format" to draft.copy(scope = "occitanie"),
                "charter/language" to draft.copy(language = "français"),
                "id/format" to draft.copy(id = ""),
                "instant/out-of-range" to draft.copy(publishedAt = Instant.MIN),
            )
        for ((code, bad) in refused) {
            assertRefused<EntException.Parse>(code) { CharterVersion.ofText(bad, text) }
        }
        assertRefused<EntException.Parse>("charter/text-empty") {
            CharterVersion.ofText(draft, ByteArray(0))
        }
        assertEquals(draft, version.facts())
        assertEquals(charterTextDigest(text), version.textDigest())
        assertTrue(version.isText(text) && !version.isText(ByteArray(0)))
        val again = CharterVersion.fromJson(version.toJson())
        assertEquals(draft to version.textDigest(), again.facts() to again.textDigest())
        assertRefused<EntException.State>("state/corrupt") {
            CharterVersion.fromJson("{}".encodeToByteArray())
        }
    }

    @Test
    fun `a log that was tampered with is found out`() {
        val bytes = accepted.toJson()
        assertTrue(CharterLog.verify(bytes, accepted.head()).intact)
        assertEquals(accepted.entries(), CharterLog.fromJson(bytes).entries())
        val first = accepted.entries().first().digest
        val cut = CharterLog.verify(bytes, first)
        assertEquals(false to CharterLogFault.HEAD, cut.intact to cut.fault)
        val changed = bytes.decodeToString().replaceFirst("accepted", "declined")
        val check = CharterLog.verify(changed.encodeToByteArray())
        assertEquals(2L to CharterLogFault.DIGEST, check.record to check.fault)
        assertRefused<EntException.State>("charter/log") {
            CharterLog.fromJson(changed.encodeToByteArray())
        }
        assertRefused<EntException.Parse>("charter/digest") { CharterLog.verify(bytes, "x") }
        val nothing = CharterLog.verify(ByteArray(0))
        assertEquals(CharterLogFault.UNREADABLE, nothing.fault)
    }

    @Test
    fun `logs are exported for a data-protection officer`() {
        val other = CharterLog.empty("pupil-2", "ent:occitanie").with(CharterAct.PRESENTED, 0)
        val logs = listOf(accepted, other)
        assertEquals(3, logs.exportJsonl().lines().count(String::isNotEmpty))
        assertEquals(4, logs.exportCsv().lines().count(String::isNotEmpty))
        assertEquals(accepted.exportCsv(), listOf(accepted).exportCsv())
        assertEquals("", emptyList<CharterLog>().exportJsonl())
    }
}

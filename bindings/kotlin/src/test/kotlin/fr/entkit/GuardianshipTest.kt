package fr.entkit

import fr.entkit.ffi.AafRelation
import fr.entkit.ffi.EntException
import fr.entkit.ffi.GuardianEdge
import fr.entkit.ffi.Guardianship
import fr.entkit.ffi.LinkInfo
import fr.entkit.ffi.Majority
import fr.entkit.ffi.Settlement
import fr.entkit.ffi.Standing
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test

class GuardianshipTest {
    private val mother = AafRelation.parse("10\$10\$1\$1\$1\$1")
    private val graph =
        Guardianship().apply {
            addGuardian("guardian-1")
            attach("account-1", "guardian-1")
            addChild("guardian-1", "pupil-1", mother.edge)
            addChild("guardian-1", "pupil-2", mother.edge)
        }

    @Test
    fun `relations of the feed are read and written`() {
        assertEquals("10" to Standing.LEGAL, mother.edge.link to mother.edge.standing)
        assertEquals("10\$10\$1\$1\$1\$1", mother.toAaf())
        assertEquals(LinkInfo.parse("10"), LinkInfo.all.first { it.code == "10" })
        assertNull(LinkInfo.parseOrNull("canard"))
        assertNull(AafRelation.parseOrNull("10\$10"))
        assertRefused<EntException.Parse>("aaf-relation/link") {
            AafRelation.parse("10\$99\$1\$1\$1\$1")
        }
        val changed = mother.copy(edge = mother.edge.copy(link = "99"))
        assertRefused<EntException.Parse>("link/unknown") { changed.toAaf() }
    }

    @Test
    fun `an account sees the children of its guardian and chooses one`() {
        assertEquals(listOf("pupil-1", "pupil-2"), graph.children("account-1").map { it.child })
        assertEquals("pupil-1", graph.displayed("account-1"))
        graph.display("account-1", "pupil-2")
        assertEquals("pupil-2", graph.displayed("account-1"))
        assertEquals("guardian-1", graph.guardianOf("account-1"))
        assertEquals(mother.edge, graph.guardiansOf("pupil-1").single().edge)
        assertTrue(graph.mayActFor("account-1", "pupil-1"))
        assertTrue(graph.children("account-2").isEmpty())
        assertNull(graph.guardianOf("account-2"))
    }

    @Test
    fun `a dispute hides a child until the school settles it`() {
        graph.dispute("account-1", "pupil-1", start)
        assertEquals(listOf("pupil-2"), graph.children("account-1").map { it.child })
        assertFalse(graph.mayActFor("account-1", "pupil-1"))
        val dispute = graph.disputes().single()
        assertEquals("account-1" to start, dispute.by to dispute.at)
        graph.settle("guardian-1", "pupil-1", Settlement.RESTORE)
        assertTrue(graph.mayActFor("account-1", "pupil-1"))
        assertRefused<EntException.Parse>("guardianship/not-disputed") {
            graph.settle("guardian-1", "pupil-1", Settlement.UPHOLD)
        }
    }

    @Test
    fun `a refused call changes nothing`() {
        val before = graph.toJson()
        val refused =
            mapOf<String, () -> Unit>(
                "guardianship/guardian-exists" to { graph.addGuardian("guardian-1") },
                "guardianship/guardian-unknown" to { graph.attach("account-2", "guardian-2") },
                "guardianship/account-taken" to { graph.attach("account-1", "guardian-1") },
                "guardianship/edge-exists" to {
                    graph.addChild("guardian-1", "pupil-1", mother.edge)
                },
                "guardianship/not-shown" to { graph.display("account-1", "pupil-3") },
                "id/format" to { graph.addGuardian("") },
                "link/unknown" to {
                    graph.addChild("guardian-1", "pupil-3", mother.edge.copy(link = "x"))
                },
            )
        for ((code, call) in refused) assertRefused<EntException.Parse>(code) { call() }
        assertEquals(before, graph.toJson())
    }

    @Test
    fun `only a pupil of age is their own guardian`() {
        val edge = GuardianEdge.ownGuardian(Majority.ADULT)
        assertEquals("70", edge.link)
        assertRefused<EntException.Parse>("guardianship/minor") {
            GuardianEdge.ownGuardian(Majority.MINOR)
        }
    }

    @Test
    fun `a stored graph is read again or refused`() {
        val again = Guardianship.fromJson(graph.toJson())
        assertEquals(graph.toJson(), again.toJson())
        for (corrupt in listOf("", "{}", "[]", graph.toJson().dropLast(1), "\u0000")) {
            val error = runCatching { Guardianship.fromJson(corrupt) }.exceptionOrNull()
            assertEquals("guardianship/corrupt", (error as? EntException)?.code, corrupt)
        }
    }
}

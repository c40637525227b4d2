package fr.entkit.conformance

import fr.entkit.EntKit
import fr.entkit.ageOn
import fr.entkit.code
import fr.entkit.ffi.AafRelation
import fr.entkit.ffi.BirthDateReading
import fr.entkit.ffi.EntException
import fr.entkit.ffi.GuardianEdge
import fr.entkit.ffi.Guardianship
import fr.entkit.ffi.LinkInfo
import fr.entkit.ffi.Settlement
import fr.entkit.ownGuardian
import fr.entkit.parse
import java.time.LocalDate

/** `guardianship.*`. */
internal val guardianshipSuites: Map<String, Suite> =
    mapOf(
        "guardianship.edge" to ::edge,
        "guardianship.story" to ::calls,
    )

private fun edge(case: Node): Node {
    val relation = AafRelation.parse(case.text("text"))
    val edge = relation.edge
    return mapOf(
        "guardian" to relation.guardian,
        "link" to edge.link,
        "label" to LinkInfo.parse(edge.link).labelFr,
        "standing" to edge.standing.code(),
        "financial" to edge.financial,
        "contact" to edge.contact,
        "payment" to edge.payment,
        "text" to relation.toAaf(),
    )
}

private fun calls(case: Node): Node {
    var graph = Guardianship()
    val refused =
        case.list("calls").map { call ->
            val refusal =
                try {
                    graph = taken(graph, call)
                    null
                } catch (error: EntException) {
                    error.code
                }
            val stored = graph.toJson()
            val again = Guardianship.fromJson(stored).use { it.toJson() }
            if (again != stored) misfit("the stored form is read as another")
            refusal
        }
    val (account, child) = case.text("account") to case.text("child")
    return graph.use {
        mapOf(
            "refused" to refused,
            "guardian" to graph.guardianOf(account),
            "children" to graph.children(account).map { it.child },
            "displayed" to graph.displayed(account),
            "guardians" to
                graph.guardiansOf(child).map { listOf(it.guardian, it.edge.standing.code()) },
            "may_act" to graph.mayActFor(account, child),
            "disputes" to graph.disputes().map { listOf(it.guardian, it.child, it.by) },
        )
    }
}

/** The graph after a call, another one after `load` only. */
private fun taken(
    graph: Guardianship,
    call: Any?,
): Guardianship {
    val (verb, with) = call.verb().let { (verb, with) -> verb to with.asNode() }
    val guardian = { with.text("guardian") }
    val account = { with.text("account") }
    val child = { with.text("child") }
    val relation = { AafRelation.parse(with.text("relation")) }
    when (verb) {
        "guardian" -> graph.addGuardian(guardian())
        "forget" -> graph.removeGuardian(guardian())
        "attach" -> graph.attach(account(), guardian())
        "detach" -> graph.detach(account())
        "add" -> relation().let { graph.addChild(it.guardian, child(), it.edge) }
        "update" -> relation().let { graph.updateChild(it.guardian, child(), it.edge) }
        "own" -> graph.addChild(guardian(), child(), GuardianEdge.ownGuardian(majority(with)))
        "remove" -> graph.removeChild(guardian(), child())
        "dispute" -> graph.dispute(account(), child(), EntKit.parseInstant(with.text("at")))
        "uphold" -> graph.settle(guardian(), child(), Settlement.UPHOLD)
        "restore" -> graph.settle(guardian(), child(), Settlement.RESTORE)
        "merge" -> graph.merge(with.text("kept"), with.text("gone"))
        "display" -> graph.display(account(), child())
        "load" -> return Guardianship.fromJson(with.text("json")).also { graph.close() }
        else -> misfit("call `$verb`")
    }
    return graph
}

private fun majority(with: Node) =
    BirthDateReading
        .parse(with.text("born"))
        .ageOn(LocalDate.parse(with.text("on")), with.flag("early"))
        .majority

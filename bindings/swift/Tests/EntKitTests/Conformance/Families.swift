import EntKit
import Foundation

func readEdge(_ input: JSON) throws -> JSON {
  let relation = try AafRelation(input.text("text"))
  let edge = relation.edge
  return .object([
    "guardian": .text(relation.guardian), "link": .text(edge.link),
    "label": .text(try LinkInfo(code: edge.link).label(in: .fr)),
    "standing": .text(edge.standing.code()), "financial": .flag(edge.financial),
    "contact": .flag(edge.contact), "payment": .flag(edge.payment),
    "text": .text(try relation.toAaf()),
  ])
}

func playGuardianship(_ input: JSON) throws -> JSON {
  var graph = Guardianship()
  var refused: [JSON] = []
  for call in try input.list("calls") {
    do {
      graph = try called(graph, call)
      refused.append(.null)
    } catch let error as EntError {
      refused.append(.text(error.code))
    }
    guard try Guardianship.fromJson(json: graph.toJson()).toJson() == graph.toJson() else {
      throw Mismatch("the stored form is read as another")
    }
  }
  let (account, child) = (try input.text("account"), try input.text("child"))
  let guardians = try graph.guardiansOf(child: child).map {
    JSON.list([.text($0.guardian), .text($0.edge.standing.code())])
  }
  let disputes = try graph.disputes().map {
    JSON.list([.text($0.guardian), .text($0.child), .text($0.by)])
  }
  return .object([
    "refused": .list(refused), "guardian": JSON(try graph.guardianOf(account: account)),
    "children": .list(try graph.children(account: account).map { .text($0.child) }),
    "displayed": JSON(try graph.displayed(account: account)), "guardians": .list(guardians),
    "may_act": .flag(try graph.mayActFor(account: account, child: child)),
    "disputes": .list(disputes),
  ])
}

/// The graph after one call.
private func called(_ graph: Guardianship, _ call: JSON) throws -> Guardianship {
  let (verb, with) = try verb(of: call)
  let guardian = { try with.text("guardian") }
  let account = { try with.text("account") }
  let child = { try with.text("child") }
  switch verb {
  case "guardian": try graph.addGuardian(guardian: guardian())
  case "forget": try graph.removeGuardian(guardian: guardian())
  case "attach": try graph.attach(account: account(), guardian: guardian())
  case "detach": try graph.detach(account: account())
  case "add", "update":
    let relation = try AafRelation(with.text("relation"))
    let change = verb == "add" ? graph.addChild : graph.updateChild
    try change(relation.guardian, child(), relation.edge)
  case "own":
    let age = try BirthDateReading(with.text("born"))
      .age(on: DayOfCalendar(day: with.text("on")), early: with.flag("early"))
    try graph.addChild(
      guardian: guardian(), child: child(), edge: GuardianEdge(ownGuardianOf: age.majority))
  case "remove": try graph.removeChild(guardian: guardian(), child: child())
  case "dispute":
    try graph.dispute(account: account(), child: child(), at: Date(rfc3339: with.text("at")))
  case "uphold": try graph.settle(guardian: guardian(), child: child(), settlement: .uphold)
  case "restore": try graph.settle(guardian: guardian(), child: child(), settlement: .restore)
  case "merge": try graph.merge(kept: with.text("kept"), gone: with.text("gone"))
  case "display": try graph.display(account: account(), child: child())
  case "load": return try .fromJson(json: with.text("json"))
  default: throw Mismatch("call `\(verb)`")
  }
  return graph
}

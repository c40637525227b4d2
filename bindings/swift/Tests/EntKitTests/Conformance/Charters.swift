import EntKit
import Foundation

private let ownScope = "ent:occitanie"

private func at(_ row: JSON, _ key: String) throws -> Date { try Date(rfc3339: row.text(key)) }

private func version(_ row: JSON) throws -> CharterVersion {
  let draft = CharterDraft(
    id: try row.text("id"), edition: try row.text("edition"),
    scope: row["scope"].text ?? ownScope,
    profiles: try (row["profiles"].list ?? []).map { try Profile($0.text ?? "", in: .sdet) },
    language: try row.text("language"), publishedAt: try at(row, "published_at"),
    effectiveAt: try at(row, "effective_at"), materiality: try listed(row["materiality"]),
    graceDays: Int32(clamping: row["grace_days"].number ?? 0))
  return try draft.version(of: Data(row.text("text").utf8))
}

private func acting(_ act: JSON) throws -> CharterActor {
  switch act["by"].text ?? "self" {
  case "self": return .own(evidence: act["evidence"].text)
  case "legal_guardian":
    return .legalGuardian(
      guardian: try act.text("guardian"), evidence: try act.text("evidence"))
  case "institution": return .institution(evidence: try act.text("evidence"))
  case let by: throw Mismatch("by `\(by)`")
  }
}

private func appended(
  _ log: CharterLog, _ versions: [CharterVersion], _ act: JSON
) throws -> CharterLog {
  let id = try act.text("version")
  let version = try asked(try versions.first { try $0.facts().id == id }, id)
  let done = try at(act, "at")
  return try log.append(
    act: listed(act["act"]), version: version, by: acting(act), at: done,
    now: act["now"] == .null ? done : at(act, "now"))
}

private func empty(_ input: JSON) throws -> CharterLog {
  try .empty(person: input["person"].text ?? "pupil-1", scope: input["scope"].text ?? ownScope)
}

func decideGate(_ input: JSON) throws -> JSON {
  let versions = try input.list("versions").map(version)
  let log: CharterLog
  if let stored = input["log"].text {
    log = try .fromJson(bytes: Data(stored.utf8))
  } else {
    log = try input.list("log").reduce(empty(input)) { try appended($0, versions, $1) }
  }
  let gate = try log.gate(
    for: Profile(input.text("profile"), in: .sdet), versions: versions, now: at(input, "now"))
  return .object([
    "open": .flag(gate.open), "required": JSON(gate.required),
    "reason": .text(gate.reason.code()), "grace_until": JSON(try gate.graceUntil?.rfc3339()),
    "state": .text(gate.state.code()),
  ])
}

func growLog(_ input: JSON) throws -> JSON {
  let versions = try input.list("versions").map(version)
  var log = try empty(input)
  var errors: [JSON] = []
  for act in try input.list("appends") {
    do {
      log = try appended(log, versions, act)
      errors.append(.null)
    } catch let error as EntError {
      errors.append(.text(error.code))
    }
  }
  let gate = try log.gate(
    for: Profile(input.text("profile"), in: .sdet), versions: versions, now: at(input, "now"))
  return .object([
    "errors": .list(errors), "records": .number(Int64(try log.entries().count)),
    "head": .text(log.head()), "state": .text(gate.state.code()),
  ])
}

func verifyLog(_ input: JSON) throws -> JSON {
  let check = try CharterLogCheck(
    of: Data(input.text("log").utf8), expectedHead: input["head"].text)
  return .object([
    "intact": .flag(check.intact), "record": JSON(check.record),
    "fault": JSON(check.fault?.code()),
  ])
}

func digestText(_ input: JSON) throws -> JSON {
  .object(["digest": .text(charterTextDigest(text: Data(try input.text("text").utf8)))])
}

func exportLog(_ input: JSON) throws -> JSON {
  let versions = try input.list("versions").map(version)
  let log = try input.list("appends").reduce(empty(input)) { try appended($0, versions, $1) }
  return .object(["csv": .text([log].exportCsv()), "jsonl": .text([log].exportJsonl())])
}

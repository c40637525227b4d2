import EntKit
import Foundation

private func actor(_ row: JSON) throws -> ConsentActor {
  switch row["by"].text ?? "self" {
  case "self": return .own
  case "legal_guardian": return .legalGuardian(guardian: try row.text("guardian"))
  case "jointly": return .jointly(guardian: try row.text("guardian"))
  default: throw Mismatch("by")
  }
}

private func entry(_ row: JSON, at: Date) throws -> ConsentEntry {
  let proof = row["proof"].object.map { _ in
    ConsentProof(text: row["proof"]["text"].text, evidence: row["proof"]["evidence"].text)
  }
  return ConsentEntry(
    act: try listed(row["act"]), purpose: try listed(row["purpose"]),
    channel: try listed(row["channel"]), at: at,
    textVersion: row["text_version"].number.map { Int32(exactly: $0) ?? 0 },
    source: try listed(row["source"]), by: try actor(row), proof: proof)
}

/// A log of the entries of a case; one with `count` stands for as many, `every` seconds apart.
func consentLog(_ rows: [JSON]) throws -> Consents {
  var log = Consents.empty()
  for row in rows {
    let first = try Date(rfc3339: row.text("at"))
    let entries = try (0..<(row["count"].number ?? 1)).map { number in
      let later = Double(number * (row["every"].number ?? 0))
      return try entry(row, at: first.addingTimeInterval(later))
    }
    if let chosen = row["chosen"].text {
      let now = try Date(rfc3339: chosen)
      log = try entries.reduce(log) { try $0.choose(entry: $1, now: now) }
    } else {
      log = try log.recordAll(entries: entries)
    }
  }
  return log
}

/// A list of entries, or the text that was stored.
private func log(_ value: JSON) throws -> Consents {
  if let stored = value.text { return try .fromJson(bytes: Data(stored.utf8)) }
  return try consentLog(asked(value.list, "log"))
}

private func now(_ input: JSON) throws -> Date { try Date(rfc3339: input.text("now")) }

func decideConsent(_ input: JSON) throws -> JSON {
  var consents = try log(input["log"])
  if let at = input["withdraw_all"].text {
    consents = try consents.withdrawAll(now: Date(rfc3339: at), source: .preferences, by: .own)
  }
  if let before = input["compact"].text {
    consents = try consents.compact(before: Date(rfc3339: before))
  }
  let purpose: ConsentPurpose = try listed(input["purpose"])
  let channel: Channel = try listed(input["channel"])
  let deciding = try consents.deciding(purpose: purpose, channel: channel, now: now(input))
  return .object([
    "granted": .flag(try consents.granted(purpose: purpose, channel: channel, now: now(input))),
    "allowed": .flag(try consents.allows(purpose: purpose, channel: channel, now: now(input))),
    "at": JSON(try deciding?.at.rfc3339()), "text_version": JSON(deciding?.textVersion),
    "count": .number(consents.count()),
  ])
}

func findWhoConsents(_ input: JSON) throws -> JSON {
  let born = try input["born"].text.map { try CalendarDate($0) }
  let who = try whoMayConsent(born: born, day: CalendarDate(day: input.text("day")))
  let row = input["entry"]
  if row != .null {
    try checkWhoConsents(who: who, entry: entry(row, at: Date(rfc3339: row.text("at"))))
  }
  return .object(["who": .text(who.code())])
}

private func merged(_ logs: [Consents]) -> Consents {
  logs.reduce(.empty()) { $0.merge(other: $1) }
}

func mergeConsents(_ input: JSON) throws -> JSON {
  let logs = try input.list("logs").map(log)
  let all = merged(logs)
  let nested = logs.reversed().reduce(Consents.empty()) { merged([$1, $0]) }
  let lawful = [nested, merged(logs.reversed()), merged(logs + logs)]
  let stored = try all.toJson()
  let granted = try all.view(now: now(input)).filter(\.granted)
  return .object([
    "count": .number(all.count()),
    "granted": .list(granted.map { .text("\($0.purpose.code())/\($0.channel.code())") }),
    "digest": .text(try all.exportForOfficer(person: person(input)).digest),
    "lawful": .flag(try lawful.allSatisfy { try $0.toJson() == stored }),
  ])
}

private func person(_ input: JSON) -> String { input["person"].text ?? "guardian-1" }

func exportConsents(_ input: JSON) throws -> JSON {
  let consents = try log(input["log"])
  let lang: Lang = try input.text("lang") == "fr" ? .fr : .en
  let words = try consents.exportForPerson(lang: lang, zone: zone(input), now: now(input))
  let officer = try consents.exportForOfficer(person: person(input))
  let facts = try words.inForce.map { line in
    JSON.object([
      "purpose": .text(line.purpose.code()), "channel": .text(line.channel.code()),
      "granted": .flag(line.granted), "since": JSON(try line.since?.rfc3339()),
    ])
  }
  return .object([
    "in_force": .list(words.inForce.map { .text($0.text) }),
    "acts": .list(words.acts.map { .text($0.text) }), "csv": .text(officer.csv),
    "facts": .list(facts), "made": .list(try words.acts.map { .text(try $0.at.rfc3339()) }),
    "jsonl": .text(officer.jsonl), "digest": .text(officer.digest),
  ])
}

private func keys(_ input: JSON) throws -> KeyRing {
  let keys = try input.list("keys").map { key in
    let hex = Array(try key.text("secret"))
    let bytes = stride(from: 0, to: hex.count, by: 2).map { at in
      UInt8(String(hex[at...min(at + 1, hex.count - 1)]), radix: 16) ?? 0
    }
    return NamedKey(id: try key.text("id"), secret: Data(bytes))
  }
  return try KeyRing(current: asked(keys.first, "keys"), previous: Array(keys.dropFirst()))
}

private func shown(_ scope: UnsubscribeScope) -> JSON {
  .object([
    "person": .text(scope.person), "purpose": .text(scope.purpose.code()),
    "channel": .text(scope.channel.code()), "topic": JSON(scope.topic?.code()),
    "child": JSON(scope.child),
  ])
}

private func issue(_ input: JSON, keys: KeyRing) throws -> JSON {
  let (base, given) = (try BaseAddress.parse(text: input.text("base")), input["scope"])
  let scope = UnsubscribeScope(
    person: try given.text("person"), purpose: try listed(given["purpose"]),
    channel: try listed(given["channel"]), topic: try listedIfTold(given["topic"]),
    child: given["child"].text)
  let link = try unsubscribeLink(
    base: base, scope: scope, now: now(input), keys: keys, mailto: input["mailto"].text,
    lifetimeDays: input["lifetime_days"].number.map { Int32(clamping: $0) })
  return .object([
    "token": .text(link.token), "url": .text(link.url),
    "headers": .list(link.headers.map(JSON.text)),
    "read_back": .flag(unsubscribeTokenOf(base: base, url: link.url) == link.token),
  ])
}

private func shown(_ effect: UnsubscribeEffect) throws -> JSON {
  switch effect {
  case .consent(let entry):
    return .object([
      "is": .text("consent"), "act": .text(entry.act.code()),
      "purpose": .text(entry.purpose.code()), "channel": .text(entry.channel.code()),
      "at": .text(try entry.at.rfc3339()), "source": .text(entry.source.code()),
    ])
  case .preference(let purpose, let topic, let channel, let child):
    return .object([
      "is": .text("preference"), "purpose": .text(purpose.code()),
      "channel": .text(channel.code()), "topic": JSON(topic?.code()), "child": JSON(child),
    ])
  }
}

func handleRefusal(_ input: JSON) throws -> JSON {
  let (keys, at) = (try keys(input), try now(input))
  switch try input.text("do") {
  case "issue": return try issue(input, keys: keys)
  case "read": return shown(try readUnsubscribe(token: input.text("token"), keys: keys, now: at))
  case "audit":
    let reason = try unsubscribeRefusal(token: input.text("token"), keys: keys, now: at)
    return .object(["reason": JSON(reason)])
  case "confirm":
    let body = Data(try input.text("body").utf8)
    let done = try confirmUnsubscribe(
      token: input.text("token"), postBody: body, keys: keys, defaults: defaults(input), now: at)
    return .object(["scope": shown(done.scope), "effect": try shown(done.effect)])
  default: throw Mismatch("do")
  }
}

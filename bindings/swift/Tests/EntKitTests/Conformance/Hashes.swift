import EntKit
import Foundation

/// One buffer of the least memory that a hash may have.
func smallPool() throws -> HashPool { try HashPool(buffers: 1, policy: cheap) }

func verifyHash(_ input: JSON) throws -> JSON {
  let (pool, password) = (try smallPool(), try typed(input["password"]))
  let record = input["record"].text
  let imported = try input["tag"].text.map {
    try ImportedHash.of(tag: $0, record: record ?? "", preparation: listedIfTold(input["prep"]))
  }
  let found: PasswordVerification
  if input["account"] != .null {
    found = try pool.verifyCredential(
      password: password, credential: credential(input["account"], imported, record),
      pepper: ring(input), outside: input["legacy"].flag)
  } else if let imported {
    found = try pool.verifyImported(
      password: password, imported: imported, outside: input["legacy"].flag)
  } else {
    found = try pool.verify(password: password, stored: record, pepper: ring(input))
  }
  let state: String
  switch found.record {
  case .absent: state = "absent"
  case .corrupt: state = "corrupt"
  case .sound: state = "sound"
  }
  return .object([
    "right": .flag(found.right), "rehash": .flag(found.rehash), "record": .text(state),
    "reason": JSON(found.recordCode),
  ])
}

/// Peppers as pairs of name and key, the current one first.
private func ring(_ input: JSON) throws -> KeyRing? {
  let keys = try (input["pepper"].list ?? []).map { pair in
    let parts = (pair.list ?? []).compactMap(\.text)
    guard parts.count == 2 else { throw Mismatch("`pepper` is no list of pairs") }
    return NamedKey(id: parts[0], secret: Data(parts[1].utf8))
  }
  return try keys.first.map { try KeyRing(current: $0, previous: Array(keys.dropFirst())) }
}

/// An account: why it has no password, or when that was chosen and taken back.
private func credential(
  _ account: JSON, _ imported: ImportedHash?, _ record: String?
) throws -> Credential {
  func at(_ key: String) throws -> Date? { try account[key].text.map { try Date(rfc3339: $0) } }
  if account["without"] != .null { return try .without(reason: listed(account["without"])) }
  if let imported {
    return try .imported(hash: imported, changedAt: at("changed_at"), resetAt: at("reset_at"))
  }
  return try .kept(
    hash: .parse(text: record ?? ""), changedAt: at("changed_at"), resetAt: at("reset_at"))
}

func forceChange(_ input: JSON) throws -> JSON {
  let account = try credential(
    input, .of(tag: ImportFormat.bcrypt.code(), record: ""), nil)
  let exemption = try account.exemption(fromChangeSince: Date(rfc3339: input.text("since")))
  return .object([
    "applies": .flag(exemption == nil), "exemption": JSON(exemption?.code()),
  ])
}

import EntKit
import Foundation

/// One buffer of the least memory that a hash may have.
func smallPool() throws -> HashPool { try HashPool(buffers: 1, policy: cheap) }

func verifyHash(_ input: JSON) throws -> JSON {
  let (pool, password) = (try smallPool(), try typed(input["password"]))
  let record = input["record"].text
  let found: PasswordVerification
  if let tag = input["tag"].text {
    let imported = try ImportedHash.of(
      tag: tag, record: record ?? "", preparation: listedIfTold(input["prep"]))
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

func forceChange(_ input: JSON) throws -> JSON {
  func at(_ key: String) throws -> Date? { try input[key].text.map { try Date(rfc3339: $0) } }
  let credential: Credential
  if input["without"] != .null {
    credential = try .without(reason: listed(input["without"]))
  } else {
    credential = try .imported(
      hash: .of(tag: ImportFormat.bcrypt.code(), record: ""), changedAt: at("changed_at"),
      resetAt: at("reset_at"))
  }
  let exemption = try credential.exemption(fromChangeSince: Date(rfc3339: input.text("since")))
  return .object([
    "applies": .flag(exemption == nil), "exemption": JSON(exemption?.code()),
  ])
}

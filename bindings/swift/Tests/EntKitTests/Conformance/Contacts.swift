import EntKit

func parsePhone(_ input: JSON) throws -> JSON {
  let number = try PhoneNumber(input.text("text"), region: listed(input["region"]))
  return .object([
    "e164": .text(number.e164), "kind": .text(number.kind.code()), "sms": .flag(number.sms),
  ])
}

func parseEmail(_ input: JSON) throws -> JSON {
  let email = try Email(input.text("text"))
  return .object(["address": .text(email.address), "key": .text(email.key)])
}

func formatPhone(_ input: JSON) throws -> JSON {
  let number = try PhoneNumber(input.text("text"), region: listed(input["region"]))
  return .object([
    "national": .text(number.national), "international": .text(number.international),
    "masked": .text(number.masked),
  ])
}

func maskEmail(_ input: JSON) throws -> JSON {
  .object(["masked": .text(try Email(input.text("text")).masked)])
}

func measureQuota(_ input: JSON) throws -> JSON {
  let quota = try Quota(limit: size(input["limit"]), used: size(input["used"]))
  let accepts = input["adding"] == .null ? nil : try quota.accepts(size(input["adding"]))
  var shown: [String: JSON] = [
    "summary_fr": .text(quota.summary(in: .fr)), "summary_en": .text(quota.summary(in: .en)),
    "accepts": accepts.map(JSON.flag) ?? .null,
  ]
  for (key, size) in [
    ("limit", quota.limit), ("used", quota.used), ("available", quota.available),
  ] {
    shown[key] = .number(size.bytes)
    shown["\(key)_fr"] = .text(size.text(in: .fr))
    shown["\(key)_en"] = .text(size.text(in: .en))
  }
  return .object(shown)
}

/// A number of bytes, or a text to read.
private func size(_ value: JSON) throws -> StorageSize {
  if let bytes = value.number { return try StorageSize(bytes: bytes) }
  return try StorageSize(asked(value.text, "a size"))
}

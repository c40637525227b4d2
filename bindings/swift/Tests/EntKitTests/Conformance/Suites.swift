import EntKit
import Foundation

/// From the `in` of a case to what was decided; a story compares step by step.
typealias Suite = @Sendable (JSON) throws -> JSON

let suites: [String: Suite] = [
  "uai.parse": parseUai,
  "phone.parse": parsePhone,
  "email.parse": parseEmail,
  "profile.parse": parseProfile,
  "password.check": checkPassword,
  "portal.url": findPortal,
  "portal.resolve": resolvePortal,
  "mire.choices": listChoices,
  "onboarding.next": nextStep,
  "contact.card": fillCard,
  "consent.value": decideConsent,
  "story.sms_code": playCode,
  "story.guardian_sms": playGuardian,
]

/// The listed value with a code.
func listed<T: StableCode>(_ value: JSON, as type: T.Type = T.self) throws -> T {
  try asked(value.text.flatMap { T(code: $0) }, "\(value)")
}

private func parseUai(_ input: JSON) throws -> JSON {
  let text = try input.text("text")
  let uai: Uai
  switch try input.text("mode") {
  case "strict": uai = try Uai(text)
  case "lenient": uai = try Uai(lenient: text)
  case let mode: throw Mismatch("mode `\(mode)`")
  }
  return .object([
    "uai": .text(uai.number), "key_valid": .flag(uai.keyValid),
    "academy": JSON(uai.academy?.code), "department": JSON(uai.department?.code),
  ])
}

private func parsePhone(_ input: JSON) throws -> JSON {
  let number = try PhoneNumber(input.text("text"), region: listed(input["region"]))
  return .object([
    "e164": .text(number.e164), "kind": .text(number.kind.code()), "sms": .flag(number.sms),
  ])
}

private func parseEmail(_ input: JSON) throws -> JSON {
  let email = try Email(input.text("text"))
  return .object(["address": .text(email.address), "key": .text(email.key)])
}

private func parseProfile(_ input: JSON) throws -> JSON {
  let profile = try Profile(input.text("code"), in: listed(input["system"]))
  return .object(["profile": .text(profile.code())])
}

private func checkPassword(_ input: JSON) throws -> JSON {
  let words = try (input["words"].list ?? []).map { word in
    // A plain text is of kind `other`.
    let kind: ContextKind = word["kind"] == .null ? .other : try listed(word["kind"])
    return ContextWord(kind: kind, text: try word.text ?? word.text("text"))
  }
  let verdict = try EntKit.checkPassword(
    rules: input.text("rules"),
    password: .fromText(text: input.text("password")),
    confirmation: input["confirmation"].text.map { try .fromText(text: $0) },
    words: words)
  let violations = verdict.violations.map { violation in
    let params = violation.params.mapValues { param -> JSON in
      switch param {
      case .number(let value): return JSON(value)
      case .text(let value): return .text(value)
      }
    }
    return JSON.object(["id": .text(violation.id), "params": .object(params)])
  }
  return .object(["accepted": .flag(verdict.accepted), "violations": .list(violations)])
}

private func ent(_ input: JSON) throws -> Ent {
  try Ent.find(id: input.text("ent"))
}

private func findPortal(_ input: JSON) throws -> JSON {
  let portal = try ent(input).portalUrl(kind: listed(input["kind"]), key: input.text("key"))
  return .object(["url": .text(portal.url), "director": .text(portal.directorFr)])
}

private func resolvePortal(_ input: JSON) throws -> JSON {
  let portal = try ent(input).resolve(url: input.text("url"))
  return .object(["kind": .text(portal.kind.code()), "key": .text(portal.key)])
}

private func listChoices(_ input: JSON) throws -> JSON {
  let path = try input.list("path").compactMap(\.text)
  let level: Level? = input["level"] == .null ? nil : try listed(input["level"])
  switch try ent(input).mireChoices(path: path, level: level) {
  case .source(let source, let academy):
    return .object(["source": .text(source.code()), "academy": JSON(academy?.code)])
  case .choices(let choices):
    let choices = choices.map {
      JSON.object(["id": .text($0.id), "label": .text($0.labelFr)])
    }
    return .object(["choices": .list(choices)])
  }
}

private func nextStep(_ input: JSON) throws -> JSON {
  let done = input["facts"]
  let facts = OnboardingFacts(
    charterAccepted: try done.flag("charter"), passwordChosen: try done.flag("password"),
    contactSaved: try done.flag("contact"))
  let step = try ent(input).nextStep(
    profile: Profile(input.text("profile"), in: .sdet), source: listed(input["source"]),
    facts: facts)
  return .object(["step": JSON(step?.code())])
}

private func schoolPhones(_ school: JSON) throws -> SchoolPhones {
  let number = { (key: String) in try school[key].text.map { try PhoneNumber($0) } }
  return SchoolPhones(
    personal: try number("personal"), professional: try number("professional"),
    mobile: try number("mobile"))
}

private func fillCard(_ input: JSON) throws -> JSON {
  var card = try ContactCard.empty().withSchoolPhones(phones: schoolPhones(input["school"]))
  for change in try input.list("changes") {
    card = try changed(card, change)
  }
  let view = card.view()
  let phones = view.phones.map { ($0.slot.code(), JSON($0.masked)) }
  let contact: JSON
  switch view.contact {
  case .unset: contact = .null
  case .number(let masked): contact = .text(masked)
  case .noSms: contact = .text("no_sms")
  }
  let email = view.email.map {
    JSON.object(["masked": .text($0.masked), "verified": .flag($0.verified)])
  }
  return .object([
    "phones": .object(Dictionary(uniqueKeysWithValues: phones)), "contact": contact,
    "email": email ?? .null,
  ])
}

private func changed(_ card: ContactCard, _ change: JSON) throws -> ContactCard {
  let (verb, with) = try verb(of: change)
  let typed = { try asked(with.text, "a text") }
  switch verb {
  case "import": return try card.withSchoolPhones(phones: schoolPhones(with))
  case "set":
    return try card.setNumber(
      slot: listed(with["slot"]), number: PhoneNumber(with.text("number")))
  case "remove": return try card.removeNumber(slot: listed(with["slot"]))
  case "choose": return try card.chooseContact(number: PhoneNumber(typed()))
  case "refuse_sms": return try card.refuseSms()
  case "clear_contact": return try card.clearContact()
  case "email": return try card.setEmail(email: UnverifiedEmail(typed()))
  case "confirm": return try card.confirmEmail(email: UnverifiedEmail(typed()).confirmed())
  case "remove_email": return try card.removeEmail()
  default: throw Mismatch("change `\(verb)`")
  }
}

private func decideConsent(_ input: JSON) throws -> JSON {
  var log = Consents.empty()
  for row in try input.list("log") {
    let entry = ConsentEntry(
      act: try listed(row["act"]), purpose: try listed(row["purpose"]),
      channel: try listed(row["channel"]), at: try Date(rfc3339: row.text("at")),
      textVersion: row["text_version"].number.map { Int32(clamping: $0) },
      source: try listed(row["source"]))
    log = try log.record(entry: entry)
  }
  let purpose: ConsentPurpose = try listed(input["purpose"])
  let channel: Channel = try listed(input["channel"])
  let last = log.last(purpose: purpose, channel: channel)
  return .object([
    "granted": .flag(log.value(purpose: purpose, channel: channel)),
    "at": JSON(try last?.at.rfc3339()), "text_version": JSON(last?.textVersion),
  ])
}

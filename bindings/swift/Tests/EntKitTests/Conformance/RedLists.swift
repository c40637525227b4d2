import EntKit
import Foundation

private let changedAt = "2026-11-26T10:00:00Z"

func readPostalAddress(_ input: JSON) throws -> JSON {
  let address = try postalAddress(input)
  return .object([
    "envelope": .list(try address.envelope().map { .text($0) }), "fits": .flag(try address.fits()),
  ])
}

private func texts(_ given: JSON, _ key: String) -> [String] {
  (given[key].list ?? []).compactMap(\.text)
}

private func card(_ given: JSON) throws -> ContactCard {
  let number = { (key: String) in try given[key].text.map { try PhoneNumber($0) } }
  let school = SchoolPhones(
    personal: try number("phone_personal"), professional: try number("phone_professional"),
    mobile: try number("phone_mobile"))
  var card = try ContactCard.empty().withSchoolPhones(phones: school)
  for (slot, key) in [(PhoneSlot.own1, "phone_own_1"), (PhoneSlot.own2, "phone_own_2")] {
    if let own = try number(key) {
      card = try card.setNumber(slot: slot, number: own)
      if given["unconfirmed"].flag != true { card = try card.confirmNumber(number: own) }
    }
  }
  if let email = try given["email"].text.map({ try UnverifiedEmail($0) }) {
    card = try card.askEmail(email: email).card.confirmEmail(email: email.confirmed()).card
  }
  if let email = try given["unverified_email"].text.map({ try UnverifiedEmail($0) }) {
    card = try card.askEmail(email: email).card
  }
  if let wish = given["contact_wish"].text { card = try card.setWish(wish: ContactWish(wish)) }
  if let contact = try number("contact") { card = try card.chooseContact(number: contact) }
  let child = given["child"]
  if child != .null {
    card = try card.setChild(child: child.text("child"), contact: childContact(child))
  }
  return card
}

private func redList(_ given: JSON) throws -> RedList {
  let at = try Date(rfc3339: changedAt)
  let list = try RedList.empty().switched(on: given["on_list"].flag == true, at: at)
  return try texts(given, "authorised").reduce(list) { list, id in
    try list.authorised(id: id, by: .person, at: at)
  }
}

private func row(_ given: JSON) throws -> DirectoryRow {
  let postal = given["postal_address"]
  return DirectoryRow(
    name: PersonName(
      family: try given.text("family"), given: try given.text("given"), usual: given["usual"].text),
    profile: given["profile"].text.flatMap { Profile(code: $0) },
    establishment: given["establishment"].text, classes: texts(given, "classes"),
    birthDate: given["birth_date"].text,
    postalAddress: postal == .null ? nil : try postalAddress(postal), card: try card(given),
    notifications: given["notifications"].flag, redList: try redList(given))
}

private func viewer(_ input: JSON) throws -> Viewer {
  let given = input["viewer"]
  return Viewer(
    id: given["id"].text, role: try listed(given["role"]), child: given["child"].text)
}

private func fields(_ codes: JSON) throws -> [DirectoryField] {
  try asked(codes.list, "fields").map { try listed($0) }
}

/// The preset, with the changes of a case.
private func policy(_ input: JSON) throws -> Visibility {
  let preset = Visibility.preset()
  let rules = try (input["policy"].list ?? []).map { change -> VisibilityRule in
    let role: ViewerRole = try listed(change["role"])
    let set = { (key: String, onList: Bool) in
      change[key] == .null
        ? preset.fields(role: role, onList: onList) : try fields(change[key])
    }
    return VisibilityRule(role: role, off: try set("off", false), on: try set("on", true))
  }
  return try .fromJson(bytes: Visibility.withRules(rules: rules).toJson())
}

func showPolicy(_ input: JSON) throws -> JSON {
  let role: ViewerRole = try listed(input["role"])
  let policy = try policy(input)
  return .object([
    "off": listedCodes(policy.fields(role: role, onList: false)),
    "on": listedCodes(policy.fields(role: role, onList: true)),
  ])
}

func projectPerson(_ input: JSON) throws -> JSON {
  let seen = try projectRow(
    row: row(input["row"]), viewer: viewer(input), policy: policy(input))
  let phones = [
    seen.phonePersonal, seen.phoneProfessional, seen.phoneMobile, seen.phoneOwn1, seen.phoneOwn2,
  ]
  let postal = try seen.postalAddress.map { address -> JSON in
    .list(try address.envelope().map { .text($0) })
  }
  return .object([
    "fields": listedCodes(seen.fields), "name": JSON(try seen.name?.listName()),
    "email": JSON(seen.email?.address),
    "phones": .list(phones.compactMap { $0.map { .text($0.e164) } }),
    "postal_address": postal ?? .null, "contact": JSON(seen.contact?.code()),
    "contact_wish": JSON(seen.contactWish),
    "notifications": seen.notifications.map { .flag($0) } ?? .null,
    "on_red_list": seen.onRedList.map { .flag($0) } ?? .null,
  ])
}

func searchPeople(_ input: JSON) throws -> JSON {
  let viewer = try viewer(input)
  let entries = try input.list("rows").map { DirectoryEntry(row: try row($0), viewer: viewer) }
  let found = try searchDirectory(
    entries: entries, query: input.text("query"), region: .fr, policy: policy(input),
    limit: Int32(input["limit"].number ?? 20))
  return .object([
    "rows": .list(found.hits.map { .number($0.index) }), "more": .flag(found.more),
    "seen": .list(found.hits.map { listedCodes($0.seen.fields) }),
  ])
}

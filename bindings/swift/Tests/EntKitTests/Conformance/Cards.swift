import EntKit
import Foundation

private func schoolPhones(_ school: JSON) throws -> SchoolPhones {
  let number = { (key: String) in try school[key].text.map { try PhoneNumber($0) } }
  return SchoolPhones(
    personal: try number("personal"), professional: try number("professional"),
    mobile: try number("mobile"))
}

private func emailChanged(_ card: ContactCard, _ verb: String, _ with: JSON) throws -> CardStep? {
  let typed = { try UnverifiedEmail(asked(with.text, "an address")) }
  switch verb {
  case "email": return try card.askEmail(email: typed())
  case "confirm": return try card.confirmEmail(email: typed().confirmed())
  case "withdraw_email": return try card.withdrawEmail()
  case "remove_email": return try card.removeEmail()
  default: return nil
  }
}

func childContact(_ given: JSON) throws -> ChildContact {
  let contact: ContactChoice?
  switch given["contact"].text {
  case nil: contact = nil
  case "no_sms": contact = .noSms
  case "unset": contact = .unset
  case .some(let number): contact = .number(number: try PhoneNumber(number))
  }
  return ChildContact(contact: contact, wish: try given["wish"].text.map { try ContactWish($0) })
}

private func changed(_ card: ContactCard, _ change: JSON) throws -> ContactCard {
  let (verb, with) = try verb(of: change)
  if let step = try emailChanged(card, verb, with) { return step.card }
  let typed = { try asked(with.text, "a text") }
  switch verb {
  case "import": return try card.withSchoolPhones(phones: schoolPhones(with))
  case "set":
    return try card.setNumber(
      slot: listed(with["slot"]), number: PhoneNumber(with.text("number")))
  case "confirm_number": return try card.confirmNumber(number: PhoneNumber(typed()))
  case "remove": return try card.removeNumber(slot: listed(with["slot"]))
  case "choose": return try card.chooseContact(number: PhoneNumber(typed()))
  case "refuse_sms": return try card.refuseSms()
  case "clear_contact": return try card.clearContact()
  case "wish": return try card.setWish(wish: ContactWish(typed()))
  case "clear_wish": return try card.clearWish()
  case "child": return try card.setChild(child: with.text("child"), contact: childContact(with))
  case "clear_child": return try card.clearChild(child: typed())
  default: throw Mismatch("change `\(verb)`")
  }
}

/// The card of a case, stored and read back.
private func card(_ input: JSON) throws -> ContactCard {
  var card = try ContactCard.empty().withSchoolPhones(phones: schoolPhones(input["school"]))
  for change in try input.list("changes") {
    card = try changed(card, change)
  }
  return try .fromJson(bytes: card.toJson())
}

private func shown(_ line: ContactLine?) -> JSON {
  switch line {
  case nil: return .null
  case .unset: return .text("unset")
  case .number(let masked): return .text(masked)
  case .noSms: return .text("no_sms")
  }
}

func fillCard(_ input: JSON) throws -> JSON {
  let card = try card(input)
  let view = card.view()
  let about = input["about"].text
  let sms: String
  switch try card.smsReach(child: about) {
  case .to(let number): sms = number.e164
  case .unverified: sms = "unverified"
  case .refused: sms = "refused"
  case .nowhere: sms = "nowhere"
  }
  let mail: String
  switch card.emailReach() {
  case .to(let verified): mail = verified.email.address
  case .unverified: mail = "unverified"
  case .nowhere: mail = "nowhere"
  }
  let phones = view.phones.map { ($0.slot.code(), JSON($0.masked)) }
  let email = view.email.map {
    JSON.object(["masked": .text($0.masked), "verified": .flag($0.verified)])
  }
  let children = view.children.map { line -> JSON in
    .object([
      "child": .text(line.child), "contact": shown(line.contact), "wish": JSON(line.wish?.text),
    ])
  }
  return .object([
    "phones": .object(Dictionary(uniqueKeysWithValues: phones)),
    "confirmed": listedCodes(view.phones.filter(\.confirmed).map(\.slot)),
    "contact": view.contact == .unset ? .null : shown(view.contact), "email": email ?? .null,
    "asked_email": JSON(view.askedEmail), "wish": JSON(try card.wish(child: about)?.text),
    "children": .list(children), "sms_reach": .text(sms), "email_reach": .text(mail),
  ])
}

func readWish(_ input: JSON) throws -> JSON {
  let times = Int(input["times"].number ?? 1)
  let wish = try ContactWish(String(repeating: input.text("text"), count: times))
  return .object([
    "wish": .text(wish.text), "length": JSON(wish.length), "left": JSON(wish.left),
  ])
}

func changeEmail(_ input: JSON) throws -> JSON {
  var card = ContactCard.empty()
  var notices: [CardNotice] = []
  for change in try input.list("changes") {
    let (verb, with) = try verb(of: change)
    let step = try asked(emailChanged(card, verb, with), verb)
    (card, notices) = (step.card, step.notices)
  }
  let told = notices.map { notice -> JSON in
    .object([
      "kind": .text(notice.kind.code()), "to": .text(notice.to.address),
      "subject_fr": .text(notice.kind.labelFr()), "text_fr": .text(notice.textFr),
      "text_en": .text(notice.textEn),
    ])
  }
  return .object([
    "notices": .list(told), "email": JSON(card.email()?.email.address),
    "asked_email": JSON(card.askedEmail()?.email.address),
  ])
}

/// `purpose/channel` of a list, agreed to in 2026.
private func granted(_ input: JSON) throws -> Consents {
  let entries = try (input["granted"].list ?? []).map { pair -> ConsentEntry in
    let parts = try asked(pair.text, "granted").split(separator: "/").map { JSON.text(String($0)) }
    guard parts.count == 2 else { throw Mismatch("granted") }
    return ConsentEntry(
      act: .granted, purpose: try listed(parts[0]), channel: try listed(parts[1]),
      at: try Date(rfc3339: "2026-09-01T08:00:00Z"), textVersion: 1, source: .onboarding, by: .own)
  }
  return try Consents.empty().recordAll(entries: entries)
}

func postalAddress(_ given: JSON) throws -> PostalAddress {
  PostalAddress(
    lines: (given["lines"].list ?? []).compactMap(\.text), postcode: given["postcode"].text,
    town: try given.text("town"), country: given["country"].text)
}

func showSummary(_ input: JSON) throws -> JSON {
  let now = try Date(rfc3339: input.text("now"))
  var preferences = Preferences.empty()
  if input["everything_off"].flag == true { preferences = preferences.switchedOff() }
  for channel in input["off"].list ?? [] {
    let scope = PreferenceScope(channel: try listed(channel))
    preferences = try preferences.set(
      choice: PreferenceChoice(scope: scope, pace: .off), child: nil)
  }
  let postal = input["postal_address"]
  let page = try summarise(
    source: SummarySource(
      name: PersonName(family: input.text("family"), given: input.text("given")),
      card: card(input), consents: granted(input), preferences: preferences, defaults: .immediate(),
      redList: RedList.empty().switched(on: input["on_list"].flag == true, at: now),
      postalAddress: postal == .null ? nil : postalAddress(postal)),
    now: now)
  let children = page.children.map { line -> JSON in
    .object([
      "child": .text(line.child), "sms_fr": JSON(line.sms?.textFr), "wish": JSON(line.wish?.text),
    ])
  }
  let phones = page.phones.map { ($0.slot.code(), JSON($0.number)) }
  return .object([
    "family": .text(page.family), "given": .text(page.given),
    "postal_address": .list(page.postalAddress.map { .text($0) }),
    "on_red_list": .flag(page.onRedList), "red_list_fr": JSON(page.redListFr),
    "email": JSON(page.email), "asked_email": JSON(page.askedEmail),
    "email_notifications": .flag(page.emailNotifications), "email_fr": .text(page.emailFr),
    "email_en": .text(page.emailEn), "notifications_fr": .text(page.notificationsFr),
    "phones": .object(Dictionary(uniqueKeysWithValues: phones)),
    "confirmed": listedCodes(page.phones.filter(\.confirmed).map(\.slot)),
    "lines_fr": .list(page.phones.map { .text($0.textFr) }), "school_fr": .text(page.schoolFr),
    "sms_fr": .text(page.sms.textFr), "sms_en": .text(page.sms.textEn),
    "sms_notifications": .flag(page.smsNotifications), "wish": JSON(page.wish?.text),
    "wish_left": JSON(page.wishLeft), "children": .list(children),
  ])
}

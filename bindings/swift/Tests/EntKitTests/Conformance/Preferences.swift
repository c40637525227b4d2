import EntKit
import Foundation

private func schoolPhones(_ school: JSON) throws -> SchoolPhones {
  let number = { (key: String) in try school[key].text.map { try PhoneNumber($0) } }
  return SchoolPhones(
    personal: try number("personal"), professional: try number("professional"),
    mobile: try number("mobile"))
}

func fillCard(_ input: JSON) throws -> JSON {
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

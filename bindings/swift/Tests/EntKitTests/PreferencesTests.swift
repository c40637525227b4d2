import EntKit
import Foundation
import XCTest

final class PreferencesTests: XCTestCase {
  private func mobile() throws -> PhoneNumber { try PhoneNumber("0612345678") }

  private func card() throws -> ContactCard {
    try ContactCard.empty().setNumber(slot: .own1, number: mobile()).chooseContact(number: mobile())
  }

  private func entry(
    _ act: ConsentAct, _ textVersion: Int32?, _ source: ConsentSource = .preferences
  ) -> ConsentEntry {
    ConsentEntry(
      act: act, purpose: .partners, channel: .sms, at: at(), textVersion: textVersion,
      source: source, by: .own)
  }

  func testACardChangesByItsRules() throws {
    let card = try card()
    XCTAssertEqual(try card.smsReach(), .unverified)
    let known = try card.confirmNumber(number: mobile())
    XCTAssertEqual(try known.smsReach(), .to(number: try mobile()))
    XCTAssertEqual(card.choosable(), [try mobile()])
    let view = card.view()
    XCTAssertEqual(view.contact, .number(masked: try mobile().masked))
    XCTAssertEqual(view.phones.map(\.slot), PhoneSlot.allCases)
    XCTAssertEqual(try ContactCard.fromJson(bytes: card.toJson()).view(), view)
    XCTAssertEqual(try card.refuseSms().view().contact, .noSms)
    let typed = try UnverifiedEmail("zoe@exemple.fr")
    let asked = try card.askEmail(email: typed)
    XCTAssertNil(asked.card.email())
    XCTAssertEqual(asked.notices.map(\.kind), [.confirm])
    let confirmed = try asked.card.confirmEmail(email: typed.confirmed()).card
    XCTAssertEqual(confirmed.emailReach(), .to(email: typed.confirmed()))
    let other = try confirmed.askEmail(email: UnverifiedEmail("z@exemple.fr"))
    XCTAssertEqual(other.card.email(), typed.confirmed())
    XCTAssertEqual(other.notices.map(\.kind), [.confirm, .changeAsked])
    XCTAssertEqual(other.notices.last?.to, typed.email)
    let imported = try card.withSchoolPhones(phones: SchoolPhones(mobile: mobile()))
    XCTAssertEqual(imported.number(slot: .mobile), try mobile())
  }

  func testOneChildHasAContactAndAWishOfItsOwn() throws {
    let wish = try ContactWish("  après 18 h ")
    XCTAssertEqual([wish.length, wish.left], [10, 290])
    XCTAssertFalse("\(wish)".contains("18"))
    let card = try card().confirmNumber(number: mobile()).setWish(wish: wish)
    let contact = ChildContact(contact: .noSms, wish: try ContactWish("le mercredi"))
    let otherwise = try card.setChild(child: "lea", contact: contact)
    XCTAssertEqual(try otherwise.smsReach(child: "lea"), .refused)
    XCTAssertEqual(try otherwise.smsReach(child: "tom"), .to(number: try mobile()))
    XCTAssertEqual(try otherwise.wish(child: "lea")?.text, "le mercredi")
    XCTAssertEqual(try otherwise.wish(child: "tom"), wish)
    XCTAssertEqual(try otherwise.clearChild(child: "lea").view(), card.view())
    assertRefused("wish/too-long") { try ContactWish(String(repeating: "é", count: 301)) }
    assertRefused("contact/not-on-card") {
      try card.confirmNumber(number: PhoneNumber("0730123456"))
    }
  }

  func testRefusalsHaveTheirCodes() throws {
    let card = try card()
    assertRefused("contact/read-only") { try card.setNumber(slot: .mobile, number: mobile()) }
    assertRefused("contact/read-only") { try card.removeNumber(slot: .personal) }
    assertRefused("contact/not-on-card") {
      try card.chooseContact(number: PhoneNumber("0730123456"))
    }
    assertRefused("contact/other-email") {
      try card.confirmEmail(email: UnverifiedEmail("zoe@exemple.fr").confirmed())
    }
    for text in hostileTexts {
      assertRefused("state/corrupt") { try ContactCard.fromJson(bytes: Data((text + "]").utf8)) }
      assertRefused("state/corrupt") { try Consents.fromJson(bytes: Data((text + "]").utf8)) }
    }
  }

  func testTheLastEntryCounts() throws {
    let granted = try Consents.empty().record(entry: entry(.granted, 3))
    XCTAssertTrue(try granted.granted(purpose: .partners, channel: .sms, now: at()))
    XCTAssertFalse(try granted.granted(purpose: .partners, channel: .email, now: at()))
    XCTAssertEqual(
      try granted.deciding(purpose: .partners, channel: .sms, now: at()), entry(.granted, 3))
    XCTAssertEqual(try granted.view(now: at()).filter(\.granted).count, 1)
    let withdrawn = try Consents.empty().record(entry: entry(.withdrawn, nil, .message))
    let both = granted.merge(other: withdrawn)
    XCTAssertFalse(try both.granted(purpose: .partners, channel: .sms, now: at()))
    XCTAssertEqual(try Consents.fromJson(bytes: both.toJson()).entries(), both.entries())
    for bad in [entry(.granted, nil), entry(.granted, -1), entry(.withdrawn, 0)] {
      assertRefused("consent/text-version") { try both.record(entry: bad) }
    }
    assertRefused("consent/source") { try both.record(entry: entry(.granted, 1, .message)) }
  }

  func testARefusalByLinkIsStored() throws {
    let base = try BaseAddress.parse(text: "https://ent.exemple.fr/refus")
    let keys = try testKeys()
    let scope = UnsubscribeScope(
      person: "b1946ac92492d2347c6235b4d2611184", purpose: .partners, channel: .sms)
    let link = try unsubscribeLink(base: base, scope: scope, now: at(), keys: keys)
    XCTAssertEqual(link.headers.last, "List-Unsubscribe-Post: List-Unsubscribe=One-Click")
    let token = try XCTUnwrap(unsubscribeTokenOf(base: base, url: link.url))
    XCTAssertEqual(try readUnsubscribe(token: token, keys: keys, now: at()), scope)
    let body = Data("List-Unsubscribe=One-Click".utf8)
    let done = try confirmUnsubscribe(
      token: token, postBody: body, keys: keys, defaults: .immediate(), now: at())
    let granted = try Consents.empty().record(entry: entry(.granted, 3))
    let refused = try granted.unsubscribed(effect: done.effect)
    XCTAssertFalse(try refused.granted(purpose: .partners, channel: .sms, now: at()))
    assertRefused("unsubscribe/unconfirmed") {
      try confirmUnsubscribe(
        token: token, postBody: Data(), keys: keys, defaults: .immediate(), now: at())
    }
    for text in hostileTexts {
      assertRefused("unsubscribe/invalid") {
        try readUnsubscribe(token: text, keys: keys, now: at())
      }
    }
  }

  func testPartnersSeeAReferenceOnly() throws {
    let reference = "b1946ac92492d2347c6235b4d2611184"
    let granted = try Consents.empty().record(entry: entry(.granted, 3))
    let card = try card().confirmNumber(number: mobile())
    let seen = { (reference: String, consents: Consents, preferences: Preferences) in
      let hours = SendingHours.workingDays(
        zone: try .parse(name: "Europe/Paris"), calendar: .alwaysOpen())
      let person = Recipient(
        person: "zoe", card: card, consents: consents, preferences: preferences, hours: hours)
      return try partnerView(
        reference: reference, person: person, defaults: .immediate(), now: at())
    }
    let view = try seen(reference, granted, .empty())
    XCTAssertEqual(view, PartnerView(reference: reference, channels: [.sms]))
    XCTAssertNil(try seen(reference, .empty(), .empty()))
    let refusing = try Preferences.empty().refuse(
      scope: PreferenceScope(purpose: .partners), child: nil)
    XCTAssertNil(try seen(reference, granted, refusing))
    for text in hostileTexts + ["+33612345678"] {
      assertRefused("partner/reference") { try seen(text, granted, .empty()) }
    }
  }
}

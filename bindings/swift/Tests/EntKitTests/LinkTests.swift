import EntKit
import Foundation
import XCTest

/// A context of links with seeded tokens.
func linkContext(_ entropy: Entropy = .seeded(seed: 1)) -> LinkContext {
  LinkContext(policy: .emailLink(), entropy: entropy)
}

/// The page that links lead to.
func linkBase() throws -> BaseAddress { try .parse(text: "https://ent.exemple.fr/courriel") }

/// The token of a link that was sent.
func sentToken(_ committed: CommittedLink) throws -> LinkToken {
  guard case .sendLink(let mail) = committed.outcome else { throw Mismatch(committed.name) }
  return try .fromUrl(base: linkBase(), url: mail.url(base: linkBase()))
}

final class LinkTests: XCTestCase {
  private let account = "guardian-1"

  private func request(
    _ link: EmailLink, _ context: LinkContext, previous: VerifiedEmail? = nil
  ) throws -> LinkTransition {
    try link.request(
      address: UnverifiedEmail("zoe@exemple.fr"), previous: previous, context: context, now: at())
  }

  func testALinkIsConfirmedOnceItIsPressed() throws {
    let store = InMemoryStore()
    let context = linkContext()
    let old = try UnverifiedEmail("ancien@exemple.fr").confirmed()
    let token = try sentToken(
      store.drive(emailLinkOf: account) { try request($0, context, previous: old) })
    XCTAssertEqual(token.lookup().count, 64)
    XCTAssertEqual(
      try token.url(base: linkBase()), try linkBase().text() + "?token=" + token.text())
    let bytes = try XCTUnwrap(store.load(emailLinkKey(account: account)))
    let stored = try EmailLink.load(account: account, bytes: bytes)
    let opened = try stored.inspect(token: token, now: at(1))
    XCTAssertEqual(opened.step, .pending)
    XCTAssertEqual(opened.secondsLeft, 86_399)
    let done = try store.drive(emailLinkOf: account) {
      try $0.confirm(token: token, context: context, now: at(2))
    }
    guard case .confirmed(account, let email, let notice, let confirmedAt) = done.outcome else {
      return XCTFail(done.name)
    }
    XCTAssertEqual(email, try UnverifiedEmail("zoe@exemple.fr").confirmed())
    XCTAssertEqual(notice, old)
    XCTAssertEqual(confirmedAt, at(2))
    XCTAssertEqual(try done.link.inspect(token: token, now: at(3)), closedLink())
  }

  func testAChangeOfTheAccountEndsTheLink() throws {
    let context = linkContext()
    let sent = try request(.fresh(account: account), context).commit(stored: true)
    let changed = try sent.link.accountChanged(change: .grouped, context: context, now: at(1))
      .commit(stored: true)
    XCTAssertEqual(changed.link.state(), "superseded")
    let late = try changed.link.confirm(token: sentToken(sent), context: context, now: at(2))
    XCTAssertEqual(try late.commit(stored: true).name, "nothing_pending")
  }

  func testBadInputChangesNothing() throws {
    let context = linkContext()
    let link = try request(.fresh(account: account), context).commit(stored: true).link
    func refused(_ codes: [String], _ step: () throws -> Any) {
      XCTAssertThrowsError(try step()) { error in
        let code = (error as? EntError)?.code ?? "\(error)"
        XCTAssert(codes.contains(code), "\(code), not \(codes)")
      }
      XCTAssertEqual(link.version(), 1)
      XCTAssertEqual(link.state(), "pending")
    }
    for text in hostileTexts {
      refused(["email-link/empty", "email-link/token"]) { try LinkToken.parse(text: text) }
      refused(["email-link/other"]) { try LinkToken.fromUrl(base: linkBase(), url: text) }
      refused(["id/format"]) { try EmailLink.fresh(account: text) }
      refused(["id/format"]) { try emailLinkKey(account: text) }
      refused(["state/corrupt"]) { try EmailLink.load(account: account, bytes: Data(text.utf8)) }
    }
    for date in hostileDates {
      refused(["instant/out-of-range"]) { try link.observe(context: context, now: date) }
      refused(["instant/out-of-range"]) { try link.view(policy: .emailLink(), now: date) }
    }
    refused(["step/entropy"]) {
      try EmailLink.fresh(account: account)
        .request(
          address: UnverifiedEmail("zoe@exemple.fr"), previous: nil,
          context: linkContext(.failing()), now: at())
    }
    let token = try LinkToken.parse(text: String(repeating: "A", count: 43))
    refused(["email-link/base"]) {
      try token.url(base: .parse(text: "fr.exemple.ent://courriel.exemple.fr"))
    }
    for options in [
      LinkPolicyOptions(lifetimeSeconds: 86_401), LinkPolicyOptions(maxAttempts: .max),
      LinkPolicyOptions(resendSeconds: .min), LinkPolicyOptions(sendsPerDay: 0),
    ] {
      refused(["policy/bounds"]) { try LinkPolicy.custom(options: options) }
    }
  }

  func testAddressesAreComparedAsTheyAreWritten() throws {
    let base = try BaseAddress.parse(text: "HTTPS://ENT.exemple.fr/courriel")
    XCTAssertEqual(base, try linkBase())
    XCTAssertEqual(Set([base, try linkBase()]).count, 1)
    XCTAssertEqual("\(base)", "https://ent.exemple.fr/courriel")
    XCTAssertTrue(base.isHttps())
    XCTAssertEqual(
      AccountChange.allCases.filter { !$0.endsDevices() }, [.emailChanged, .unlinked])
    for change in AccountChange.allCases {
      XCTAssertNotEqual(change.label(in: .fr), change.label(in: .en))
    }
  }

  func testSecondsAreCountedByTheClientsClock() throws {
    let countdown = try Countdown.until(expiresAt: at(300), server: at(), client: at(3600))
    XCTAssertEqual(try countdown.secondsLeft(now: at(3600.5)), 300)
    XCTAssertEqual(try countdown.secondsLeft(now: at(3900)), 0)
    XCTAssertEqual(try countdown.secondsLeft(now: at()), 0)
    XCTAssertEqual(try Countdown.start(secondsLeft: .min, received: at()).secondsLeft(now: at()), 0)
    XCTAssertGreaterThan(
      try Countdown.start(secondsLeft: .max, received: at()).secondsLeft(now: at()), 0)
    for date in hostileDates {
      assertRefused("instant/out-of-range") { try countdown.secondsLeft(now: date) }
      assertRefused("instant/out-of-range") { try Countdown.start(secondsLeft: 1, received: date) }
      assertRefused("instant/out-of-range") {
        try Countdown.until(expiresAt: date, server: at(), client: at())
      }
    }
  }

  func testAMessageIsBoundToAHost() throws {
    let sms = try Ledger.fresh(subject: account, purpose: .activation).issue(
      flow: "f", to: PhoneNumber("0612345678"), audience: .known, context: codes(), now: at()
    ).commit(stored: true)
    guard case .sendSms(let sms) = sms.outcome else { return XCTFail("no message") }
    let message = try sms.boundText(lang: .fr, host: "ENT.exemple.fr")
    let bound = try BoundCode(lastLineOf: message.text)
    XCTAssertEqual([bound.host, bound.code], ["ent.exemple.fr", sms.code()])
    XCTAssertEqual(message.length, SmsLength(of: message.text))
    XCTAssertEqual(SmsLength(of: "🏫").encoding, .ucs2)
    for text in hostileTexts {
      assertRefused("address/host") { try sms.boundText(lang: .fr, host: text) }
      XCTAssertThrowsError(try BoundCode(lastLineOf: text)) {
        XCTAssertEqual(($0 as? EntError)?.code.hasPrefix("sms/"), true)
      }
      XCTAssertGreaterThanOrEqual(SmsLength(of: text).units, 0)
    }
  }
}

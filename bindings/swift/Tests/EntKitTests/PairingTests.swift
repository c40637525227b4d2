import Dispatch
import EntKit
import Foundation
import XCTest

/// A context of pairings with seeded codes.
func pairingContext(_ entropy: Entropy = .seeded(seed: 1)) throws -> PairingContext {
  PairingContext(policy: .mobileActivation(), keys: try testKeys(), entropy: entropy)
}

/// The code that was shown.
func shownCode(_ committed: CommittedPairing) throws -> PairingCode {
  guard case .issued(let code) = committed.outcome else { throw Mismatch(committed.name) }
  return code
}

final class PairingTests: XCTestCase {
  private let account = "guardian-1"

  private func issue(_ pairing: Pairing, _ context: PairingContext) throws -> PairingTransition {
    try pairing.issue(
      account: account, session: "session-1", signedInAt: at(), context: context, now: at())
  }

  func testAPhoneIsActivatedAndLosesItsAccess() throws {
    let store = InMemoryStore()
    let context = try pairingContext()
    let base = try BaseAddress.parse(text: "https://ent.exemple.fr/mobile")
    let code = try shownCode(store.drive(pairingOf: account) { try issue($0, context) })
    XCTAssertEqual(code.expiresAt(), at(300))
    let opened = try XCTUnwrap(URL(string: code.link(base: base)))
    let scanned = try PairingPayload.read(opened, openedFor: base)
    XCTAssertEqual(scanned.code(), code.printed())
    XCTAssertEqual(scanned.identifierShown(), code.identifierShown())
    let granted = try store.drive(redeeming: scanned.identifier(), of: account) {
      try $0.redeem(
        identifier: scanned.identifier(), code: scanned.code(), device: "phone-1",
        context: context, now: at(1))
    }
    guard case .granted(let grant) = granted.outcome else { return XCTFail(granted.name) }
    XCTAssertEqual([grant.account(), grant.device()], [account, "phone-1"])
    XCTAssertEqual(granted.pairing.devices(), [PairedDevice(device: "phone-1", since: at(1))])
    let again = try store.drive(redeeming: scanned.identifier(), of: account) {
      try $0.claim(
        identifier: scanned.identifier(), device: "phone-1", context: context, now: at(2))
    }
    XCTAssertEqual(again.name, "granted")
    let reset = try store.drive(pairingOf: account) {
      try $0.accountChanged(change: .passwordReset, context: context, now: at(2))
    }
    guard case .revoked(["phone-1"]) = reset.outcome else { return XCTFail(reset.name) }
    XCTAssertEqual(reset.pairing.devices(), [])
  }

  func testNobodyLooksLikeSomebody() throws {
    let store = InMemoryStore()
    let context = try pairingContext()
    let code = try shownCode(store.drive(pairingOf: account) { try issue($0, context) })
    let outcomes = try [(code.identifier(), account), ("0123456789", nil)].map { (id, found) in
      try store.drive(redeeming: id, of: found) {
        try $0.redeem(
          identifier: id, code: "BBBB-BBBB", device: "phone-1", context: context, now: at(1))
      }
    }
    XCTAssertEqual(outcomes.map(\.name), ["wrong", "unknown"])
    XCTAssertEqual(outcomes[0].publicOutcome, outcomes[1].publicOutcome)
    assertRefused("step/out-of-order") {
      try outcomes[1].pairing.revoke(context: context, now: at(2))
    }
  }

  func testSixtyFourGuessesAtOnceAreFiveAtMost() throws {
    let store = InMemoryStore()
    let context = try pairingContext()
    let code = try shownCode(store.drive(pairingOf: account) { try issue($0, context) })
    let (identifier, right) = (code.identifier(), code.printed())
    let names = Tally()
    DispatchQueue.concurrentPerform(iterations: 64) { guess in
      do {
        let judged = try store.drive(redeeming: identifier, of: "guardian-1") {
          try $0.redeem(
            identifier: identifier, code: guess == 40 ? right : "BBBB-BBBB",
            device: "phone-\(guess)", context: context, now: at(1))
        }
        names.add(judged.name)
      } catch {
        XCTFail("\(error)")
      }
    }
    XCTAssertLessThanOrEqual(names["granted"] + names["wrong"] + names["exhausted"], 5)
    XCTAssertLessThanOrEqual(names["granted"], 1)
    XCTAssertEqual(names.total, 64)
  }

  func testBadInputChangesNothing() throws {
    let context = try pairingContext()
    let pairing = try issue(.fresh(account: account), context).commit(stored: true).pairing
    func refused(_ codes: [String], _ step: () throws -> Any) {
      XCTAssertThrowsError(try step()) { error in
        let code = (error as? EntError)?.code ?? "\(error)"
        XCTAssert(codes.contains(code), "\(code), not \(codes)")
      }
      XCTAssertEqual(pairing.version(), 1)
      XCTAssertEqual(pairing.state(), "issued")
    }
    func redeem(_ id: String, _ code: String, _ device: String) throws -> PairingTransition {
      try pairing.redeem(
        identifier: id, code: code, device: device, context: context, now: at(1))
    }
    for text in hostileTexts {
      // Ten digits after a mark that nobody sees are an identifier.
      if text != "\u{202E}0612345678" {
        refused(["pairing/id-empty", "pairing/id-format"]) { try redeem(text, "BBBB-BBBB", "p") }
      }
      refused(["pairing/code-empty", "pairing/code-format"]) {
        try redeem("0123456789", text, "p")
      }
      refused(["id/format"]) { try redeem("0123456789", "BBBB-BBBB", text) }
      refused(["id/format"]) { try Pairing.fresh(account: text) }
      refused(["id/format"]) { try Pairing.find(identifier: "0123456789", found: text) }
      refused(["id/format"]) { try pairingKey(account: text) }
      refused(["state/corrupt"]) { try pairing.reload(bytes: Data(text.utf8)) }
      let base = try BaseAddress.parse(text: "https://ent.exemple.fr/mobile")
      refused(["pairing-link/other"]) { try PairingPayload.parse(base: base, link: text) }
      refused(["address/format", "address/scheme", "address/host", "address/path"]) {
        try BaseAddress.parse(text: text)
      }
    }
    for date in hostileDates {
      refused(["instant/out-of-range"]) { try pairing.observe(context: context, now: date) }
      refused(["instant/out-of-range"]) {
        try pairing.issue(
          account: account, session: "s", signedInAt: date, context: context, now: at())
      }
    }
    refused(["step/entropy"]) {
      try issue(.fresh(account: account), pairingContext(.failing()))
    }
    for options in [
      PairingPolicyOptions(lifetimeSeconds: .max), PairingPolicyOptions(maxAttempts: .min),
      PairingPolicyOptions(issuesPerDay: 0), PairingPolicyOptions(delaySeconds: -1),
    ] {
      refused(["policy/bounds"]) { try PairingPolicy.custom(options: options) }
    }
  }
}

import Dispatch
import EntKit
import Foundation
import XCTest

final class CodeTests: XCTestCase {
  private let subject = "guardian-1"

  private func issue(_ ledger: Ledger, _ codes: LedgerContext, _ now: Date) throws
    -> LedgerTransition
  {
    try ledger.issue(
      flow: "flow-1", to: PhoneNumber("0612345678"), audience: .known, context: codes, now: now)
  }

  private func sent(_ committed: CommittedLedger) throws -> Sms {
    guard case .sendSms(let sms) = committed.outcome else { throw Mismatch(committed.name) }
    return sms
  }

  func testTheRightCodeGivesAProof() throws {
    let codes = try codes()
    let store = InMemoryStore()
    let sms = try sent(
      store.drive(ledgerOf: subject, for: .activation) { try issue($0, codes, at()) })
    XCTAssertEqual(sms.to(), try PhoneNumber("0612345678"))
    XCTAssert(sms.text(lang: .fr).contains(sms.code()))
    XCTAssertNotEqual(sms.text(lang: .fr), sms.text(lang: .en))
    XCTAssertEqual(sms.expiresAt(), at(1800))
    let committed = try store.drive(ledgerOf: subject, for: .activation) {
      try $0.submit(flow: "flow-1", code: sms.code(), context: codes, now: at(1799.999))
    }
    guard case .verified(let proof) = committed.outcome else { return XCTFail(committed.name) }
    XCTAssertEqual(proof.flow(), "flow-1")
    XCTAssertEqual(try proof.provedAt().rfc3339(), "2021-09-01T08:29:59.999Z")
    XCTAssertEqual(committed.publicOutcome, .ok)
    XCTAssertEqual(committed.publicOutcome.code(), "ok")
    XCTAssertEqual(committed.ledger.version(), 2)
  }

  func testAWrongCodeIsCharged() throws {
    let codes = try codes()
    let issued = try issue(Ledger.fresh(subject: subject, purpose: .activation), codes, at())
      .commit(stored: true)
    let wrong = try sent(issued).code() == "00000000" ? "00000001" : "00000000"
    let judged = try issued.ledger.submit(
      flow: "flow-1", code: wrong, context: codes, now: at(1)
    ).commit(stored: true)
    guard case .wrong(attemptsLeft: 4) = judged.outcome else { return XCTFail(judged.name) }
    let view = try judged.ledger.view(flow: "flow-1", policy: .educonnectSms(), now: at(1))
    XCTAssertEqual(view.step, .pending)
    XCTAssertEqual(view.attemptsLeft, 4)
    XCTAssertEqual(view.sentTo, try PhoneNumber("0612345678").masked)
    XCTAssertEqual(judged.ledger.nextDeadline(), at(1800))
  }

  func testStepsInAnyOrderAreAnsweredOrRefused() throws {
    let codes = try codes()
    var ledger = try Ledger.fresh(subject: subject, purpose: .recovery)
    let steps: [(Ledger) throws -> LedgerTransition] = [
      { try $0.submit(flow: "flow-2", code: "12345678", context: codes, now: at()) },
      { try $0.resend(flow: "flow-2", context: codes, now: at()) },
      { try $0.claim(flow: "flow-2", context: codes, now: at()) },
      { try $0.cancel(flow: "flow-2", context: codes, now: at()) },
      { try $0.reinstate(context: codes, now: at()) },
      { try $0.observe(context: codes, now: at(-3600)) },
      { try self.issue($0, codes, at()) },
    ]
    for first in steps {
      for second in steps {
        for step in [first, second] {
          do {
            ledger = try step(ledger).commit(stored: true).ledger
          } catch let error as EntError {
            XCTAssert(error.code.hasPrefix("step/"), error.code)
          }
        }
      }
    }
  }

  func testALostRaceChangesNothing() throws {
    let codes = try codes()
    let fresh = try Ledger.fresh(subject: subject, purpose: .activation)
    let lost = try issue(fresh, codes, at())
    assertRefused("cas/lost") { try lost.commit(stored: false) }
    assertRefused("transition/spent") { try lost.commit(stored: true) }
    assertRefused("transition/spent") { try lost.writes() }
    XCTAssertNil(fresh.version())
    XCTAssertEqual(fresh.state(), "idle")
  }

  func testWhatIsTypedIsRefusedUncharged() throws {
    let codes = try codes()
    let ledger = try issue(Ledger.fresh(subject: subject, purpose: .activation), codes, at())
      .commit(stored: true).ledger
    for text in hostileTexts {
      do {
        let judged = try ledger.submit(flow: "flow-1", code: text, context: codes, now: at(1))
          .commit(stored: true)
        XCTAssertEqual(judged.name, "malformed")
      } catch let error as EntError {
        XCTAssert(["code/empty", "code/format"].contains(error.code), error.code)
      }
      assertRefused("id/format") { try ledger.resend(flow: text, context: codes, now: at(1)) }
      assertRefused("id/format") { try Ledger.fresh(subject: text, purpose: .activation) }
      assertRefused("id/format") { try ledgerKey(subject: text, purpose: .activation) }
    }
    XCTAssertEqual(try ledgerKey(subject: subject, purpose: .activation), ledger.key())
  }

  func testStoredBytesAreCheckedWhenTheyComeBack() throws {
    let codes = try codes()
    let step = try issue(Ledger.fresh(subject: subject, purpose: .activation), codes, at())
    let bytes = try XCTUnwrap(step.writes().first).bytes
    let load = { try Ledger.load(subject: self.subject, purpose: .activation, bytes: $0) }
    XCTAssertEqual(try load(bytes).state(), "pending")
    for length in stride(from: 0, to: bytes.count, by: 7) {
      assertRefused("state/corrupt") { try load(bytes.prefix(length)) }
    }
    for text in hostileTexts {
      assertRefused("state/corrupt") { try load(Data(text.utf8)) }
    }
    assertRefused("state/corrupt") { try load(Data(repeating: 0xFF, count: 1_000_000)) }
    let deep = Data(repeating: UInt8(ascii: "["), count: 1_000_000)
    assertRefused("state/corrupt") { try load(deep) }
    XCTAssertThrowsError(
      try Ledger.load(subject: "guardian-2", purpose: .activation, bytes: bytes)
    ) { XCTAssertEqual(($0 as? EntError)?.code.hasPrefix("state/"), true) }
    XCTAssertThrowsError(try GuardianActivation.load(subject: subject, bytes: bytes)) {
      XCTAssertEqual(($0 as? EntError)?.code, "state/other-kind")
    }
  }

  func testPoliciesStayWithinTheirBounds() throws {
    let policy = try CodePolicy.custom(options: CodePolicyOptions(digits: 6, lifetimeSeconds: 300))
    XCTAssertEqual(policy.values().digits, 6)
    let own = try CodePolicy.custom(options: CodePolicyOptions(resendSeconds: 90, delaySeconds: 0))
    XCTAssertEqual([own.values().resendSeconds, own.values().delaySeconds], [90, 0])
    XCTAssertEqual(policy.deviations().map(\.id), ["code-channel"])
    XCTAssertEqual(CodePolicy.educonnectSms().values().lifetimeSeconds, 1800)
    XCTAssertFalse(CodePolicy.educonnectSms().deviations().isEmpty)
    for options in [
      CodePolicyOptions(digits: 5), CodePolicyOptions(digits: .min),
      CodePolicyOptions(lifetimeSeconds: .max), CodePolicyOptions(maxAttempts: 0),
      CodePolicyOptions(delaySeconds: -1),
    ] {
      assertRefused("policy/bounds") { try CodePolicy.custom(options: options) }
    }
    XCTAssertThrowsError(try CodePolicy.custom(options: CodePolicyOptions(digits: 5))) {
      XCTAssertEqual(($0 as? EntError)?.params["field"], "digits")
    }
  }

  func testSixtyFourGuessesAtOnceAreFiveAtMost() throws {
    for round in 1...8 {
      let codes = try codes(seed: Int64(round))
      let store = InMemoryStore()
      let sms = try sent(
        store.drive(ledgerOf: subject, for: .activation) { try issue($0, codes, at()) })
      let right = sms.code()
      let names = Tally()
      DispatchQueue.concurrentPerform(iterations: 64) { guess in
        let code = guess % 8 == round % 8 ? right : String(10_000_000 + guess)
        do {
          let judged = try store.drive(ledgerOf: "guardian-1", for: .activation) {
            try $0.submit(flow: "flow-1", code: code, context: codes, now: at(1))
          }
          names.add(judged.name)
        } catch {
          XCTFail("\(error)")
        }
      }
      let judged = names["verified"] + names["wrong"] + names["exhausted"]
      XCTAssertLessThanOrEqual(judged, 5)
      XCTAssertLessThanOrEqual(names["verified"], 1)
      XCTAssertGreaterThanOrEqual(judged, 1)
      XCTAssertEqual(names.total, 64)
    }
  }
}

/// Counts names from many threads.
final class Tally: @unchecked Sendable {
  private let lock = NSLock()
  private var counts: [String: Int] = [:]

  func add(_ name: String) { lock.withLock { counts[name, default: 0] += 1 } }

  subscript(name: String) -> Int { lock.withLock { counts[name] ?? 0 } }

  var total: Int { lock.withLock { counts.values.reduce(0, +) } }
}

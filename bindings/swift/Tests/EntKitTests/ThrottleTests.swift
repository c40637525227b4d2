import Dispatch
import EntKit
import Foundation
import XCTest

final class ThrottleTests: XCTestCase {
  private let policy = ThrottlePolicy.signIn()

  private func attempt(_ store: InMemoryStore, _ now: Date) throws -> CommittedThrottle {
    try store.drive(.signIn(subject: "pupil-1")) { try $0.attempt(policy: policy, now: now) }
  }

  func testTheThirdInVainWaitsAndARightOneClearsTheWait() throws {
    let store = InMemoryStore()
    for _ in 1...3 { XCTAssertTrue(try attempt(store, at()).allowed) }
    let refused = try attempt(store, at(20))
    XCTAssertEqual(refused.name, "try_later")
    XCTAssertFalse(refused.allowed)
    XCTAssertEqual(refused.until, at(30))
    XCTAssertEqual(refused.publicOutcome, .tryLater(seconds: 10))
    XCTAssertEqual(refused.throttle.version(), 3)
    let until = try refused.throttle.closedUntil(policy: policy, now: at(20))?.rfc3339()
    XCTAssertEqual(until, "2021-09-01T08:00:30Z")
    let right = try store.drive(.signIn(subject: "pupil-1")) {
      try $0.succeed(policy: policy, now: at(21))
    }
    XCTAssertEqual(right.name, "taken_back")
    XCTAssertEqual(right.publicOutcome, .ok)
    XCTAssertNil(try right.throttle.closedUntil(policy: policy, now: at(21))?.rfc3339())
    XCTAssertTrue(try attempt(store, at(22)).allowed)
  }

  func testADisabledThrottleIsOpenedAgain() throws {
    let store = InMemoryStore()
    let tries = try Throttle.signIn(subject: "pupil-1")
    let one = try ThrottlePolicy.custom(options: ThrottlePolicyOptions(maxConsecutive: 1))
    let last = try store.drive(tries) { try $0.attempt(policy: one, now: at()) }
    XCTAssertTrue(last.allowed)
    XCTAssertTrue(last.throttle.isDisabled())
    let refused = try store.drive(tries) { try $0.attempt(policy: one, now: at()) }
    XCTAssertEqual(refused.name, "disabled")
    XCTAssertEqual(refused.publicOutcome, .refused)
    let opened = try store.drive(tries) { try $0.reinstate(policy: one, now: at()) }
    XCTAssertEqual(opened.name, "reinstated")
    XCTAssertFalse(opened.throttle.isDisabled())
    XCTAssertNil(tries.version())
  }

  func testManyAtOnceAreAsManyAsOneAfterTheOther() throws {
    let store = InMemoryStore()
    let tries = try Throttle.signIn(subject: "pupil-1")
    let names = Tally()
    DispatchQueue.concurrentPerform(iterations: 64) { _ in
      do {
        names.add(try store.drive(tries) { try $0.attempt(policy: .signIn(), now: at()) }.name)
      } catch {
        XCTFail("\(error)")
      }
    }
    XCTAssertEqual([names["allowed"], names["try_later"]], [3, 61])
  }

  func testANumberIsNotReadInTheKey() throws {
    let mobile = try PhoneNumber("0612345678")
    let key = try Throttle.smsTo(number: mobile, keys: testKeys()).key()
    XCTAssert(key.hasPrefix("throttle/sms/"))
    XCTAssertFalse(key.contains("612345678"))
    XCTAssertEqual(
      key, try Throttle.smsTo(number: PhoneNumber("+33612345678"), keys: testKeys()).key())
    XCTAssertNotEqual(
      key, try Throttle.smsTo(number: PhoneNumber("0612345679"), keys: testKeys()).key())
    let newer = try KeyRing(current: NamedKey(id: "new", secret: Data(repeating: 8, count: 32)))
    XCTAssertNotEqual(key, try Throttle.smsTo(number: mobile, keys: newer).key())
  }

  func testBadInputChangesNothing() throws {
    let step = try Throttle.signIn(subject: "pupil-1").attempt(policy: policy, now: at())
    let bytes = try XCTUnwrap(step.writes().first).bytes
    let tries = try step.commit(stored: true).throttle
    assertRefused("transition/spent") { try step.commit(stored: true) }
    assertRefused("transition/spent") { try step.writes() }
    for text in hostileTexts {
      assertRefused("id/format") { try Throttle.signIn(subject: text) }
      assertRefused("state/corrupt") { try tries.reload(bytes: Data(text.utf8)) }
    }
    assertRefused("state/other-kind") {
      try Throttle.signIn(subject: "pupil-2").reload(bytes: bytes)
    }
    for date in hostileDates {
      assertRefused("instant/out-of-range") { try tries.attempt(policy: policy, now: date) }
      assertRefused("instant/out-of-range") { try tries.succeed(policy: policy, now: date) }
      assertRefused("instant/out-of-range") { try tries.reinstate(policy: policy, now: date) }
      assertRefused("instant/out-of-range") { try tries.closedUntil(policy: policy, now: date) }
    }
    assertRefused("cas/lost") { try tries.attempt(policy: policy, now: at()).commit(stored: false) }
    XCTAssertEqual(tries.version(), 1)
    XCTAssertEqual(try tries.reload(bytes: bytes).version(), 1)
  }

  func testPoliciesStayWithinTheirBounds() throws {
    XCTAssertEqual(
      policy.values(),
      ThrottlePolicyValues(
        failuresPerDay: 25, maxConsecutive: 100, freeFailures: 3, delaySeconds: 30))
    XCTAssertEqual(ThrottlePolicy.smsToNumber().values().failuresPerDay, 10)
    let own = try ThrottlePolicy.custom(options: ThrottlePolicyOptions(freeFailures: 1))
    XCTAssertEqual(own.values().freeFailures, 1)
    XCTAssertEqual(own.values().delaySeconds, 30)
    for (field, options) in [
      ("failures_per_day", ThrottlePolicyOptions(failuresPerDay: 26)),
      ("max_consecutive", ThrottlePolicyOptions(maxConsecutive: 101)),
      ("free_failures", ThrottlePolicyOptions(freeFailures: -1)),
      ("delay_seconds", ThrottlePolicyOptions(delaySeconds: .max)),
    ] {
      let refused = assertRefused("policy/bounds") { try ThrottlePolicy.custom(options: options) }
      XCTAssertEqual(refused?.params["field"], field)
    }
  }

  func testAProofIsAboutWhatWasAskedForTenMinutes() throws {
    let proof = try proof()
    let subject = try match("CANARI").subject()
    func check(
      flow: String = "flow-1", subject of: String? = nil, purpose: CodePurpose = .activation,
      to number: String = "0612345678", now: Date = at(2)
    ) throws {
      try proof.check(
        flow: flow, subject: of ?? subject, purpose: purpose, destination: PhoneNumber(number),
        now: now)
    }
    XCTAssertNoThrow(try check())
    XCTAssertNoThrow(try check(to: "+33612345678", now: at(600)))
    assertRefused("proof/other") { try check(flow: "flow-2") }
    assertRefused("proof/other") { try check(subject: "guardian-2") }
    assertRefused("proof/other") { try check(purpose: .recovery) }
    assertRefused("proof/other") { try check(to: "0612345679") }
    assertRefused("proof/stale") { try check(now: at(601)) }
    for text in hostileTexts { assertRefused("id/format") { try check(flow: text) } }
    for date in hostileDates { assertRefused("instant/out-of-range") { try check(now: date) } }
  }
}

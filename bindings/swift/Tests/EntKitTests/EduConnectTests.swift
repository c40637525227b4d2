import EntKit
import Foundation
import XCTest

/// A school with one guardian of two children.
func school() throws -> [GuardianRecord] {
  [
    GuardianRecord(
      subject: "guardian-1", name: try PersonName(validating: "Canari", given: "Zoé"),
      mobile: try PhoneNumber("0612345678"), login: "z.canari",
      children: [
        Child(pupil: "pupil-1", givenName: "Louis", birthDate: try DayOfCalendar("2009-03-14")),
        Child(pupil: "pupil-2", givenName: "Inès", birthDate: try DayOfCalendar("2011-07-02")),
      ],
      activated: false)
  ]
}

/// What somebody with a family name and the number of that guardian is answered.
func match(_ family: String) throws -> GuardianMatch {
  let name = try PersonName(validating: family, given: "Zoe")
  return try GuardianClaim(name: name, mobile: PhoneNumber("0612345678"))
    .find(records: school(), keys: testKeys())
}

/// A proof of the number, for a flow.
func proof(flow: String = "flow-1") throws -> PhoneProof {
  let codes = try codes()
  let subject = try match("CANARI").subject()
  let issued = try Ledger.fresh(subject: subject, purpose: .activation).issue(
    flow: flow, to: PhoneNumber("0612345678"), audience: .known, context: codes, now: at()
  ).commit(stored: true)
  guard case .sendSms(let sms) = issued.outcome else { throw Mismatch(issued.name) }
  let judged = try issued.ledger.submit(
    flow: flow, code: sms.code(), context: codes, now: at(1)
  ).commit(stored: true)
  guard case .verified(let proof) = judged.outcome else { throw Mismatch(judged.name) }
  return proof
}

final class EduConnectTests: XCTestCase {
  private let policy = ActivationPolicy.educonnect()

  private func answers(_ dates: [String: String]) throws -> [ChildAnswer] {
    try dates.map {
      ChildAnswer(pupil: $0, answer: .born(date: try DayOfCalendar($1)))
    }
  }

  private func hash() throws -> NewHash {
    let made = try HashPool(buffers: 1, policy: cheap).hashAccepted(
      rules: policy.rules(), password: .fromText(text: "Tournesol-2021!"),
      entropy: .seeded(seed: 1))
    guard case .accepted(let hash) = made else { throw Mismatch("refused") }
    return hash
  }

  private func begun(_ store: InMemoryStore) throws -> CommittedActivation {
    let found = try match("CANARI")
    return try store.drive(activationOf: found.subject()) {
      try $0.begin(flow: "flow-1", found: found, policy: policy, now: at())
    }
  }

  func testAGuardianActivatesAnAccount() throws {
    let store = InMemoryStore()
    let begun = try begun(store)
    guard case .issueCode(let subject, let to, .known) = begun.outcome else {
      return XCTFail(begun.name)
    }
    XCTAssertEqual(subject, begun.activation.subject())
    XCTAssertEqual(to.e164, "+33612345678")
    let proof = try proof()
    let drive = { (step: (GuardianActivation) throws -> ActivationTransition) in
      try store.drive(activationOf: subject, step)
    }
    let listed = try drive { try $0.phoneProved(proof: proof, policy: policy, now: at(2)) }
    let children = try listed.activation.view(flow: "flow-1", policy: policy, now: at(2)).children
    XCTAssertEqual(children.map(\.givenName), ["Louis", "Inès"])

    let wrong = try answers(["pupil-1": "2009-03-14", "pupil-2": "2011-07-03"])
    let refused = try drive {
      try $0.confirmChildren(flow: "flow-1", answers: wrong, policy: policy, now: at(3))
    }
    guard case .childrenRefused(attemptsLeft: 2) = refused.outcome else {
      return XCTFail(refused.name)
    }
    let right = try answers(["pupil-1": "2009-03-14", "pupil-2": "2011-07-02"])
    let confirmed = try drive {
      try $0.confirmChildren(flow: "flow-1", answers: right, policy: policy, now: at(4))
    }
    let view = try confirmed.activation.view(flow: "flow-1", policy: policy, now: at(4))
    XCTAssertEqual(view.login, "z.canari")
    let hash = try hash()
    let done = try drive {
      try $0.choosePassword(flow: "flow-1", password: hash, policy: policy, now: at(5))
    }
    guard case .activated(let account) = done.outcome else { return XCTFail(done.name) }
    XCTAssertEqual(account.subject, "guardian-1")
    XCTAssertEqual(Set(account.attached), ["pupil-1", "pupil-2"])
    XCTAssertEqual(account.activatedAt, at(5))
    XCTAssertEqual(account.password.text(), hash.stored().text())
    XCTAssertEqual(done.publicOutcome, .ok)

    // After a crash the account comes out again.
    let again = try drive { try $0.observe(policy: policy, now: at(99)) }
    XCTAssertEqual(again.name, "activated")
  }

  func testAStrangerMeetsADecoyThatLooksTheSame() throws {
    let found = try match("Martin")
    let begun = try GuardianActivation.fresh(subject: found.subject())
      .begin(flow: "flow-1", found: found, policy: policy, now: at()).commit(stored: true)
    guard case .issueCode(_, _, .decoy) = begun.outcome else { return XCTFail(begun.name) }
    XCTAssertEqual(begun.publicOutcome, .ok)
    let known = try self.begun(InMemoryStore())
    XCTAssertEqual(
      try begun.activation.view(flow: "flow-1", policy: policy, now: at()),
      try known.activation.view(flow: "flow-1", policy: policy, now: at()))
  }

  func testAnotherFlowIsShownNothing() throws {
    let begun = try begun(InMemoryStore())
    let view = try begun.activation.view(flow: "flow-2", policy: policy, now: at())
    XCTAssertEqual(view.step, .abandoned)
    XCTAssertNil(view.sentTo)
  }

  func testStepsInTheWrongOrderAreRefused() throws {
    let proof = try proof()
    let hash = try hash()
    let found = try match("Canari")
    let fresh = try GuardianActivation.fresh(subject: "guardian-1")
    assertRefused("step/out-of-order") {
      try fresh.confirmChildren(flow: "flow-1", answers: [], policy: policy, now: at())
    }
    assertRefused("step/out-of-order") {
      try fresh.choosePassword(flow: "flow-1", password: hash, policy: policy, now: at())
    }
    assertRefused("step/out-of-order") {
      try fresh.phoneProved(proof: proof, policy: policy, now: at())
    }
    assertRefused("step/out-of-order") {
      try GuardianActivation.fresh(subject: "guardian-2")
        .begin(flow: "flow-1", found: found, policy: policy, now: at())
    }
    let begun = try begun(InMemoryStore()).activation
    assertRefused("step/out-of-order") {
      try begun.choosePassword(flow: "flow-1", password: hash, policy: policy, now: at())
    }
  }

  func testAnythingElseIsRefused() throws {
    let fresh = try GuardianActivation.fresh(subject: "guardian-1")
    for text in hostileTexts {
      assertRefused("id/format") { try GuardianActivation.fresh(subject: text) }
      assertRefused("id/format") { try activationKey(subject: text) }
      assertRefused("id/format") { try fresh.abandon(flow: text, policy: policy, now: at()) }
      assertRefused("state/corrupt") {
        try GuardianActivation.load(subject: "guardian-1", bytes: Data(text.utf8))
      }
      assertRefused("id/format") {
        let answer = ChildAnswer(pupil: text, answer: .disputed)
        return try fresh.confirmChildren(
          flow: "flow-1", answers: [answer], policy: policy, now: at())
      }
    }
    let name = try PersonName(validating: "Canari", given: "Zoé")
    assertRefused("claim/not-mobile") {
      try GuardianClaim(name: name, mobile: PhoneNumber("0472000000"))
    }
    assertRefused("name/family-empty") {
      try GuardianClaim(
        name: PersonName(family: "", given: "Zoé"), mobile: PhoneNumber("0612345678"))
    }
  }
}

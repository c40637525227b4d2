import Foundation
import XCTest

@testable import EntKit

/// A context of letters whose hashes are the cheapest.
func letterContext(
  _ entropy: Entropy = .seeded(seed: 1), policy: LetterPolicy = .threeMonths()
) throws -> LetterContext {
  LetterContext(
    policy: policy, pool: try HashPool(buffers: 2, policy: cheap), entropy: entropy,
    pepper: try testKeys())
}

/// Whom a letter is for.
func recipient(login: String = "z.canari01", children: [PersonName] = []) throws -> LetterRecipient
{
  LetterRecipient(
    name: try PersonName(validating: "Canari", given: "Zoé"), login: login, children: children,
    ent: try .find(id: "auvergne-rhone-alpes"))
}

/// The secret of a letter that was printed.
func printedSecret(_ committed: CommittedLetter) throws -> String {
  guard case .print(let notice) = committed.outcome else { throw Mismatch(committed.name) }
  return notice.withSecret { String(decoding: $0, as: UTF8.self) }
}

final class LetterTests: XCTestCase {
  private let subject = "pupil-1"

  private func paris() throws -> Zone { try .parse(name: "Europe/Paris") }

  private func born(_ typed: String) throws -> [TypedBirthDate] {
    [TypedBirthDate(known: try CalendarDate("2012-03-14"), typed: try CalendarDate(typed))]
  }

  private func issued(_ context: LetterContext) throws -> CommittedLetter {
    try Letter.fresh(subject: subject, holder: .pupil)
      .issue(zone: paris(), to: recipient(), context: context, now: at()).commit(stored: true)
  }

  func testALetterActivatesAnAccountOnce() throws {
    let store = InMemoryStore()
    let context = try letterContext()
    func step(_ take: (Letter) throws -> LetterTransition) throws -> CommittedLetter {
      try store.drive(lettersOf: subject, heldBy: .pupil, take)
    }
    let issued = try step {
      try $0.issue(zone: paris(), to: recipient(), context: context, now: at())
    }
    guard case .print(let notice) = issued.outcome else { return XCTFail(issued.name) }
    XCTAssertEqual(notice.login(), "z.canari01")
    XCTAssertEqual(notice.lastDay(), try CalendarDate(day: "2021-12-01"))
    XCTAssert(notice.lastDayText(lang: .fr).contains("décembre"))
    let steps = (notice.instructions(lang: .fr), notice.instructions(lang: .en))
    XCTAssertEqual(steps.0.map(\.id), steps.1.map(\.id))
    XCTAssertNotEqual(steps.0, steps.1)
    let secret = try printedSecret(issued)
    XCTAssertEqual(secret.split(separator: "-").map(\.count), [4, 4, 4, 4])
    XCTAssert(notice.withText(in: .en) { String(decoding: $0, as: UTF8.self) }.contains(secret))

    let typed = try PasswordInput.fromText(
      text: secret.lowercased().replacingOccurrences(of: "-", with: " "))
    let opened = try step {
      try $0.signIn(flow: "flow-1", secret: typed, context: context, now: at(60))
    }
    guard case .opened(let scope) = opened.outcome else { return XCTFail(opened.name) }
    XCTAssertEqual([scope.subject, scope.flow], [subject, "flow-1"])
    let view = try opened.letter.view(flow: "flow-1", policy: .threeMonths(), now: at(60))
    XCTAssertEqual(view.step, .activation)
    XCTAssertEqual(view.secondsLeft, 1800)
    let other = try opened.letter.view(flow: "flow-2", policy: .threeMonths(), now: at(60))
    XCTAssertEqual(other.step, .signIn)

    func activate(_ password: String, _ date: String) throws -> String {
      let sent = try XCTUnwrap(store.load(letterKey(subject: subject)))
      let letter = try Letter.load(subject: subject, bytes: sent)
      let judged = try letter.activate(
        flow: "flow-1", password: .fromText(text: password), birthDates: born(date), email: nil,
        context: context, now: at(120))
      switch judged {
      case .refused(let violations): return violations.map(\.id).joined(separator: " ")
      case .checked(let transition):
        return try step { _ in transition }.name
      }
    }
    XCTAssertEqual(try activate("azerty", "2012-03-14").split(separator: " ").count, 4)
    XCTAssertEqual(try activate("Azerty69!", "2012-03-15"), "dates_refused")
    XCTAssertEqual(try activate("Azerty69!", "2012-03-14"), "activated")
    let again = try step {
      try $0.issue(zone: paris(), to: recipient(), context: context, now: at(180))
    }
    XCTAssertEqual(again.name, "already_activated")
  }

  func testAStackAsksForItsOwnRules() throws {
    let rules = try PasswordRuleSet.custom(options: PasswordRulesOptions(id: "mine", min: 12))
    let policy = try LetterPolicy.custom(options: LetterPolicyOptions(rules: rules))
    XCTAssertEqual(policy.rules(), "mine")
    let context = try letterContext(policy: policy)
    let printed = try issued(context)
    XCTAssertEqual(printed.letter.subject(), subject)
    XCTAssertEqual(printed.letter.holder(), .pupil)
    let secret = try PasswordInput.fromText(text: printedSecret(printed))
    let opened = try printed.letter
      .signIn(flow: "f", secret: secret, context: context, now: at()).commit(stored: true).letter
    func activate(_ password: String, _ rules: PasswordRuleSet? = nil) throws -> String {
      let judged = try opened.activate(
        flow: "f", password: .fromText(text: password), birthDates: born("2012-03-14"),
        email: nil, context: context, now: at(1), rules: rules)
      switch judged {
      case .refused(let violations): return violations.map(\.id).joined(separator: " ")
      case .checked(let transition): return try transition.commit(stored: true).name
      }
    }
    XCTAssertEqual(try activate("Azerty69!"), "length/min word/common")
    XCTAssertEqual(try activate("Azerty69!", .find(id: "educonnect")), "password_refused")
    XCTAssertEqual(try activate("violette-marbre", rules), "activated")
    XCTAssertEqual(try activate("violette-marbre"), "activated")
  }

  func testAPolicyOfAStackHasBounds() throws {
    let usual = LetterPolicy.threeMonths()
    XCTAssertEqual([usual.months(), usual.days()], [3, nil])
    XCTAssertEqual(
      [usual.maxFailures(), usual.dateAttempts(), usual.dateFailuresPerDay()], [10, 3, 5])
    XCTAssertEqual(usual.activationSeconds(), 1800)
    let ends = try LetterPolicy.threeMonths()
      .expiry(createdOn: CalendarDate(day: "2026-11-30"), zone: paris())
    XCTAssertEqual(ends.lastDay, try CalendarDate(day: "2027-02-28"))
    XCTAssertEqual(try ends.expiresAt.rfc3339(), "2027-02-28T23:00:00Z")
    let short = try LetterPolicy.custom(options: LetterPolicyOptions(days: 21))
    XCTAssertEqual([short.months(), short.days()], [nil, 21])
    XCTAssertLessThan(short.deviations().count, LetterPolicy.threeMonths().deviations().count)
    for options in [
      LetterPolicyOptions(months: 4), LetterPolicyOptions(days: .max),
      LetterPolicyOptions(months: 3, days: 21),
      LetterPolicyOptions(maxFailures: .min), LetterPolicyOptions(activationSeconds: .max),
      LetterPolicyOptions(dateAttempts: 0), LetterPolicyOptions(dateFailuresPerDay: -1),
    ] {
      assertRefused("policy/bounds") { try LetterPolicy.custom(options: options) }
    }
    for day in [
      CalendarDate(year: 2026, month: 2, day: 30), CalendarDate(year: .max, month: .min, day: 0),
      CalendarDate(year: 1999, month: 12, day: 31), CalendarDate(year: 2199, month: 12, day: 31),
    ] {
      assertRefused("letter/date") {
        try LetterPolicy.threeMonths().expiry(createdOn: day, zone: paris())
      }
    }
  }

  func testAnEstablishmentPrintsABatch() throws {
    let context = try letterContext()
    func person(_ subject: String) throws -> LetterRequest {
      LetterRequest(letter: try .fresh(subject: subject, holder: .pupil), to: try recipient())
    }
    let batch = try issueLetters(
      people: ["a", "b", "c"].map(person), zone: paris(), context: context, now: at())
    XCTAssertNil(batch.stoppedAt)
    let secrets = try batch.letters.map { try printedSecret($0.commit(stored: true)) }
    XCTAssertEqual(Set(secrets).count, 3)
    assertRefused("letter/twice") {
      try issueLetters(
        people: ["a", "a"].map(person), zone: paris(), context: context, now: at())
    }
    let stopped = try issueLetters(
      people: ["a"].map(person), zone: paris(), context: letterContext(.failing()), now: at())
    XCTAssertEqual(stopped.stoppedAt, 0)
    XCTAssertEqual(stopped.stoppedBy, "step/entropy")
  }

  func testNobodyLooksLikeSomebody() throws {
    let context = try letterContext()
    let typed = try PasswordInput.fromText(text: "BBBB-BBBB-BBBB-BBBB")
    let nobody = try Letter.decoy().signIn(flow: "f", secret: typed, context: context, now: at())
    XCTAssertEqual(try nobody.writes(), [])
    let known = try issued(context).letter
      .signIn(flow: "f", secret: typed, context: context, now: at())
    let told = try known.commit(stored: true).publicOutcome
    XCTAssertEqual(try nobody.commit(stored: true).publicOutcome, told)
    let driven = try InMemoryStore().drive(lettersOf: nil, heldBy: .pupil) {
      try $0.signIn(flow: "f", secret: typed, context: context, now: at())
    }
    XCTAssertEqual(driven.publicOutcome, told)
  }

  func testLentBytesAreWiped() {
    var bytes = Data("secret".utf8)
    XCTAssertEqual(lend(&bytes) { $0.count }, 6)
    XCTAssertEqual(bytes, Data(count: 6))
  }

  func testBadInputChangesNothing() throws {
    let context = try letterContext()
    let letter = try issued(context).letter
    func refused(_ code: String, _ step: () throws -> Any) {
      assertRefused(code, step)
      XCTAssertEqual(letter.version(), 1)
      XCTAssertEqual(letter.state(), "active")
    }
    func typed(_ text: String) throws -> PasswordInput { try .fromText(text: text) }
    for text in hostileTexts {
      refused("id/format") { try letter.abandon(flow: text, context: context, now: at()) }
      refused("id/format") { try Letter.fresh(subject: text, holder: .pupil) }
      refused("id/format") { try letterKey(subject: text) }
      XCTAssertThrowsError(
        try letter.signIn(flow: "f", secret: typed(text), context: context, now: at())
      ) { error in
        let code = (error as? EntError)?.code ?? "\(error)"
        XCTAssert(["letter/empty", "letter/format", "password/too-long"].contains(code), code)
      }
      refused(text.isEmpty ? "login/empty" : "login/format") {
        try letter.issue(zone: paris(), to: recipient(login: text), context: context, now: at())
      }
      refused("state/corrupt") { try Letter.load(subject: subject, bytes: Data(text.utf8)) }
    }
    for date in hostileDates {
      refused("instant/out-of-range") { try letter.observe(context: context, now: date) }
      refused("instant/out-of-range") {
        try letter.view(flow: "f", policy: .threeMonths(), now: date)
      }
    }
    refused("letter/children") {
      let many = Array(repeating: try PersonName(validating: "Canari", given: "Lou"), count: 17)
      return try letter.issue(
        zone: paris(), to: recipient(children: many), context: context, now: at())
    }
    refused("step/entropy") {
      try letter.issue(
        zone: paris(), to: recipient(), context: letterContext(.failing()), now: at())
    }
    let never = TypedBirthDate(
      known: CalendarDate(year: 2012, month: 2, day: 30), typed: try CalendarDate("2012-03-14"))
    refused("birth-date/format") {
      try letter.activate(
        flow: "f", password: typed("Azerty69!"), birthDates: [never], email: nil,
        context: context, now: at())
    }
    for number in [Int64.min, -1, 2, .max] { XCTAssertNil(letter.stateOf(number: number)) }
  }

  func testALostRaceChangesNothing() throws {
    let context = try letterContext()
    let fresh = try Letter.fresh(subject: subject, holder: .guardian)
    let lost = try fresh.issue(zone: paris(), to: recipient(), context: context, now: at())
    assertRefused("cas/lost") { try lost.commit(stored: false) }
    assertRefused("transition/spent") { try lost.commit(stored: true) }
    assertRefused("transition/spent") { try lost.writes() }
    XCTAssertNil(fresh.version())
    XCTAssertEqual(fresh.number(), 0)
  }
}

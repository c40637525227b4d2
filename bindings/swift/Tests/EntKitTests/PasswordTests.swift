import Dispatch
import EntKit
import Foundation
import XCTest

final class PasswordTests: XCTestCase {
  private func typed(_ text: String) throws -> PasswordInput { try .fromText(text: text) }

  private func hashed(_ text: String, pepper: KeyRing? = nil) throws -> NewHash {
    let made = try HashPool(buffers: 1, policy: cheap).hashAccepted(
      rules: "educonnect", password: typed(text), entropy: .seeded(seed: 1), pepper: pepper)
    guard case .accepted(let hash) = made else { throw Mismatch("refused") }
    return hash
  }

  func testEveryBrokenRuleIsToldAtOnce() throws {
    let verdict = try checkPassword(rules: "educonnect", password: typed("azert"))
    XCTAssertFalse(verdict.accepted)
    XCTAssertEqual(
      verdict.violations.map(\.id), ["length/min", "class/upper", "class/digit", "class/special"])
    XCTAssertEqual(verdict.violations.first?.params["actual"], .number(value: 5))
    for violation in verdict.violations {
      XCTAssertNotEqual(violation.textFr, violation.textEn)
    }
    let school = ContextWord(kind: .school, text: "Tournesol")
    let named = try checkPassword(
      rules: "educonnect", password: typed("Tournesol-2021!"), words: [school])
    XCTAssertEqual(named.violations.first?.params["kind"], .text(value: ContextKind.school.code()))
  }

  func testRequirementsAreTickedOff() throws {
    let none = try passwordRequirements(rules: "educonnect")
    XCTAssertFalse(none.contains(where: \.met))
    let all = try passwordRequirements(rules: "educonnect", typed: typed("Tournesol-2021!"))
    XCTAssert(all.allSatisfy(\.met))
    XCTAssert(PasswordRules.all.contains { $0.id == "educonnect" })
  }

  func testAPasswordIsHashedAndVerified() throws {
    let stored = try hashed("Tournesol-2021!").stored()
    XCTAssertEqual(try StoredHash.parse(text: stored.text()).policy(), cheap)
    let pool = try HashPool(buffers: 1, policy: cheap)
    let right = try pool.verify(password: typed("Tournesol-2021!"), stored: stored.text())
    XCTAssertTrue(right.right && !right.rehash)
    let wrong = try pool.verify(password: typed("Tournesol-2022!"), stored: stored.text())
    XCTAssertFalse(wrong.right)
    let nobody = try pool.verify(password: typed("Tournesol-2021!"), stored: nil)
    XCTAssertEqual(nobody.record, .absent)
    let broken = try pool.verify(password: typed("Tournesol-2021!"), stored: "canary")
    XCTAssertEqual(broken.record, .corrupt)

    let dearer = HashPolicy(memoryKib: 7168, passes: 2, lanes: 1)
    let renewed = try HashPool(buffers: 1, policy: dearer).rehash(
      password: typed("Tournesol-2021!"), stored: stored.text(), entropy: .system())
    XCTAssertEqual(renewed?.policy(), dearer)
  }

  func testAPepperMustBeThere() throws {
    let peppered = try hashed("Tournesol-2021!", pepper: testKeys()).stored()
    XCTAssertEqual(peppered.pepperId(), "test")
    assertRefused("hash/pepper") {
      try HashPool(buffers: 1, policy: cheap)
        .verify(password: typed("Tournesol-2021!"), stored: peppered.text())
    }
  }

  func testABusyPoolSaysSo() throws {
    let pool = try HashPool(buffers: 1, policy: cheap)
    let password = try typed("Tournesol-2021!")
    DispatchQueue.concurrentPerform(iterations: 16) { _ in
      do {
        _ = try pool.verify(password: password, stored: nil)
      } catch {
        XCTAssertEqual((error as? EntError)?.code, "hash/busy")
      }
    }
  }

  func testWhatIsOutOfBoundsIsRefused() throws {
    for text in hostileTexts where text.utf8.count > 1024 {
      assertRefused("password/too-long") { try typed(text) }
    }
    assertRefused("password/encoding") { try PasswordInput.fromBytes(bytes: Data([0xFF])) }
    assertRefused("password/rules") { try checkPassword(rules: "", password: typed("a")) }
    let word = ContextWord(kind: .other, text: "a")
    assertRefused("password/too-many-words") {
      try checkPassword(
        rules: "educonnect", password: typed("a"), words: Array(repeating: word, count: 17))
    }
    assertRefused("password/word-too-long") {
      let long = ContextWord(kind: .other, text: String(repeating: "a", count: 1_000_000))
      return try checkPassword(rules: "educonnect", password: typed("a"), words: [long])
    }
    for buffers in [Int32.min, -1, 0, 65, .max] {
      assertRefused("hash/pool") { try HashPool(buffers: buffers, policy: cheap) }
    }
    for policy in [
      HashPolicy(memoryKib: -1, passes: 1, lanes: 1),
      HashPolicy(memoryKib: .max, passes: .max, lanes: .max),
    ] {
      assertRefused("hash/policy") { try HashPool(buffers: 1, policy: policy) }
    }
    for text in hostileTexts {
      XCTAssertThrowsError(try StoredHash.parse(text: text)) { XCTAssert($0 is EntError) }
    }
  }

  func testEverySmallTextIsJudged() throws {
    for text in hostileTexts where text.utf8.count <= 1024 {
      XCTAssertFalse(try checkPassword(rules: "educonnect", password: typed(text)).accepted)
    }
  }

  func testSetsOfRulesAreComparedAndBuilt() throws {
    let sets = try [PasswordRuleSet.find(id: "ent-ara"), .find(id: "educonnect")]
    let found = try PasswordComparison(of: typed("Azerty$69"), under: sets)
    XCTAssertEqual(found.accepted, ["educonnect"])
    XCTAssertEqual(found.refused.map(\.rulesId), ["ent-ara"])
    XCTAssertEqual(found.refused.first?.uncounted, "$")
    XCTAssertEqual(try PasswordRuleSet.all.map { $0.rules() }, PasswordRules.all)
    XCTAssertEqual(sets[0], try .find(id: "ent-ara"))
    XCTAssertNotEqual(sets[0], sets[1])
    XCTAssertEqual("\(sets[0])", "PasswordRuleSet(ent-ara)")
    let own = try PasswordRuleSet.custom(
      options: PasswordRulesOptions(id: "own", min: 10, digit: true, special: "!?"))
    XCTAssertEqual(own.rules().max, 128)
    XCTAssert(own.passwordrules().hasPrefix("minlength: 10;"))
    XCTAssert(own.pattern().contains("{10,"))
    XCTAssert(own.deviations().contains { $0.id == "password-min" })
    for lint in own.lint() { XCTAssertNotEqual(lint.text(in: .fr), lint.text(in: .en)) }
  }

  func testRulesThatCannotBeAreToldAll() throws {
    let never = PasswordRulesOptions(id: "é", min: 20, max: 10)
    let lints = try never.lint()
    XCTAssertEqual(lints.map(\.id), ["rules/id", "rules/min-above-max"])
    XCTAssertEqual(lints.map(\.params["field"]), ["id", "min"])
    XCTAssert(lints.allSatisfy(\.impossible))
    assertRefused("rules/id") { try PasswordRuleSet.custom(options: never) }
    for number in [Int32.min, -1, 129, .max] {
      for options in [
        PasswordRulesOptions(id: "own", min: number), PasswordRulesOptions(id: "own", max: number),
      ] {
        assertRefused("rules/bounds") { try PasswordRuleSet.custom(options: options) }
      }
    }
    for text in hostileTexts {
      assertRefused("password/rules") { try PasswordRuleSet.find(id: text) }
      assertRefused("rules/id") {
        try PasswordRuleSet.custom(options: PasswordRulesOptions(id: text))
      }
      assertAnswered {
        try PasswordRuleSet.custom(
          options: PasswordRulesOptions(id: "own", special: text, requireSpecial: true))
      }
    }
  }

  func testWhatIsGeneratedIsAccepted() throws {
    for rules in try PasswordRuleSet.all {
      let made = try rules.generate(entropy: .system())
      XCTAssertTrue(try rules.check(password: made.input()).accepted, rules.rules().id)
      let again = try made.withText { try PasswordInput.fromBytes(bytes: Data($0)) }
      XCTAssertTrue(try rules.check(password: again, confirmation: made.input()).accepted)
      XCTAssertGreaterThanOrEqual(try PasswordStrength(of: made.input()).score, 3)
    }
    assertRefused("step/entropy") {
      try PasswordRuleSet.find(id: "educonnect").generate(entropy: .failing())
    }
  }

  func testStrengthIsToldInWords() throws {
    let weak = try PasswordStrength(of: typed("Soleil2024!"))
    XCTAssertLessThan(weak.score, 3)
    XCTAssertNotNil(weak.warning)
    XCTAssertFalse(weak.advice.isEmpty)
    for advice in weak.advice { XCTAssertNotEqual(advice.label(in: .fr), advice.label(in: .en)) }
    let strong = try PasswordStrength(of: typed("kX9$vQ2mZr!e"))
    XCTAssertEqual(strong.label, .veryStrong)
    XCTAssertEqual(strong.advice, [])
    XCTAssertEqual(StrengthLabel.strong.label(in: .fr), "Fort")
    let named = try PasswordStrength(
      of: typed("Canari2013"), words: [ContextWord(kind: .name, text: "Canari")])
    XCTAssertEqual(named.warning, .context)
    for text in hostileTexts where text.utf8.count <= 1024 {
      XCTAssert((0...4).contains(try PasswordStrength(of: typed(text)).score))
    }
    assertRefused("password/too-many-words") {
      let words = Array(repeating: ContextWord(kind: .other, text: "a"), count: 17)
      return try PasswordStrength(of: typed("a"), words: words)
    }
  }

  func testAPasswordUsedBeforeIsRefused() throws {
    let pool = try HashPool(buffers: 1, policy: cheap)
    let rules = try PasswordRuleSet.find(id: "educonnect")
    let kept = try hashed("Tournesol-2021!").stored().text()
    func broken(_ text: String, _ history: PasswordHistory, _ now: Date = at()) throws -> [String] {
      try pool.checkReuse(rules: rules, password: typed(text), history: history, now: now)
        .violations.map(\.id)
    }
    let history = PasswordHistory(
      provisional: PastPassword(plain: try typed("Provisoire-1!")),
      current: PastPassword(stored: kept),
      previous: [PastPassword(plain: try typed("Ancien-2020!"), replaced: at(-86_400))], last: 1)
    XCTAssertEqual(try broken("Provisoire-1!", history), ["reuse/provisional"])
    XCTAssertEqual(try broken("Tournesol-2021!", history), ["reuse/current"])
    XCTAssertEqual(try broken("Ancien-2020!", history), ["reuse/previous"])
    XCTAssertEqual(try broken("Nouveau-2022!", history), [])
    let account = PasswordHistory(
      credential: try .kept(hash: .parse(text: kept), changedAt: at(), resetAt: at(1)))
    XCTAssertEqual(try broken("Tournesol-2021!", account), ["reuse/current"])
    guard
      case .accepted(let hash) = try pool.hashUnused(
        rules: rules, password: typed("Nouveau-2022!"), history: account, now: at(2),
        entropy: .seeded(seed: 1))
    else { return XCTFail("refused") }
    XCTAssertEqual(hash.unread(), [])
    let bcrypt = "$2b$04$abcdefghijklmnopqrstuOLhS8D2jWNIleMyWMqrgMH8zRETLKiAe"
    let moved = PastPassword(
      imported: try .of(tag: ImportFormat.bcrypt.code(), record: bcrypt), replaced: at(-86_400))
    XCTAssertEqual(
      try broken("Azerty69!", PasswordHistory(previous: [moved], last: 1)), ["reuse/previous"])
    for number in [Int32.min, -1, 25, .max] {
      assertRefused("rules/bounds") { try broken("Azerty69!", PasswordHistory(last: number)) }
    }
    assertRefused("password/too-many-previous") {
      try broken(
        "Azerty69!", PasswordHistory(previous: Array(repeating: PastPassword(), count: 25)))
    }
    for date in hostileDates {
      let never = PasswordHistory(previous: [PastPassword(replaced: date)])
      assertRefused("instant/out-of-range") { try broken("Azerty69!", never) }
      assertRefused("instant/out-of-range") { try broken("Azerty69!", history, date) }
    }
  }

  func testACostIsHeldAgainstTheListOfOwasp() throws {
    for preset in HashPreset.allCases { XCTAssertTrue(try preset.policy().meetsOwasp()) }
    XCTAssertFalse(try HashPolicy(memoryKib: 7168, passes: 1, lanes: 1).meetsOwasp())
    assertRefused("hash/policy") {
      try HashPolicy(memoryKib: .max, passes: -1, lanes: 0).meetsOwasp()
    }
  }

  func testHashesOfOthersAreTakenOver() throws {
    let pool = try HashPool(buffers: 1, policy: cheap)
    let bcrypt = "$2b$04$abcdefghijklmnopqrstuOLhS8D2jWNIleMyWMqrgMH8zRETLKiAe"
    let imported = try ImportedHash.of(tag: ImportFormat.bcrypt.code(), record: bcrypt)
    XCTAssertNoThrow(try imported.check())
    let right = try pool.verifyImported(password: typed("Azerty69!"), imported: imported)
    XCTAssertTrue(right.right && right.rehash)
    let renewed = try pool.rehashImported(
      password: typed("Azerty69!"), imported: imported, entropy: .system())
    XCTAssertEqual(
      try pool.verify(password: typed("Azerty69!"), stored: renewed?.text()).right, true)
    XCTAssertNil(
      try pool.rehashImported(
        password: typed("Azerty70!"), imported: imported, entropy: .system()))
    assertRefused("step/entropy") {
      try pool.rehashImported(
        password: typed("Azerty69!"), imported: imported, entropy: .failing())
    }
    let own = try ImportedHash.of(tag: "portal", record: "x")
    XCTAssertTrue(
      try pool.verifyImported(password: typed("a"), imported: own, outside: true).right)
    XCTAssertEqual(
      try pool.verifyImported(password: typed("a"), imported: own).recordCode, "hash/record-tag")
    for text in hostileTexts {
      for format in ImportFormat.allCases {
        let record = try ImportedHash.of(tag: format.code(), record: text)
        XCTAssertThrowsError(try record.check()) { XCTAssert($0 is EntError) }
      }
      let tagged = try ImportedHash.of(tag: text, record: bcrypt)
      XCTAssertFalse(
        try pool.verifyImported(password: typed("Azerty69!"), imported: tagged).right)
    }
  }

  func testAnAccountMayHaveNoPassword() throws {
    let pool = try HashPool(buffers: 1, policy: cheap)
    let none = try Credential.without(reason: .federatedOnly)
    XCTAssertEqual(none.missing(), .federatedOnly)
    XCTAssertEqual(
      try pool.verifyCredential(password: typed("Azerty69!"), credential: none).record, .absent)
    XCTAssertEqual(try none.exemption(fromChangeSince: at()), .federatedOnly)
    let chosen = try none.changed(new: hashed("Tournesol-2021!"), at: at())
    XCTAssertEqual(try chosen.changedAt(), at())
    XCTAssertTrue(
      try pool.verifyCredential(password: typed("Tournesol-2021!"), credential: chosen).right)
    XCTAssertNil(try chosen.exemption(fromChangeSince: at(1)))
    XCTAssertEqual(try chosen.exemption(fromChangeSince: at(-1)), .changedSince)
    let reset = try chosen.reset(at: at(2))
    XCTAssertEqual(try reset.exemption(fromChangeSince: at(1)), .alreadyReset)
    XCTAssertTrue(reset.isTakenBack())
    XCTAssertFalse(chosen.isTakenBack())
    let again = try Credential.fromJson(bytes: reset.toJson())
    XCTAssertEqual(try again.resetAt(), at(2))
    assertRefused("credential/none") { try none.reset(at: at()) }
    assertRefused("credential/time") { try chosen.reset(at: at(-1)) }
    for text in hostileTexts {
      assertRefused("state/corrupt") { try Credential.fromJson(bytes: Data((text + "]").utf8)) }
    }
    let newer = String(decoding: try reset.toJson(), as: UTF8.self)
      .replacingOccurrences(of: "\"schema\":1", with: "\"schema\":2")
    assertRefused("state/newer") { try Credential.fromJson(bytes: Data(newer.utf8)) }
    for date in hostileDates {
      assertRefused("instant/out-of-range") { try chosen.exemption(fromChangeSince: date) }
      assertRefused("instant/out-of-range") { try chosen.reset(at: date) }
    }
  }
}

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
}

import EntKit
import Foundation
import XCTest

final class LoginTests: XCTestCase {
  private func zoe(_ family: String = "Martin") throws -> PersonName {
    try PersonName(validating: family, given: "Zoé")
  }

  func testIdentifiersAreDerivedAndTakenApart() throws {
    let style = LoginStyle.initialDotFamilyNumber
    XCTAssertEqual(try style.login(for: zoe(), taken: Set(["Z.MARTIN01"])), "z.martin02")
    XCTAssertEqual(try LoginStyle.givenDotFamily.login(for: zoe()), "zoe.martin")
    let made = try style.logins(for: [zoe(), zoe("明"), zoe()], taken: ["z.martin01"])
    XCTAssertEqual(made.map(\.login), ["z.martin02", nil, "z.martin03"])
    XCTAssertEqual(made.map(\.error), [nil, "login/no-letters", nil])
    XCTAssertEqual(
      try style.parts(of: "z.martin02"), LoginParts(given: "z", family: "martin", number: 2))
    XCTAssertNil(try LoginStyle.initialFamily.parts(of: "z.martin02"))
    XCTAssertEqual(try parseLogin(text: "Z.Martin01"), "z.martin01")
    XCTAssertNotEqual(style.label(in: .fr), style.label(in: .en))
  }

  func testWhatIsNoIdentifierIsRefused() throws {
    for text in hostileTexts {
      let code = text.isEmpty ? "login/empty" : "login/format"
      assertRefused(code) { try parseLogin(text: text) }
      for style in LoginStyle.allCases {
        assertRefused(code) { try style.parts(of: text) }
        assertRefused(code) { try style.login(for: zoe(), taken: [text]) }
        assertRefused(code) { try style.logins(for: [], taken: [text]) }
        assertAnswered { try style.login(for: PersonName(family: text, given: text, usual: nil)) }
      }
    }
    let all = (1...99).map { String(format: "z.martin%02d", $0) }
    assertRefused("login/exhausted") {
      try LoginStyle.initialDotFamilyNumber.login(for: zoe(), taken: all)
    }
  }
}

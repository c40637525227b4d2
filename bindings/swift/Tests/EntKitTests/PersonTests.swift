import EntKit
import XCTest

final class PersonTests: XCTestCase {
  func testNamesAreReadAndCompared() throws {
    let name = try PersonName(validating: " Martin-Durand ", given: "Zoé")
    XCTAssertEqual(name.family, "Martin-Durand")
    XCTAssertTrue(try name.sameAs(other: PersonName(family: "MARTIN DURAND", given: "ZOE")))
    XCTAssertFalse(try name.sameAs(other: PersonName(family: "Martin", given: "Léo")))
    assertRefused("name/family-empty") { try PersonName(validating: "", given: "Zoé") }
    assertRefused("name/given-empty") { try PersonName(validating: "Martin", given: " ") }
    assertRefused("name/family-empty") {
      try name.sameAs(other: PersonName(family: "", given: ""))
    }
  }

  func testAnythingElseIsRefused() {
    for text in ["\u{0}", "a\u{0}b", String(repeating: "a", count: 1_000_000), "a\u{202E}b"] {
      XCTAssertThrowsError(try PersonName(validating: text, given: "Zoé")) {
        XCTAssert($0 is EntError)
      }
      XCTAssertThrowsError(try PersonName(validating: "Martin", given: text)) {
        XCTAssert($0 is EntError)
      }
    }
  }

  func testProfilesAreReadAsSpelled() throws {
    XCTAssertEqual(try Profile("TUT", in: .sdet), .legalGuardian)
    XCTAssertEqual(Profile.legalGuardian.code(), "TUT")
    XCTAssertNotEqual(Profile.pupil.label(in: .fr), Profile.pupil.label(in: .en))
    for profile in Profile.allCases {
      XCTAssertEqual(Profile(code: profile.code()), profile)
      for spelling in profile.spellings(system: .sdet) {
        XCTAssertEqual(try Profile(spelling, in: .sdet), profile)
      }
    }
    for text in hostileTexts {
      for system in ProfileSystem.allCases {
        assertRefused("profile/unknown") { try Profile(text, in: system) }
      }
    }
  }
}

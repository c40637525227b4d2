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

  func testTheUsualNameIsShownAndCompared() throws {
    let name = try PersonName(validating: "Martin", given: "Zoé Anne-Lise", usual: "de Noël")
    XCTAssertEqual(try name.displayName(), "Zoé Anne-Lise DE NOËL")
    XCTAssertEqual(try name.listName(), "DE NOËL Zoé Anne-Lise")
    XCTAssertEqual(try name.givenNames(), ["Zoé", "Anne-Lise"])
    XCTAssertEqual(try name.initials().first, "Z")
    XCTAssertTrue(try name.sameAs(other: PersonName(family: "De Noel", given: "zoe")))
    let others = try ["Petit", "Noël", "Abadie"].map {
      try PersonName(validating: $0, given: "Zoé")
    }
    XCTAssertEqual(
      try (others + [name]).sorted { try $0.sortKey() < $1.sortKey() }.map(\.family),
      ["Abadie", "Noël", "Martin", "Petit"])
    assertRefused("name/usual-empty") {
      try PersonName(validating: "Martin", given: "Zoé", usual: " ")
    }
    assertRefused("name/usual-empty") {
      try PersonName(family: "Martin", given: "Zoé", usual: "").sortKey()
    }
  }

  func testABirthDateMayBeKnownInPart() throws {
    let born = try BirthDateReading("2008-09-00")
    XCTAssertEqual(born.precision, .month)
    XCTAssertTrue(born.presumed)
    XCTAssertNil(born.date)
    let known = try BirthDateReading("2008-09-02")
    XCTAssertEqual(known.date, try DayOfCalendar("2008-09-02"))
    XCTAssertFalse(known.presumed || known.mayBePresumed)
    for text in hostileTexts + ["2008-09", "2008-00-02", "2008-02-30", "0"] {
      assertRefused("birth-date/format") { try BirthDateReading(text) }
    }
    assertRefused("birth-date/out-of-range") { try BirthDateReading("1899-00-00") }
    assertRefused("birth-date/format") { try DayOfCalendar("2008-09-00") }
  }

  func testAnAgeFollowsFromTheBirthDate() throws {
    let day = try DayOfCalendar(day: "2026-09-15")
    let open = try BirthDateReading("2008-09-00").age(on: day)
    XCTAssertEqual([open.youngest, open.oldest], [17, 18])
    XCTAssertEqual(open.majority, .unknown)
    XCTAssertEqual(open.under15, false)
    let minor = try BirthDateReading("2008-09-16")
    XCTAssertEqual(try minor.age(on: day).majority, .minor)
    XCTAssertEqual(try minor.age(on: day, early: true).majority, .earlyAdult)
    XCTAssertNotEqual(Majority.earlyAdult.label(in: .fr), Majority.earlyAdult.label(in: .en))
    XCTAssertNil(try BirthDateReading("2030-01-01").age(on: day).oldest)
    assertRefused("day/out-of-range") {
      try minor.age(on: DayOfCalendar(year: 1999, month: 1, day: 1))
    }
    assertRefused("day/format") {
      try minor.age(on: DayOfCalendar(year: 2026, month: 2, day: 30))
    }
  }

  func testRolesAndCommunitiesAreListed() {
    XCTAssertEqual(EntRole.administrator.duties(), [.administer, .advise, .moderate])
    XCTAssertEqual(EntRole.administrator.appointers(), [.headOfEstablishment])
    for role in EntRole.allCases { XCTAssertEqual(EntRole(code: role.code()), role) }
    XCTAssertEqual(Profile.legalGuardian.community(), .parents)
    XCTAssertNil(Profile.academic.community())
    XCTAssertNil(EntRole(code: "teacher"))
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

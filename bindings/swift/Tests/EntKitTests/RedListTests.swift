import EntKit
import XCTest

final class RedListTests: XCTestCase {
  private let teacher = Viewer(id: "teacher-1", role: .teacher)

  private func mobile() throws -> PhoneNumber { try PhoneNumber("0612345678") }

  private func row(_ list: RedList?) throws -> DirectoryRow {
    DirectoryRow(
      name: try PersonName(validating: "Chamson", given: "André"),
      postalAddress: PostalAddress(
        lines: ["3 rue des Écoles"], postcode: "30120", town: "Le Vigan"),
      card: try ContactCard.empty().withSchoolPhones(phones: SchoolPhones(mobile: mobile())),
      redList: list)
  }

  private func seen(_ list: RedList?, by viewer: Viewer) throws -> Projection {
    try projectRow(row: row(list), viewer: viewer, policy: .preset())
  }

  func testATeacherSeesANumberUntilTheListIsOnAndAgainWhenAuthorised() throws {
    let on = try RedList.empty().switched(on: true, at: at())
    XCTAssertEqual(try seen(nil, by: teacher).phoneMobile, try mobile())
    let hidden = try seen(on, by: teacher)
    XCTAssertEqual(hidden.name?.family, "Chamson")
    XCTAssertNil(hidden.phoneMobile)
    XCTAssertNil(hidden.onRedList)
    let lifted = try on.authorised(id: "teacher-1", by: .head, at: at(1))
    XCTAssertEqual(lifted.viewers(), [AuthorisedViewer(id: "teacher-1", by: .head, at: at(1))])
    XCTAssertEqual(try seen(lifted, by: teacher).phoneMobile, try mobile())
    XCTAssertNil(try seen(lifted.revoked(id: "teacher-1"), by: teacher).phoneMobile)
    XCTAssertEqual(try seen(on, by: Viewer(id: "guardian-1", role: .oneself)).onRedList, true)
  }

  func testAListIsStored() throws {
    let on = try RedList.empty().switched(on: true, at: at())
    let read = try RedList.fromJson(bytes: on.toJson())
    XCTAssert(read.isOn())
    XCTAssertEqual(read.changedAt(), at())
    assertRefused("state/corrupt") { try RedList.fromJson(bytes: Data("{}".utf8)) }
    assertRefused("red_list/clock") { try on.switched(on: false, at: at(-1)) }
    assertRefused("id/format") { try on.authorised(id: "", by: .person, at: at()) }
  }

  func testASearchFindsNobodyByWhatIsHidden() throws {
    let on = try RedList.empty().switched(on: true, at: at())
    let entries = [DirectoryEntry(row: try row(on), viewer: teacher)]
    let found = { (query: String) in
      try searchDirectory(
        entries: entries, query: query, region: .fr, policy: .preset(), limit: 20
      ).hits.map(\.index)
    }
    XCTAssertEqual(try found("chamson"), [0])
    XCTAssertEqual(try found(mobile().national), [])
    assertRefused("search/too-short") { try found("c") }
  }

  func testNoPolicyShowsANumberToAPartner() {
    let rule = VisibilityRule(role: .partner, off: [.name, .phoneMobile], on: [])
    assertRefused("visibility/partner") { try Visibility.withRules(rules: [rule]) }
    XCTAssertFalse(Visibility.preset().fields(role: .partner, onList: false).contains(.phoneMobile))
  }

  func testNothingOfARowIsShown() throws {
    let row = try row(nil)
    let own = try seen(nil, by: Viewer(id: "guardian-1", role: .oneself))
    let shown = everythingShown(by: [row]) + everythingShown(by: [own])
    for text in ["Chamson", "Vigan", "345678", "34 56 78"] {
      XCTAssertFalse(shown.contains(text), text)
    }
  }

  func testAnAddressIsReadForItsEnvelope() throws {
    let address = PostalAddress(lines: [" 3 rue des Écoles "], postcode: "30120", town: "Le Vigan")
    XCTAssertEqual(try address.checked().lines, ["3 rue des Écoles"])
    XCTAssertEqual(try address.envelope(), ["3 rue des Écoles", "30120 LE VIGAN"])
    XCTAssert(try address.fits())
    let bad = PostalAddress(lines: [], postcode: "3012", town: "Le Vigan")
    assertRefused("postal/postcode") { try bad.checked() }
  }
}

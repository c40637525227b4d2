import EntKit
import XCTest

final class PlaceTests: XCTestCase {
  func testNumbersAreReadStrictlyAndLeniently() throws {
    let uai = try Uai("0750655e")
    XCTAssertEqual(uai.number, "0750655E")
    XCTAssertTrue(uai.keyValid)
    XCTAssertEqual(uai.academy?.name, "Paris")
    XCTAssertEqual(uai.department?.code, "75")
    assertRefused("uai/key") { try Uai("0750655A") }
    XCTAssertFalse(try Uai(lenient: "0750655A").keyValid)
    XCTAssertNil(try? Uai("0750655"))
  }

  func testTablesAreListed() {
    XCTAssert(Academy.all.contains { $0.name == "Lyon" })
    XCTAssert(Department.all.contains { $0.code == "2A" })
    XCTAssertEqual(Set(Academy.all.map(\.code)).count, Academy.all.count)
  }

  func testAnythingElseIsRefused() {
    for text in hostileTexts {
      assertRefused("uai/format") { try Uai(text) }
      assertRefused("uai/format") { try Uai(lenient: text) }
    }
  }
}

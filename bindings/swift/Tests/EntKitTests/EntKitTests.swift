import EntKit
import Foundation
import XCTest

final class EntKitTests: XCTestCase {
  func testTheVersionHasThreeNumbers() {
    XCTAssertEqual(libraryVersion().split(separator: ".").compactMap { Int($0) }.count, 3)
  }

  func testARefusedTextIsATypedErrorWithItsCodeAndTexts() throws {
    XCTAssertThrowsError(try parseInstant(text: "hier")) { error in
      guard let error = error as? EntError else { return XCTFail("\(error)") }
      guard case .Parse = error else { return XCTFail("\(error)") }
      XCTAssertEqual(error.code, "instant/format")
      XCTAssertEqual(error.textFr, "La date et l’heure ne sont pas lisibles.")
      XCTAssertEqual(error.textEn, "The date and time cannot be read.")
      XCTAssert([error.textFr, error.textEn].contains(error.localizedDescription))
    }
    let at = try parseInstant(text: "2021-09-01T10:00:00+02:00")
    XCTAssertEqual(at, Date(timeIntervalSince1970: 1_630_483_200))
  }
}

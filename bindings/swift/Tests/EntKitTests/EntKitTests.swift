import EntKit
import XCTest

final class EntKitTests: XCTestCase {
  func testTheVersionHasThreeNumbers() {
    XCTAssertEqual(libraryVersion().split(separator: ".").compactMap { Int($0) }.count, 3)
  }

  func testARefusedTextIsATypedErrorWithItsCodeAndTexts() throws {
    XCTAssertThrowsError(try instantMillis(text: "hier")) { error in
      guard let error = error as? InstantError else { return XCTFail("\(error)") }
      XCTAssertEqual(error, .Format)
      XCTAssertEqual(error.code(), "instant/format")
      XCTAssertEqual(error.textFr(), "La date et l’heure ne sont pas lisibles.")
      XCTAssertEqual(error.textEn(), "The date and time cannot be read.")
      XCTAssert([error.textFr(), error.textEn()].contains(error.localizedDescription))
    }
    XCTAssertEqual(try instantMillis(text: "2021-09-01T10:00:00+02:00"), 1_630_483_200_000)
  }
}

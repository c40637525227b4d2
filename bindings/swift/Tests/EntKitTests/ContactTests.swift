import EntKit
import XCTest

final class ContactTests: XCTestCase {
  func testNumbersAreReadInTheirRegion() throws {
    let number = try PhoneNumber("06 12 34 56 78")
    XCTAssertEqual(number.e164, "+33612345678")
    XCTAssertEqual(number.kind, .mobile)
    XCTAssertTrue(number.sms)
    XCTAssertEqual(number.national, "06 12 34 56 78")
    XCTAssertEqual(number.description, number.masked)
    XCTAssertEqual(try PhoneNumber("0692123456", region: .re).e164, "+262692123456")
    XCTAssertFalse(try PhoneNumber("04 72 00 00 00").sms)
    assertRefused("phone/empty") { try PhoneNumber(" ") }
  }

  func testEveryRegionAndKindHasACode() {
    XCTAssertEqual(Set(Region.allCases.map { $0.code() }).count, Region.allCases.count)
    for region in Region.allCases {
      XCTAssertEqual(Region(code: region.code()), region)
      assertRefused("phone/format") { try PhoneNumber("call me", region: region) }
    }
    XCTAssertNil(Region(code: "fr"))
    XCTAssertNil(PhoneKind(code: ""))
  }

  func testAddressesAreReadAndConfirmed() throws {
    let typed = try UnverifiedEmail(" Zoe@Exemple.fr ")
    XCTAssertEqual(typed.email.key, "zoe@exemple.fr")
    XCTAssertEqual(typed.confirmed().email, try Email("Zoe@Exemple.fr"))
    assertRefused("email/empty") { try Email("") }
    assertRefused("email/format") { try UnverifiedEmail("zoe@") }
  }

  func testAnythingElseIsRefused() {
    for text in hostileTexts where text != "\u{202E}0612345678" {
      XCTAssertThrowsError(try PhoneNumber(text)) { XCTAssert($0 is EntError) }
    }
    for text in hostileTexts {
      XCTAssertThrowsError(try Email(text)) { XCTAssert($0 is EntError) }
    }
  }

  func testAForgedNumberIsReadAgain() throws {
    let number = try PhoneNumber("0612345678")
    let forged = PhoneNumber(
      e164: "0612345678", kind: .mobile, sms: true, masked: number.masked,
      national: number.national, international: number.international)
    assertRefused("phone/format") { try ContactCard.empty().chooseContact(number: forged) }
  }
}

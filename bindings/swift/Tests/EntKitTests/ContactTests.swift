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

  func testNumbersAndAddressesAreShownMasked() throws {
    let number = try PhoneNumber("0692123456", region: .re)
    XCTAssertEqual(number.international, "+262 692 12 34 56")
    XCTAssertEqual(number.masked.filter(\.isNumber).count, 4)
    XCTAssertFalse(try Email("zoe@exemple.fr").masked.contains("zoe"))
  }

  func testSizesAreReadAndShown() throws {
    let size = try StorageSize("299,5 MB")
    XCTAssertEqual(size, try StorageSize(bytes: 314_048_512))
    XCTAssertEqual([size.text(in: .fr), size.text(in: .en)], ["299.5 Mo", "299.5 MB"])
    XCTAssertLessThan(try StorageSize("1023 Ko"), try StorageSize("1 Mo"))
    for text in hostileTexts + ["12", "-1 Ko", "1 To"] {
      assertRefused("storage_size/format") { try StorageSize(text) }
    }
    for bytes in [-1, Int64.min] {
      assertRefused("storage_size/format") { try StorageSize(bytes: bytes) }
    }
    for bytes in [1_099_511_627_777, Int64.max] {
      assertRefused("storage_size/too-large") { try StorageSize(bytes: bytes) }
    }
  }

  func testAFolderTakesWhatIsLeft() throws {
    let folder = try Quota(limit: StorageSize("300 Mo"), used: StorageSize("546 Ko"))
    XCTAssertEqual(folder.available.textFr, "299.5 Mo")
    XCTAssertEqual(folder.summary(in: .en), "Space used: 546 KB, available: 299.5 MB")
    XCTAssert(folder.summary(in: .fr).contains("546 Ko"))
    XCTAssertTrue(try folder.accepts(folder.available))
    XCTAssertFalse(try folder.accepts(bytes: folder.available.bytes + 1))
    let full = try Quota(limit: StorageSize(bytes: 1), used: StorageSize(bytes: 2))
    XCTAssertEqual(full.available.bytes, 0)
    let forged = StorageSize(bytes: -1, textFr: "1 Go", textEn: "1 GB")
    assertRefused("storage_size/format") { try Quota(limit: forged, used: full.used) }
    assertRefused("storage_size/format") { try folder.accepts(forged) }
  }
}

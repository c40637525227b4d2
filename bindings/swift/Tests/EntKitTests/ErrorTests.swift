import EntKit
import Foundation
import XCTest

final class ErrorTests: XCTestCase {
  func testARefusalHasItsFamilyItsCodeAndItsTexts() throws {
    let error = assertRefused("uai/key") { try Uai("0750655A") }
    guard case .Parse = error else { return XCTFail("\(String(describing: error))") }
    XCTAssertEqual(error?.textFr, error?.localizedDescription)
    XCTAssertEqual(error?.textFr, error?.text(in: .fr))
    XCTAssertEqual(error?.textEn, error?.text(in: .en))
    XCTAssertEqual(error.map { "\($0.textEn) (\($0.code))" }, error?.description)
  }

  func testTextsAreThoseOfTheMessages() throws {
    let error = try XCTUnwrap(assertRefused("instant/format") { try Date(rfc3339: "hier") })
    XCTAssertEqual(error.textFr, "La date et l’heure ne sont pas lisibles.")
    XCTAssertEqual(error.textEn, "The date and time cannot be read.")
    XCTAssertEqual(messageText(code: "instant/format", lang: .fr), error.textFr)
    XCTAssertEqual(messageText(code: "no/such-code", lang: .fr), "no/such-code")
  }

  func testEveryFamilyIsReached() throws {
    let ledger = try Ledger.fresh(subject: "guardian-1", purpose: .activation)
    let step = try ledger.observe(context: codes(), now: at())
    let lost = assertRefused("cas/lost") {
      try ledger.issue(
        flow: "f", to: PhoneNumber("0612345678"), audience: .known, context: codes(), now: at()
      ).commit(stored: false)
    }
    guard case .CasLost = lost else { return XCTFail("\(String(describing: lost))") }
    _ = try step.commit(stored: true)
    let spent = assertRefused("transition/spent") { try step.commit(stored: true) }
    guard case .Step = spent else { return XCTFail("\(String(describing: spent))") }
    let corrupt = assertRefused("state/corrupt") {
      try Ledger.load(subject: "guardian-1", purpose: .activation, bytes: Data("{".utf8))
    }
    guard case .State = corrupt else { return XCTFail("\(String(describing: corrupt))") }
    let hash = assertRefused("hash/record-format") { try StoredHash.parse(text: "$argon2id$") }
    guard case .Hash = hash else { return XCTFail("\(String(describing: hash))") }
    let key = assertRefused("key/length") {
      try KeyRing(current: NamedKey(id: "a", secret: Data()))
    }
    guard case .Keys = key else { return XCTFail("\(String(describing: key))") }
  }

  func testEveryRoomHasItsFamily() {
    let parsed: [(String, () throws -> Any)] = [
      ("academy/unknown", { try Academy(code: "0") }),
      ("academy_code/unknown", { try AcademyCode("0") }),
      ("authority/unknown", { try Crec(code: "0") }),
      ("establishment/kind", { try Establishment(reading: "0750655E", name: "L", kind: "0") }),
      ("guardianship/corrupt", { try Guardianship.fromJson(json: "{}") }),
      ("aaf-relation/fields", { try AafRelation("0") }),
      ("storage_size/format", { try StorageSize("0") }),
      ("charter/scope-format", { try CharterLog.empty(person: "p", scope: "0") }),
      ("charter/digest", { try CharterLogCheck(of: Data(), expectedHead: "0") }),
    ]
    for (code, call) in parsed {
      let error = assertRefused(code, call)
      guard case .Parse = error else {
        XCTFail("\(String(describing: error))")
        continue
      }
      XCTAssertEqual(messageText(code: code, lang: .fr), error?.textFr)
      XCTAssertEqual(messageText(code: code, lang: .en), error?.textEn)
    }
  }

  func testTheVersionHasThreeNumbers() {
    XCTAssertEqual(libraryVersion().split(separator: ".").compactMap { Int($0) }.count, 3)
  }
}

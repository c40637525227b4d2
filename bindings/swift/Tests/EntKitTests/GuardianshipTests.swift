import Dispatch
import EntKit
import XCTest

final class GuardianshipTests: XCTestCase {
  private let mother = try? AafRelation("mother$10$1$1$1$1")

  /// A mother with two accounts and the children Léo and Zoé.
  private func family() throws -> Guardianship {
    let family = Guardianship()
    let mother = try XCTUnwrap(mother)
    try family.addGuardian(guardian: mother.guardian)
    for account in ["m1", "m2"] { try family.attach(account: account, guardian: "mother") }
    for child in ["zoe", "leo"] {
      try family.addChild(guardian: "mother", child: child, edge: mother.edge)
    }
    return family
  }

  func testEveryAccountHasItsOwnDisplayedChild() throws {
    let family = try family()
    XCTAssertEqual(try family.displayed(account: "m1"), "leo")
    try family.display(account: "m1", child: "zoe")
    XCTAssertEqual(try family.displayed(account: "m1"), "zoe")
    XCTAssertEqual(try family.displayed(account: "m2"), "leo")
    XCTAssertEqual(try family.accountsOf(guardian: "mother"), ["m1", "m2"])
    XCTAssertEqual(family.guardians(), ["mother"])
    XCTAssertNil(try family.guardianOf(account: "other"))
    assertRefused("guardianship/not-shown") { try family.display(account: "m1", child: "ana") }
  }

  func testADisputeHidesTheChildUntilItIsSettled() throws {
    let family = try family()
    try family.dispute(account: "m1", child: "zoe", at: at())
    XCTAssertFalse(try family.mayActFor(account: "m2", child: "zoe"))
    XCTAssertEqual(try family.children(account: "m2").map(\.child), ["leo"])
    XCTAssertEqual(
      try family.disputes(),
      [GuardianDispute(guardian: "mother", child: "zoe", by: "m1", at: at())])
    assertRefused("guardianship/disputed") {
      try family.dispute(account: "m2", child: "zoe", at: at(1))
    }
    try family.settle(guardian: "mother", child: "zoe", settlement: .restore)
    XCTAssertTrue(try family.mayActFor(account: "m2", child: "zoe"))
    assertRefused("guardianship/not-disputed") {
      try family.settle(guardian: "mother", child: "zoe", settlement: .uphold)
    }
    for date in hostileDates {
      assertRefused("instant/out-of-range") {
        try family.dispute(account: "m1", child: "zoe", at: date)
      }
    }
    XCTAssertEqual(try family.disputes(), [])
  }

  func testWhatIsStoredIsCheckedWhenItComesBack() throws {
    let family = try family()
    let stored = family.toJson()
    XCTAssertEqual(try Guardianship.fromJson(json: stored).toJson(), stored)
    for text in hostileTexts + [stored + stored, String(stored.dropLast())] {
      assertRefused("guardianship/corrupt") { try Guardianship.fromJson(json: text) }
    }
    let deep = String(repeating: "[", count: 1_000_000)
    assertRefused("guardianship/corrupt") { try Guardianship.fromJson(json: deep) }
  }

  func testRefusedCallsChangeNothing() throws {
    let family = try family()
    let stored = family.toJson()
    let edge = try XCTUnwrap(mother).edge
    let unread = GuardianEdge(
      link: "99", standing: .legal, financial: true, contact: true, payment: true)
    let calls: [(String, () throws -> Void)] = [
      ("guardianship/guardian-exists", { try family.addGuardian(guardian: "mother") }),
      ("guardianship/guardian-unknown", { try family.removeGuardian(guardian: "father") }),
      (
        "guardianship/guardian-unknown", { try family.attach(account: "f1", guardian: "father") }
      ),
      ("guardianship/account-taken", { try family.attach(account: "m1", guardian: "mother") }),
      ("guardianship/account-unknown", { try family.detach(account: "f1") }),
      (
        "guardianship/edge-exists",
        { try family.addChild(guardian: "mother", child: "zoe", edge: edge) }
      ),
      ("link/unknown", { try family.addChild(guardian: "mother", child: "ana", edge: unread) }),
      (
        "guardianship/edge-unknown",
        { try family.updateChild(guardian: "mother", child: "ana", edge: edge) }
      ),
      (
        "guardianship/edge-unknown", { try family.removeChild(guardian: "mother", child: "ana") }
      ),
      ("guardianship/same-guardian", { try family.merge(kept: "mother", gone: "mother") }),
    ]
    for (code, call) in calls { assertRefused(code, call) }
    for text in hostileTexts {
      assertRefused("id/format") { try family.addGuardian(guardian: text) }
      assertRefused("id/format") { try family.children(account: text) }
      assertRefused("id/format") { try family.guardiansOf(child: text) }
      assertRefused("id/format") { try family.mayActFor(account: "m1", child: text) }
    }
    XCTAssertEqual(family.toJson(), stored)
  }

  func testLinksOfTheFeedAreReadAndWritten() throws {
    let father = try AafRelation("father$20$0$2$1$0")
    XCTAssertEqual(father.edge.standing, .inCharge)
    XCTAssertEqual(try father.toAaf(), "father$20$0$2$1$0")
    for link in LinkInfo.all {
      XCTAssertEqual(try LinkInfo(code: link.code), link)
      XCTAssertNotEqual(link.label(in: .fr), "")
    }
    let refused = [
      ("", "fields"), ("a$10$1$1$1", "fields"), (" $10$1$1$1$1", "id"), ("a$8$1$1$1$1", "link"),
      ("a$10$2$1$1$1", "financial"), ("a$10$1$9$1$1", "standing"), ("a$10$1$1$x$1", "contact"),
      ("a$10$1$1$1$", "payment"),
    ]
    for (text, field) in refused {
      assertRefused("aaf-relation/\(field)") { try AafRelation(text) }
    }
    for text in hostileTexts {
      assertRefused("aaf-relation/fields") { try AafRelation(text) }
      assertRefused("link/unknown") { try LinkInfo(code: text) }
    }
  }

  func testOnlyWhoIsOfAgeIsTheirOwnGuardian() throws {
    let own = try GuardianEdge(ownGuardianOf: .adult)
    XCTAssertEqual(own.link, "70")
    XCTAssertEqual(try GuardianEdge(ownGuardianOf: .earlyAdult), own)
    for majority in [Majority.minor, .unknown] {
      assertRefused("guardianship/minor") { try GuardianEdge(ownGuardianOf: majority) }
    }
  }

  func testThreadsMayShareAGraph() throws {
    let family = try family()
    DispatchQueue.concurrentPerform(iterations: 64) { number in
      do {
        try family.attach(account: "account-\(number)", guardian: "mother")
      } catch {
        XCTFail("\(error)")
      }
    }
    XCTAssertEqual(try family.accountsOf(guardian: "mother").count, 66)
  }
}

import EntKit
import XCTest

final class EntTests: XCTestCase {
  private func ent() throws -> Ent { try Ent.find(id: "auvergne-rhone-alpes") }

  func testPortalsAreFoundBothWays() throws {
    let ent = try ent()
    let portal = try ent.portalUrl(kind: .department, key: "03")
    XCTAssertEqual(portal.url, "https://allier.ent.auvergnerhonealpes.fr")
    XCTAssertEqual(try ent.resolve(url: portal.url + "/page?x=1"), portal)
    XCTAssertNotEqual(portal.directorFr, portal.directorEn)
    XCTAssert(Ent.all.contains { $0.id() == ent.id() })
    XCTAssertEqual(ent.partners(kind: .college), [.departmentCouncil, .academy])
  }

  func testTheMireLeadsToASource() throws {
    let ent = try Ent.find(id: "hauts-de-france")
    guard case .choices(let choices) = try ent.mireChoices(path: []) else {
      return XCTFail("no choice")
    }
    XCTAssert(choices.contains { $0.id == "eleve_ou_parent" && $0.labelFr != $0.id })
    let answer = try ent.mireChoices(path: ["eleve_ou_parent"], level: .college)
    XCTAssertEqual(answer, .source(source: .eduConnect, academy: nil))
  }

  func testAnythingElseIsRefused() throws {
    let ent = try ent()
    for text in hostileTexts {
      assertRefused("ent/unknown") { try Ent.find(id: text) }
      assertRefused("portal/unknown") { try ent.resolve(url: text) }
      assertRefused("portal/unknown") { try ent.portalUrl(kind: .establishment, key: text) }
      assertRefused("mire/unknown") { try ent.mireChoices(path: [text]) }
    }
    assertRefused("mire/unknown") {
      try ent.mireChoices(path: Array(repeating: "enseignant", count: 10_000))
    }
  }

  func testTheNextStepFollowsFromFacts() throws {
    let ent = try ent()
    let order = ent.onboardingOrder(profile: .teacher, source: .academic)
    let facts = OnboardingFacts(charterAccepted: true, passwordChosen: false, contactSaved: false)
    XCTAssertEqual(ent.nextStep(profile: .teacher, source: .academic, facts: facts), .password)
    let journey = ent.journey(profile: .teacher, source: .academic, facts: facts)
    XCTAssertEqual(journey.map(\.step), order)
    XCTAssertEqual(journey.map { $0.progress.code() }, ["done", "current", "todo"])
    let all = OnboardingFacts(charterAccepted: true, passwordChosen: true, contactSaved: true)
    XCTAssertNil(ent.nextStep(profile: .teacher, source: .academic, facts: all))
  }
}

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
    guard case .source(.eduConnect, academy: nil, _, _) = answer else {
      return XCTFail("\(answer)")
    }
  }

  func testAPersonOpensTheirPortals() throws {
    let ent = try ent()
    let pupil = Attachments(profile: .pupil, establishments: ["0010018P"])
    XCTAssertEqual(
      try ent.myPortals(person: pupil),
      [try ent.portalUrl(kind: .establishment, key: "0010018P")])
    let officer = Attachments(profile: .localAuthority, departments: ["03"])
    XCTAssert(try ent.myPortals(person: officer).contains { $0.key == "03" })
    for text in hostileTexts {
      assertRefused("uai/format") {
        try ent.myPortals(person: Attachments(profile: .pupil, establishments: [text]))
      }
      assertRefused("department/unknown") {
        try ent.myPortals(person: Attachments(profile: .pupil, departments: [text]))
      }
      assertRefused("administrative_region/unknown") {
        try ent.myPortals(person: Attachments(profile: .pupil, regions: [text]))
      }
      assertRefused("academy/unknown") {
        try ent.myPortals(person: Attachments(profile: .pupil, academies: [text]))
      }
    }
  }

  func testTheFactsOfAnEntAreTold() throws {
    let ent = try ent()
    XCTAssertEqual(ent.services(profile: .teacher, channel: .mobile).count, 5)
    XCTAssertEqual(ent.allServices().count, 20)
    XCTAssertEqual(ent.lifetimes().mobileCodeMinutes, 5)
    XCTAssertNil(ent.lifetimes().letterMonths)
    XCTAssertEqual(ent.passwordRules(source: .academic), "ent-ara")
    XCTAssertEqual(ent.charterScopes(profile: .pupil), [.ent])
    XCTAssertEqual(ent.admitsPrivate(profile: .direction, kind: .lycee), true)
    XCTAssertEqual(ent.admitsPrivate(profile: .teacher, kind: .lycee), false)
    XCTAssertEqual(ent.operatorName(), "Kosmos")
    XCTAssertEqual(ent.portalKinds(profile: .pupil), [.establishment])
    XCTAssert(ent.hosts().contains("ent.auvergnerhonealpes.fr"))
    let help = try Ent.find(id: "occitanie").help(profile: .legalGuardian)
    XCTAssertEqual(help.map(\.topics.count), [13, 7])
    XCTAssertEqual(help[0].label(in: .fr), "Aide en ligne")
    XCTAssertNotEqual(help[0].label(in: .fr), help[0].label(in: .en))
    for channel in ServiceChannel.allCases {
      XCTAssertEqual(ServiceChannel(code: channel.code()), channel)
    }
  }

  func testAnAddressTellsItsEnt() throws {
    let ent = try ent()
    XCTAssertEqual(try Ent.of(url: "http://AIN.ent.auvergnerhonealpes.fr/x").id(), ent.id())
    XCTAssertTrue(ent.owns(url: "https://ent.auvergnerhonealpes.fr"))
    let lookAlikes = [
      "https://ent.auvergnerhonealpes.fr.evil.test", "https://ent.auvergnerhonealpes.fr@evil.test",
      "https://enthdfг.fr",
    ]
    for text in hostileTexts + lookAlikes {
      assertRefused("ent/unknown") { try Ent.of(url: text) }
      XCTAssertFalse(ent.owns(url: text))
    }
  }

  func testPartnersHaveDatedLists() throws {
    let ent = try ent()
    XCTAssertEqual(ent.partnerships().map(\.departments.count), [7, 9, 10])
    let today = try XCTUnwrap(ent.partnershipOn(day: DayOfCalendar(day: "2026-11-25")))
    XCTAssertTrue(today.privateEducation)
    XCTAssertNotNil(today.readOn)
    XCTAssertNil(today.since)
    assertRefused("day/out-of-range") { try DayOfCalendar(day: "1999-12-31") }
    assertRefused("day/out-of-range") {
      try ent.partnershipOn(day: DayOfCalendar(year: 1999, month: 12, day: 31))
    }
    assertRefused("day/format") {
      try ent.partnershipOn(day: DayOfCalendar(year: 2026, month: .min, day: 31))
    }
    for text in hostileTexts + ["25/11/2026", "2026-02-30"] {
      assertRefused("day/format") { try DayOfCalendar(day: text) }
    }
  }

  func testTheMireIsSearchedInBothLanguages() throws {
    let ent = try Ent.find(id: "hauts-de-france")
    let found = ent.mireSearch("COLLEGE", in: .fr)
    XCTAssertEqual(found, ent.mireSearch("lower secondary", in: .en))
    XCTAssertEqual(found.map { $0.label(in: .fr) }, ["Élève ou parent › Collège"])
    XCTAssertEqual(try ent.mireAsks(path: []), .profile)
    XCTAssertNil(try ent.mireAsks(path: found[0].path))
    for text in hostileTexts.dropFirst(2) {
      XCTAssertLessThanOrEqual(ent.mireSearch(text, in: .fr).count, 100)
      assertRefused("mire/unknown") { try ent.mireAsks(path: [text]) }
    }
  }

  func testAChoiceIsRememberedOnOnesOwnDevice() throws {
    let ent = try Ent.find(id: "hauts-de-france")
    let keep = { (device: Device, days: Int32) in
      try ent.rememberChoice(
        path: ["eleve_ou_parent", "college"], level: nil, device: device, days: days, now: at())
    }
    let kept = try XCTUnwrap(keep(.own, 30))
    let read = try RememberedChoice.parse(text: kept.text())
    XCTAssertEqual([read.entId()] + read.path(), [ent.id(), "eleve_ou_parent", "college"])
    XCTAssertNil(read.level())
    XCTAssertEqual([read.chosenAt(), read.expiresAt()], [at(), at(30 * 86_400)])
    XCTAssertEqual(
      try ent.recallChoice(remembered: read, now: at(1)),
      try ent.mireChoices(path: read.path()))
    assertRefused("mire/expired") {
      try ent.recallChoice(remembered: read, now: read.expiresAt())
    }
    assertRefused("mire/unknown") { try self.ent().recallChoice(remembered: read, now: at(1)) }
    XCTAssertNil(try keep(.publicPlace, 30))
    for days in [0, -1, 367, Int32.max] {
      assertRefused("mire/lifetime") { try keep(.own, days) }
      assertRefused("mire/lifetime") { try keep(.publicPlace, days) }
    }
    assertRefused("mire/unfinished") {
      try ent.rememberChoice(path: [], level: nil, device: .own, days: 1, now: at())
    }
    for text in hostileTexts {
      assertRefused("mire/remembered") { try RememberedChoice.parse(text: text) }
    }
    for date in hostileDates {
      assertRefused("instant/out-of-range") { try ent.recallChoice(remembered: read, now: date) }
    }
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

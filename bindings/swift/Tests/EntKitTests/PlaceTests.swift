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

  func testANumberTellsWhereItIsRegistered() throws {
    guard case .inDepartment(let department, let academy) = try Uai("0750655E").registration()
    else { return XCTFail("no department") }
    XCTAssertEqual([department.code, academy.name], ["75", "Paris"])
    guard case .abroad(let country) = try Uai(lenient: "1400031Y").registration() else {
      return XCTFail("not abroad")
    }
    XCTAssertEqual(try Country(code: country.code), country)
    XCTAssertEqual(try Uai(lenient: "0000000A").registration(), .unknown)
    let forged = Uai(number: "7", keyValid: true, academy: nil, department: nil)
    assertRefused("uai/format") { try forged.registration() }
  }

  func testTablesAreListed() {
    XCTAssert(Academy.all.contains { $0.name == "Lyon" })
    XCTAssert(Department.all.contains { $0.code == "2A" })
    XCTAssertEqual(Set(Academy.all.map(\.code)).count, Academy.all.count)
    XCTAssertEqual(Ministry.all.count, 7)
  }

  func testAcademiesAreFoundByEveryNameOfTheirs() throws {
    for academy in Academy.all {
      let domain = try XCTUnwrap(academy.rectoratDomain)
      XCTAssertEqual(try Academy(code: academy.code), academy)
      XCTAssertEqual(try Academy(named: academy.name.uppercased()), academy)
      XCTAssertEqual(try Academy(domain: "personne@\(domain)"), academy)
      XCTAssertEqual(try Academy(aafPrefix: academy.aafPrefix), academy)
      if let trigram = academy.formerTrigram {
        XCTAssertEqual(try Academy(trigram: trigram), academy)
        XCTAssertEqual(try AcademyCode(trigram: trigram).academy, academy)
      }
      XCTAssertEqual(try AcademyCode(domain: domain).academy, academy)
      XCTAssert(Academy.search(academy.name).contains(academy))
      let departments = try academy.departments()
      XCTAssertEqual(departments.map(\.code), try AcademyCode(academy.code).departmentCodes)
      XCTAssert(departments.allSatisfy { $0.academy == academy })
    }
    XCTAssertEqual(Academy.search("").count, Academy.all.count)
    XCTAssertEqual(Academy.search("nulle part"), [])
    let forged = Department.all.compactMap(\.academy).first.map {
      Academy(
        code: "0", name: $0.name, kind: $0.kind, academicRegion: nil, rectoratDomain: nil,
        aafPrefix: $0.aafPrefix, formerTrigram: nil)
    }
    assertRefused("academy/unknown") { try forged?.departments() }
  }

  func testCodesThatAreNoAcademyAreToldApart() throws {
    let agricultural = try AcademyCode(aafPrefix: "AGRICOLE")
    XCTAssertEqual(agricultural.kind, .agricultural)
    XCTAssertNil(agricultural.academy)
    XCTAssertNotEqual(agricultural.label(in: .fr), agricultural.label(in: .en))
    let caen = try AcademyCode(domain: "ac-caen.fr")
    XCTAssertEqual(caen.kind, .merged)
    XCTAssertEqual(caen.academy?.name, "Normandie")
    XCTAssertEqual(try AcademyCode(lenient: "8").labelFr, "Grenoble")
    for code in AcademyCode.all {
      XCTAssertEqual(try AcademyCode(code.code), code)
      XCTAssertEqual(try AcademyCode(aafPrefix: code.aafPrefix), code)
    }
  }

  func testTerritoriesAreFoundByCodeNameAndSearch() throws {
    for department in Department.all {
      XCTAssertEqual(try Department(code: department.code), department)
      XCTAssertEqual(try Department(named: department.name), department)
      XCTAssert(Department.search(department.name).contains(department))
    }
    for region in AdministrativeRegion.all {
      XCTAssertEqual(try AdministrativeRegion(code: region.code), region)
      XCTAssertEqual(try AdministrativeRegion(named: region.name), region)
      XCTAssert(AdministrativeRegion.search(region.name).contains(region))
      XCTAssert(try region.departments().allSatisfy { $0.region == region })
      XCTAssertFalse(try region.academies().isEmpty)
    }
    for region in AcademicRegion.all {
      XCTAssertEqual(try AcademicRegion(code: region.code), region)
      XCTAssertEqual(try AcademicRegion(named: region.name), region)
      XCTAssert(AcademicRegion.search(region.name).contains(region))
      XCTAssertFalse(try region.departments().isEmpty)
    }
    for country in Country.all {
      XCTAssertEqual(try Country(code: country.code), country)
      XCTAssertEqual(try Country(named: country.name), country)
    }
    XCTAssertEqual(Country.search("suiss").map(\.code), ["99140"])
  }

  func testAnEstablishmentHasItsAuthorities() throws {
    let read = try Establishment(
      reading: "0351047Y", name: " Lycée ", kind: "LP", sector: "Privé", ministry: "03")
    XCTAssertEqual(read.name, "Lycée")
    XCTAssertEqual(read.kind, .lyceeProfessionnel)
    XCTAssertEqual(read.level, .lycee)
    XCTAssertTrue(read.isSchool && read.isAgricultural)
    XCTAssertEqual(read.sector, Sector(spelling: "PR"))
    XCTAssertEqual(read.ministry, try Ministry(spelling: "agriculture"))
    XCTAssertEqual(read.authority, try AcademicAuthority(code: "draaf:53"))
    XCTAssertEqual(read.localAuthority, try LocalAuthority(code: "region:53"))
    XCTAssertNotEqual(read.authority?.label(in: .fr), read.authority?.label(in: .en))
    XCTAssertEqual(try AcademicAuthority(code: "academy:10").academy?.name, "Lyon")
    XCTAssertEqual(try LocalAuthority(code: "department:69").department?.code, "69")
    XCTAssertEqual(try Crec(code: "crec:84").region.code, "84")
    XCTAssertEqual(EstablishmentKind(nature: "802"), .rectorat)
    XCTAssertFalse(EstablishmentKind.rectorat.isSchool())
    for kind in EstablishmentKind.allCases {
      XCTAssertEqual(EstablishmentKind(code: kind.code()), kind)
    }
    let untold = try Establishment(reading: "0750655e", name: "Lycée", kind: "lycee")
    XCTAssertNil(untold.sector)
    XCTAssertNil(untold.ministry)
    let refused: [(String, String, String, String?, String?, String)] = [
      ("0750655", "Lycée", "lycee", nil, nil, "uai/format"),
      ("0750655A", "Lycée", "lycee", nil, nil, "uai/key"),
      ("0750655E", "Lycée", "château", nil, nil, "establishment/kind"),
      ("0750655E", "Lycée", "lycee", "à moitié", nil, "establishment/sector"),
      ("0750655E", "Lycée", "lycee", nil, "00", "ministry/unknown"),
      ("0750655E", " ", "lycee", nil, nil, "establishment/name-empty"),
      (
        "0750655E", String(repeating: "é", count: 201), "lycee", nil, nil,
        "establishment/name-too-long"
      ),
      ("0750655E", "Ly\u{0}cée", "lycee", nil, nil, "text/control"),
      ("0750655E", "Ly\u{202E}cée", "lycee", nil, nil, "text/invisible"),
    ]
    for (uai, name, kind, sector, ministry, code) in refused {
      assertRefused(code) {
        try Establishment(
          reading: uai, name: name, kind: kind, sector: sector, ministry: ministry)
      }
    }
  }

  func testAnythingElseIsRefused() {
    for text in hostileTexts {
      assertRefused("uai/format") { try Uai(text) }
      assertRefused("uai/format") { try Uai(lenient: text) }
      assertRefused("academy/unknown") { try Academy(code: text) }
      assertRefused("academy/unknown") { try Academy(named: text) }
      assertRefused("academy/unknown") { try Academy(domain: text) }
      assertRefused("academy/unknown") { try Academy(aafPrefix: text) }
      assertRefused("academy/unknown") { try Academy(trigram: text) }
      assertRefused("academy_code/unknown") { try AcademyCode(text) }
      assertRefused("academy_code/unknown") { try AcademyCode(lenient: text) }
      assertRefused("academy_code/unknown") { try AcademyCode(domain: text) }
      assertRefused("academy_code/unknown") { try AcademyCode(aafPrefix: text) }
      assertRefused("academy_code/unknown") { try AcademyCode(trigram: text) }
      assertRefused("department/unknown") { try Department(code: text) }
      assertRefused("department/unknown") { try Department(named: text) }
      assertRefused("administrative_region/unknown") { try AdministrativeRegion(code: text) }
      assertRefused("administrative_region/unknown") { try AdministrativeRegion(named: text) }
      assertRefused("academic_region/unknown") { try AcademicRegion(code: text) }
      assertRefused("academic_region/unknown") { try AcademicRegion(named: text) }
      assertRefused("country/unknown") { try Country(code: text) }
      assertRefused("country/unknown") { try Country(named: text) }
      assertRefused("authority/unknown") { try AcademicAuthority(code: text) }
      assertRefused("authority/unknown") { try LocalAuthority(code: text) }
      assertRefused("authority/unknown") { try Crec(code: text) }
      assertRefused("ministry/unknown") { try Ministry(spelling: text) }
      XCTAssertNil(EstablishmentKind(nature: text))
      XCTAssertNil(Sector(spelling: text))
    }
  }
}

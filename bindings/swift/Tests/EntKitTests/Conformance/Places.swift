import EntKit

func parseUai(_ input: JSON) throws -> JSON {
  let text = try input.text("text")
  let uai: Uai
  switch try input.text("mode") {
  case "strict": uai = try Uai(text)
  case "lenient": uai = try Uai(lenient: text)
  case let mode: throw Mismatch("mode `\(mode)`")
  }
  return .object([
    "uai": .text(uai.number), "key_valid": .flag(uai.keyValid),
    "academy": JSON(uai.academy?.code), "department": JSON(uai.department?.code),
  ])
}

func placeRegistration(_ input: JSON) throws -> JSON {
  switch try Uai(lenient: input.text("text")).registration() {
  case .inDepartment(let department, let academy):
    return .object([
      "place": .text("department"), "department": .text(department.code),
      "academy": .text(academy.code),
    ])
  case .abroad(let country):
    return .object([
      "place": .text("abroad"), "country": .text(country.code), "name": .text(country.name),
    ])
  case .unknown: return .object(["place": .text("unknown")])
  }
}

func findAcademy(_ input: JSON) throws -> JSON {
  let text = try input.text("text")
  let found: Academy?
  switch try input.text("by") {
  case "code": found = try Academy(code: text)
  case "name": found = try Academy(named: text)
  case "domain": found = try Academy(domain: text)
  case "aaf_prefix": found = try Academy(aafPrefix: text)
  case "trigram": found = try Academy(trigram: text)
  case "department": found = try Department(code: text).academy
  case "uai": found = try Uai(text).academy
  case let by: throw Mismatch("by `\(by)`")
  }
  guard let academy = found else { return .object([:]) }
  return .object([
    "code": .text(academy.code), "name": .text(academy.name),
    "kind": .text(academy.kind.code()), "academic_region": JSON(academy.academicRegion?.name),
    "domain": JSON(academy.rectoratDomain), "aaf_prefix": .text(academy.aafPrefix),
    "trigram": JSON(academy.formerTrigram),
    "departments": .list(try academy.departments().map { .text($0.code) }),
  ])
}

func readAcademyCode(_ input: JSON) throws -> JSON {
  let text = try input.text("text")
  let found: AcademyCode
  switch try input.text("mode") {
  case "strict": found = try AcademyCode(text)
  case "lenient": found = try AcademyCode(lenient: text)
  case let mode: throw Mismatch("mode `\(mode)`")
  }
  return .object([
    "code": .text(found.code), "kind": .text(found.kind.code()),
    "label_fr": .text(found.label(in: .fr)), "label_en": .text(found.label(in: .en)),
    "academy": JSON(found.academy?.code),
    "departments": .list(found.departmentCodes.map(JSON.text)),
    "aaf_prefix": .text(found.aafPrefix), "trigram": JSON(found.formerTrigram),
  ])
}

func searchAcademies(_ input: JSON) throws -> JSON {
  .object(["codes": .list(try Academy.search(input.text("text")).map { .text($0.code) })])
}

func findDepartment(_ input: JSON) throws -> JSON {
  let text = try input.text("text")
  let found: Department
  switch try input.text("by") {
  case "code": found = try Department(code: text)
  case "name": found = try Department(named: text)
  case let by: throw Mismatch("by `\(by)`")
  }
  return .object([
    "code": .text(found.code), "name": .text(found.name), "kind": .text(found.kind.code()),
    "region": JSON(found.region?.code), "academy": JSON(found.academy?.code),
  ])
}

func searchDepartments(_ input: JSON) throws -> JSON {
  .object(["codes": .list(try Department.search(input.text("text")).map { .text($0.code) })])
}

func readEstablishment(_ input: JSON) throws -> JSON {
  let read = try Establishment(
    reading: input.text("uai"), name: input.text("name"), kind: input.text("kind"),
    sector: input["sector"].text, ministry: input["ministry"].text)
  guard read.isSchool == read.kind.isSchool(), read.level == read.kind.level() else {
    throw Mismatch("the establishment and its kind differ")
  }
  return .object([
    "uai": .text(read.uai.number), "name": .text(read.name), "kind": .text(read.kind.code()),
    "is_school": .flag(read.isSchool), "level": JSON(read.level?.code()),
    "sector": JSON(read.sector?.code()), "ministry": JSON(read.ministry?.code),
    "agricultural": .flag(read.isAgricultural), "academy": JSON(read.uai.academy?.code),
    "authority": JSON(read.authority?.code),
    "authority_fr": JSON(read.authority?.label(in: .fr)),
    "local_authority": JSON(read.localAuthority?.code),
    "local_authority_fr": JSON(read.localAuthority?.label(in: .fr)),
  ])
}

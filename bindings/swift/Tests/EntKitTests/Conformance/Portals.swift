import EntKit
import Foundation

/// The shipped ENT `ent`, or the one of the file `toml`.
func ent(_ input: JSON) throws -> Ent {
  if let toml = input["toml"].text { return try .fromToml(text: toml) }
  return try .find(id: input.text("ent"))
}

/// The language of the texts to compare, French unless told.
func lang(_ input: JSON) -> Lang { input["lang"].text == "en" ? .en : .fr }

private func profile(_ input: JSON) throws -> Profile {
  try Profile(input.text("profile"), in: .sdet)
}

/// The texts of a list that may be missing.
private func texts(_ input: JSON) -> [String] { (input.list ?? []).compactMap(\.text) }

private func texts(_ list: [String]) -> JSON { .list(list.map(JSON.text)) }

func findPortal(_ input: JSON) throws -> JSON {
  let portal = try ent(input).portalUrl(kind: listed(input["kind"]), key: input.text("key"))
  return .object(["url": .text(portal.url), "director": .text(portal.director(in: .fr))])
}

func resolvePortal(_ input: JSON) throws -> JSON {
  let portal = try ent(input).resolve(url: input.text("url"))
  return .object(["kind": .text(portal.kind.code()), "key": .text(portal.key)])
}

func listPortals(_ input: JSON) throws -> JSON {
  let person = Attachments(
    profile: try profile(input), establishments: texts(input["establishments"]),
    regions: texts(input["regions"]), departments: texts(input["departments"]),
    academies: texts(input["academies"]), agricultural: input["agricultural"].flag ?? false)
  let portals = try ent(input).myPortals(person: person).map {
    JSON.object([
      "kind": .text($0.kind.code()), "key": .text($0.key), "url": .text($0.url),
    ])
  }
  return .object(["portals": .list(portals)])
}

func nextStep(_ input: JSON) throws -> JSON {
  let done = input["facts"]
  let facts = OnboardingFacts(
    charterAccepted: try done.flag("charter"), passwordChosen: try done.flag("password"),
    contactSaved: try done.flag("contact"))
  let step = try ent(input).nextStep(
    profile: profile(input), source: listed(input["source"]), facts: facts)
  return .object(["step": JSON(step?.code())])
}

func listServices(_ input: JSON) throws -> JSON {
  let (ent, lang) = (try ent(input), lang(input))
  let services = try ent.services(profile: profile(input), channel: listed(input["channel"]))
  return .object([
    "services": .list(
      services.map { .object(["id": .text($0.id), "label": .text($0.label(in: lang))]) }),
    "offered": texts(ent.allServices().map(\.id)),
  ])
}

func listHelp(_ input: JSON) throws -> JSON {
  let lang = lang(input)
  let groups = try ent(input).help(profile: profile(input)).map { group in
    let topics = group.topics.map {
      JSON.object(["id": .text($0.id), "label": .text($0.label(in: lang))])
    }
    return JSON.object([
      "id": .text(group.id), "label": .text(group.label(in: lang)), "topics": .list(topics),
    ])
  }
  return .object(["groups": .list(groups)])
}

func listPartners(_ input: JSON) throws -> JSON {
  .object(["partners": listedCodes(try ent(input).partners(kind: listed(input["kind"])))])
}

func listMembers(_ input: JSON) throws -> JSON {
  let ent = try ent(input)
  let found: Partnership?
  if let id = input["id"].text {
    found = ent.partnerships().first { $0.id == id }
  } else {
    found = try ent.partnershipOn(day: DayOfCalendar(day: input.text("on")))
  }
  guard let list = found else { return .object([:]) }
  return .object([
    "id": .text(list.id), "read_on": written(list.readOn), "since": written(list.since),
    "regions": texts(list.regions), "departments": texts(list.departments.map(\.code)),
    "academies": texts(list.academies.map(\.code)),
    "draaf": .flag(list.agriculturalEducation), "crec": .flag(list.privateEducation),
  ])
}

private func written(_ day: DayOfCalendar?) -> JSON {
  JSON(day.map { String(format: "%04d-%02d-%02d", $0.year, $0.month, $0.day) })
}

/// Facts of the file that have no suite of their own.
func tellRules(_ input: JSON) throws -> JSON {
  let (ent, profile) = (try ent(input), try profile(input))
  let admits = try ent.admitsPrivate(profile: profile, kind: listed(input["kind"]))
  let lifetimes = ent.lifetimes()
  return .object([
    "operator": JSON(ent.operatorName()), "hosts": texts(ent.hosts()),
    "addresses": texts(ent.addresses()),
    "charter_scopes": listedCodes(ent.charterScopes(profile: profile)),
    "password_rules": JSON(try ent.passwordRules(source: listed(input["source"]))),
    "admits_private": admits.map(JSON.flag) ?? .null,
    "portal_kinds": listedCodes(ent.portalKinds(profile: profile)),
    "shared_folder_bytes": JSON(ent.sharedFolderQuota()?.bytes),
    "retention_months": JSON(lifetimes.retentionMonths),
    "sms_code_minutes": JSON(lifetimes.smsCodeMinutes),
    "mobile_code_minutes": JSON(lifetimes.mobileCodeMinutes),
    "email_link_hours": JSON(lifetimes.emailLinkHours),
    "letter_months": JSON(lifetimes.letterMonths),
    "remembered_choice_days": JSON(lifetimes.rememberedChoiceDays),
  ])
}

func findEnt(_ input: JSON) throws -> JSON {
  let (url, found) = (try input.text("url"), try Ent.of(url: input.text("url")))
  guard found.owns(url: url) else { throw Mismatch("the ENT does not own the address") }
  return .object(["ent": .text(found.id())])
}

func loadEnt(_ input: JSON) throws -> JSON {
  // Files too long to be written out: a text, repeated.
  let parts = try (input["parts"].list ?? []).map {
    String(repeating: try $0.text("text"), count: Int($0["times"].number ?? 1))
  }
  let json = input["json"].text ?? (input["format"].text == "json" ? parts.joined() : nil)
  do {
    let ent: Ent
    if let json {
      ent = try .fromJson(text: json)
    } else {
      ent = try .fromToml(text: input["toml"].text ?? parts.joined())
    }
    return .object(["id": .text(ent.id()), "name": .text(ent.name())])
  } catch let error as EntFileError {
    let problems = error.problems.map {
      JSON.object(["code": .text($0.code), "path": .text($0.path)])
    }
    return .object(["problems": .list(problems)])
  }
}

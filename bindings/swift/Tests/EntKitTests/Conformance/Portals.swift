import EntKit

private func ent(_ input: JSON) throws -> Ent {
  try Ent.find(id: input.text("ent"))
}

func findPortal(_ input: JSON) throws -> JSON {
  let portal = try ent(input).portalUrl(kind: listed(input["kind"]), key: input.text("key"))
  return .object(["url": .text(portal.url), "director": .text(portal.directorFr)])
}

func resolvePortal(_ input: JSON) throws -> JSON {
  let portal = try ent(input).resolve(url: input.text("url"))
  return .object(["kind": .text(portal.kind.code()), "key": .text(portal.key)])
}

func listChoices(_ input: JSON) throws -> JSON {
  let path = try input.list("path").compactMap(\.text)
  let level: Level? = try listedIfTold(input["level"])
  switch try ent(input).mireChoices(path: path, level: level) {
  case .source(let source, let academy):
    return .object(["source": .text(source.code()), "academy": JSON(academy?.code)])
  case .choices(let choices):
    let choices = choices.map {
      JSON.object(["id": .text($0.id), "label": .text($0.labelFr)])
    }
    return .object(["choices": .list(choices)])
  }
}

func nextStep(_ input: JSON) throws -> JSON {
  let done = input["facts"]
  let facts = OnboardingFacts(
    charterAccepted: try done.flag("charter"), passwordChosen: try done.flag("password"),
    contactSaved: try done.flag("contact"))
  let step = try ent(input).nextStep(
    profile: Profile(input.text("profile"), in: .sdet), source: listed(input["source"]),
    facts: facts)
  return .object(["step": JSON(step?.code())])
}

import EntKit
import Foundation

private func path(_ input: JSON) throws -> [String] {
  try input.list("path").compactMap(\.text)
}

func listChoices(_ input: JSON) throws -> JSON {
  let (ent, path) = (try ent(input), try path(input))
  let found = try ent.mireChoices(path: path, level: listedIfTold(input["level"]))
  return try answer(found, of: ent, after: path, in: lang(input))
}

private func answer(
  _ answer: MireAnswer, of ent: Ent, after path: [String], in lang: Lang
) throws -> JSON {
  switch answer {
  case .source(let source, let academy, let selection, let signIn):
    return .object([
      "source": .text(source.code()), "academy": JSON(academy?.code),
      "selection": JSON(selection), "sign_in": JSON(signIn),
    ])
  case .choices(let choices):
    let shown = choices.map {
      JSON.object(["id": .text($0.id), "label": .text($0.label(in: lang))])
    }
    return .object([
      "choices": .list(shown), "asks": JSON(try ent.mireAsks(path: path)?.code()),
    ])
  }
}

func searchMire(_ input: JSON) throws -> JSON {
  let lang = lang(input)
  let paths = try ent(input).mireSearch(input.text("text"), in: lang).map { way in
    JSON.object([
      "path": .list(way.path.map(JSON.text)), "label": .text(way.label(in: lang)),
    ])
  }
  return .object(["paths": .list(paths)])
}

/// Remembers a choice, or takes the stored one of `remembered`, and recalls it at `then`.
func rememberChoice(_ input: JSON) throws -> JSON {
  let ent = try ent(input)
  let kept: RememberedChoice?
  if input["remembered"] != .null {
    kept = try .parse(text: input["remembered"].written())
  } else {
    kept = try ent.rememberChoice(
      path: path(input), level: listedIfTold(input["level"]), device: listed(input["device"]),
      days: Int32(clamping: input["days"].number ?? 0), now: Date(rfc3339: input.text("now")))
  }
  guard let kept else { return .object(["remembered": .flag(false)]) }
  var shown: [String: JSON] = [
    "remembered": .flag(true), "expires_at": .text(try kept.expiresAt().rfc3339()),
  ]
  if input["then"] != .null {
    let found = try ent.recallChoice(
      remembered: kept, now: Date(rfc3339: input.text("then")))
    let recalled = try answer(found, of: ent, after: kept.path(), in: .fr).object ?? [:]
    shown.merge(recalled) { $1 }
  }
  return .object(shown)
}

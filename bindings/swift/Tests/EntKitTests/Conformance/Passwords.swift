import EntKit
import Foundation

func checkTyped(_ input: JSON) throws -> JSON {
  let (rules, password) = (try ruleSet(input["rules"]), try typed(input["password"]))
  let confirmation = try confirmation(input)
  let verdict: PasswordVerdict
  if let history = try history(input) {
    verdict = try smallPool().checkReuse(
      rules: rules, password: password, history: history, now: presentDay,
      confirmation: confirmation, words: contextWords(input))
  } else if let id = input["rules"].text {
    verdict = try checkPassword(
      rules: id, password: password, confirmation: confirmation, words: contextWords(input))
  } else {
    verdict = try rules.check(
      password: password, confirmation: confirmation, words: contextWords(input))
  }
  return .object([
    "accepted": .flag(verdict.accepted), "violations": listed(violations: verdict.violations),
  ])
}

func compareSets(_ input: JSON) throws -> JSON {
  let found = try PasswordComparison(
    of: typed(input["password"]), under: input.list("rules").map(ruleSet),
    confirmation: confirmation(input), words: contextWords(input))
  let refused = found.refused.map { refusal in
    JSON.object([
      "rules": .text(refusal.rulesId), "violations": listed(violations: refusal.violations),
      "uncounted": .text(refusal.uncounted),
    ])
  }
  return .object([
    "accepted": .list(found.accepted.map(JSON.text)), "refused": .list(refused),
    "common_specials": .text(found.commonSpecials),
  ])
}

func listRequirements(_ input: JSON) throws -> JSON {
  let typed = input["password"] == .null ? nil : try typed(input["password"])
  let requirements = try ruleSet(input["rules"]).requirements(typed: typed).map { rule in
    JSON.object(["id": .text(rule.id), "met": .flag(rule.met)])
  }
  return .object(["requirements": .list(requirements)])
}

func lintRules(_ input: JSON) throws -> JSON {
  let lints: [PasswordLint]
  var deviations: [Deviation] = []
  if input["rules"].text != nil {
    let rules = try ruleSet(input["rules"])
    (lints, deviations) = (rules.lint(), rules.deviations())
  } else {
    let options = try rulesOptions(input["rules"])
    lints = try options.lint()
    if !lints.contains(where: \.impossible) {
      deviations = try PasswordRuleSet.custom(options: options).deviations()
    }
  }
  let shownLints = lints.map { lint in
    JSON.object([
      "id": .text(lint.id), "params": .object(lint.params.mapValues(JSON.text)),
      "impossible": .flag(lint.impossible),
    ])
  }
  let shownDeviations = deviations.map { found in
    JSON.object([
      "id": .text(found.id), "standard": .text(found.standard),
      "requirement": .number(found.requirement), "value": .number(found.value),
    ])
  }
  return .object(["lints": .list(shownLints), "deviations": .list(shownDeviations)])
}

func writeAttributes(_ input: JSON) throws -> JSON {
  let rules = try ruleSet(input["rules"])
  return .object([
    "passwordrules": .text(rules.passwordrules()), "pattern": .text(rules.pattern()),
  ])
}

func estimateStrength(_ input: JSON) throws -> JSON {
  let found = try PasswordStrength(of: typed(input["password"]), words: contextWords(input))
  return .object([
    "score": JSON(found.score), "label": .text(found.label.code()),
    "warning": JSON(found.warning?.code()), "advice": listedCodes(found.advice),
  ])
}

func typed(_ password: JSON) throws -> PasswordInput {
  try .fromText(text: asked(password.text, "password"))
}

/// Rules by their id, or the fields of a stack's own.
private func ruleSet(_ given: JSON) throws -> PasswordRuleSet {
  if let id = given.text { return try .find(id: id) }
  return try .custom(options: rulesOptions(given))
}

private func rulesOptions(_ given: JSON) throws -> PasswordRulesOptions {
  func number(_ key: String) -> Int32? { given[key].number.map { Int32(clamping: $0) } }
  return PasswordRulesOptions(
    id: try given.text("id"), min: number("min"), max: number("max"),
    lower: given["lower"].flag, upper: given["upper"].flag, digit: given["digit"].flag,
    special: given["special"].text, requireSpecial: given["require_special"].flag,
    entropyBits: number("entropy_bits"), blocklist: given["blocklist"].flag,
    attemptLimit: given["attempt_limit"].flag, source: given["source"].text,
    date: given["date"].text, note: given["note"].text)
}

private func confirmation(_ input: JSON) throws -> PasswordInput? {
  try input["confirmation"].text.map { try .fromText(text: $0) }
}

/// Words to avoid; a plain text is of kind `other`.
private func contextWords(_ input: JSON) throws -> [ContextWord] {
  try (input["words"].list ?? []).map { word in
    let kind: ContextKind = word["kind"] == .null ? .other : try listed(word["kind"])
    return ContextWord(kind: kind, text: try word.text ?? word.text("text"))
  }
}

/// When the passwords of a case are judged.
private let presentDay = Date(timeIntervalSince1970: 1_788_249_600)

/// What a case says of the passwords that were used before.
private func history(_ input: JSON) throws -> PasswordHistory? {
  let keys = ["provisional", "current", "previous"]
  if keys.allSatisfy({ input[$0] == .null }) { return nil }
  func number(_ key: String) -> Int32 { Int32(clamping: input["no_reuse"][key].number ?? 0) }
  func one(_ key: String) throws -> PastPassword? {
    input[key] == .null ? nil : try former(input[key])
  }
  return PasswordHistory(
    provisional: try one("provisional"), current: try one("current"),
    previous: try (input["previous"].list ?? []).map(former), last: number("last"),
    days: number("days"))
}

private func former(_ given: JSON) throws -> PastPassword {
  let plain = try (given.text ?? given["password"].text).map {
    try PasswordInput.fromText(text: $0)
  }
  let days = Double(given["days_ago"].number ?? 0)
  return PastPassword(
    plain: plain, stored: given["hash"].text, replaced: presentDay - days * 86_400)
}

private func listed(violations: [Violation]) -> JSON {
  .list(
    violations.map { violation in
      let params = violation.params.mapValues { param -> JSON in
        switch param {
        case .number(let value): return JSON(value)
        case .text(let value): return .text(value)
        }
      }
      return .object(["id": .text(violation.id), "params": .object(params)])
    })
}

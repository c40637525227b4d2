import EntKit
import Foundation

private func style(_ input: JSON) throws -> LoginStyle { try listed(input["style"]) }

private func taken(_ input: JSON) -> [String] { (input["taken"].list ?? []).compactMap(\.text) }

/// A name without a usual family name.
func plainName(_ of: JSON) throws -> PersonName {
  try PersonName(validating: of.text("family"), given: of.text("given"))
}

func deriveOne(_ input: JSON) throws -> JSON {
  let login = try style(input).login(for: plainName(input), taken: taken(input))
  return .object(["login": .text(login)])
}

func deriveAll(_ input: JSON) throws -> JSON {
  let names = try input.list("names").map(plainName)
  let logins = try style(input).logins(for: names, taken: taken(input))
  return .object(["logins": .list(logins.map { JSON($0.login ?? $0.error) })])
}

func takeApart(_ input: JSON) throws -> JSON {
  let parts = try style(input).parts(of: input.text("login"))
  return .object([
    "fits": .flag(parts != nil), "given": JSON(parts?.given), "family": JSON(parts?.family),
    "number": JSON(parts?.number),
  ])
}

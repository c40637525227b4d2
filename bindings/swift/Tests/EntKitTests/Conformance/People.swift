import EntKit

func parseProfile(_ input: JSON) throws -> JSON {
  let profile = try Profile(input.text("code"), in: listed(input["system"]))
  return .object(["profile": .text(profile.code())])
}

func listRoles(_ input: JSON) throws -> JSON {
  let role: EntRole = try listed(input["role"])
  return .object([
    "duties": listedCodes(role.duties()), "appointers": listedCodes(role.appointers()),
    "least_per_establishment": JSON(role.leastPerEstablishment()),
    "own_account": .flag(role.hasOwnAccount()),
  ])
}

func findCommunity(_ input: JSON) throws -> JSON {
  let profile = try Profile(input.text("profile"), in: .sdet)
  return .object(["community": JSON(profile.community()?.code())])
}

private func name(_ of: JSON) throws -> PersonName {
  try PersonName(
    validating: of.text("family"), given: of.text("given"), usual: of["usual"].text)
}

func matchNames(_ input: JSON) throws -> JSON {
  let (one, other) = (try name(input["one"]), try name(input["other"]))
  let same = try one.sameAs(other: other)
  guard try other.sameAs(other: one) == same else {
    throw Mismatch("the order makes a difference")
  }
  return .object(["same": .flag(same)])
}

func displayName(_ input: JSON) throws -> JSON {
  let name = try name(input)
  return .object([
    "display": .text(try name.displayName()), "in_list": .text(try name.listName()),
    "initials": .text(try name.initials()), "sort_key": .text(try name.sortKey()),
    "given_names": .list(try name.givenNames().map(JSON.text)),
  ])
}

func readBirthDate(_ input: JSON) throws -> JSON {
  let text = try input.text("text")
  // What a person types is a day, and read as such.
  let typed = try input.flag("full") ? DayOfCalendar(text) : nil
  let born = try BirthDateReading(text)
  guard typed == nil || typed == born.date else { throw Mismatch("two days") }
  return .object([
    "text": .text(born.text), "precision": .text(born.precision.code()),
    "presumed": .flag(born.presumed), "may_be_presumed": .flag(born.mayBePresumed),
  ])
}

func tellAge(_ input: JSON) throws -> JSON {
  let age = try BirthDateReading(input.text("born"))
    .age(on: DayOfCalendar(day: input.text("on")), early: input["early"].flag ?? false)
  return .object([
    "youngest": JSON(age.youngest), "oldest": JSON(age.oldest),
    "majority": .text(age.majority.code()), "under_15": age.under15.map(JSON.flag) ?? .null,
  ])
}

import EntKit
import Foundation

func tellExpiry(_ input: JSON) throws -> JSON {
  // What is no day is refused by the policy.
  let none = CalendarDate(year: 0, month: 0, day: 0)
  let created = (try? CalendarDate(day: input.text("created_on"))) ?? none
  let ends = try LetterPolicy.threeMonths().expiry(createdOn: created, zone: zone(input))
  return .object([
    "expires_at": .text(try ends.expiresAt.rfc3339()), "last_day": .text(written(ends.lastDay)),
  ])
}

func writeNotice(_ input: JSON) throws -> JSON {
  let now = try Date(rfc3339: input.text("at"))
  let letter = try Letter.fresh(subject: "person-1", holder: listed(input["holder"]))
  let printed = try letter.issue(
    zone: zone(input), to: recipient(input), context: context(.seeded(seed: 1)), now: now
  ).commit(stored: true)
  guard case .print(let notice) = printed.outcome else { throw Mismatch(printed.name) }
  return .object(try shown(notice, lang(input)))
}

private func shown(_ notice: Notice, _ lang: Lang) throws -> Shown {
  let secret = notice.withSecret { String(decoding: $0, as: UTF8.self) }
  let text = notice.withText(in: lang) { String(decoding: $0, as: UTF8.self) }
  let steps = notice.instructions(lang: lang)
  return [
    "addressee": .text(try notice.addressee().displayName()),
    "children": .list(try notice.children().map { .text(try $0.displayName()) }),
    "login": .text(notice.login()),
    "groups": .list(secret.split(separator: "-").map { .number(Int64($0.count)) }),
    "number": .number(notice.number()), "created_on": .text(written(notice.createdOn())),
    "last_day": .text(written(notice.lastDay())),
    "last_day_text": .text(notice.lastDayText(lang: lang)), "portal": JSON(notice.portal()),
    "instructions": .list(steps.map { .text($0.id) }),
    "texts": .list(steps.map { .text($0.text) }),
    "text": .text(text.replacingOccurrences(of: secret, with: "{secret}")),
  ]
}

func printBatch(_ input: JSON) throws -> JSON {
  let people = try input.list("people").map { person in
    LetterRequest(
      letter: try .fresh(subject: person.text("subject"), holder: listed(person["holder"])),
      to: try recipient(person))
  }
  let batch = try issueLetters(
    people: people, zone: zone(input), context: context(.seeded(seed: 1)),
    now: Date(rfc3339: input.text("at")))
  let printed = try batch.letters.compactMap { letter -> JSON? in
    guard case .print(let notice) = try letter.commit(stored: true).outcome else { return nil }
    return .text(try notice.addressee().displayName())
  }
  return .object(["printed": .list(printed), "stopped": JSON(batch.stoppedAt)])
}

func playLetters(_ story: JSON) throws -> JSON {
  guard story["policy"].text == "three_months" else { throw Mismatch("policy \(story["policy"])") }
  let counter = try Counter(story)
  return try play(story, counter.take)
}

/// A record of letters with what a host holds beside it.
private final class Counter {
  private let subject = "person-1"
  private let policy = LetterPolicy.threeMonths()
  private let context: LetterContext
  private var letter: Letter
  private var stored = Data()
  /// Secrets of the notices printed, in their order.
  private var printed: [String] = []
  /// Journey that sees what is shown.
  private var viewer = "flow-1"

  init(_ story: JSON) throws {
    context = try EntKitTests.context(entropy(story))
    letter = try .fresh(subject: subject, holder: listed(story["holder"]))
  }

  func take(_ event: JSON, _ now: Date, _ lost: Bool) throws -> Shown {
    let (verb, with) = try verb(of: event)
    viewer = flow(with)
    if verb == "load" {
      letter = try .load(subject: subject, bytes: replaced(stored, with))
      return try show(now)
    }
    return try step(transition(verb, with, now), now, lost)
  }

  private func transition(_ verb: String, _ with: JSON, _ now: Date) throws -> LetterTransition {
    switch verb {
    case "issue":
      return try letter.issue(
        zone: .parse(name: with["zone"].text ?? "Europe/Paris"), to: zoe(), context: context,
        now: now)
    case "sign_in":
      let secret = try PasswordInput.fromText(text: typed(with.text("secret")))
      return try letter.signIn(flow: viewer, secret: secret, context: context, now: now)
    case "activate": return try activate(with, now)
    case "abandon": return try letter.abandon(flow: viewer, context: context, now: now)
    case "revoke": return try letter.revoke(context: context, now: now)
    case "observe": return try letter.observe(context: context, now: now)
    default: throw Mismatch("event `\(verb)`")
    }
  }

  private func activate(_ with: JSON, _ now: Date) throws -> LetterTransition {
    let dates = try with.list("dates").map { pair in
      TypedBirthDate(
        known: try CalendarDate(pair["known"].text ?? ""),
        typed: try CalendarDate(pair["typed"].text ?? ""))
    }
    let sent = try letter.activate(
      flow: viewer, password: .fromText(text: typed(with["password"].text ?? "Azerty69!")),
      birthDates: dates, email: with["email"].text.map { try UnverifiedEmail($0) },
      context: context, now: now, rules: with["rules"].text.map { try .find(id: $0) })
    guard case .checked(let transition) = sent else { throw Mismatch("the password is refused") }
    return transition
  }

  private func step(_ transition: LetterTransition, _ now: Date, _ lost: Bool) throws -> Shown {
    let committed = try committed(transition, lost: lost, in: &stored)
    letter = committed.letter
    var shown = try show(now)
    shown["outcome"] = .text(committed.name)
    EntKitTests.show(committed.publicOutcome, in: &shown)
    switch committed.outcome {
    case .print(let notice):
      printed.append(notice.withSecret { String(decoding: $0, as: UTF8.self) })
    case .wrong(let left), .datesRefused(let left): shown["attempts_left"] = JSON(left)
    case .opened(let scope): shown["until"] = .text(try scope.until.rfc3339())
    case .activated(let account):
      shown["email"] = JSON(account.email?.email.address)
      shown["changed_at"] = .text(try account.changedAt.rfc3339())
    default: break
    }
    return shown
  }

  /// `$last` and `$previous` stand for secrets that were printed, `$lower` for the last in lower
  /// case without dashes; 16 letters B stand in where nothing was printed.
  private func typed(_ text: String) -> String {
    let none = "BBBB-BBBB-BBBB-BBBB"
    let last = printed.last ?? none
    let lower = last.replacingOccurrences(of: "-", with: "").lowercased()
    return text.replacingOccurrences(of: "$last", with: last)
      .replacingOccurrences(of: "$previous", with: printed.dropLast().last ?? none)
      .replacingOccurrences(of: "$lower", with: lower)
  }

  private func show(_ now: Date) throws -> Shown {
    let view = try letter.view(flow: viewer, policy: policy, now: now)
    return [
      "state": .text(letter.state()), "version": JSON(letter.version()),
      "view": .object([
        "step": .text(view.step.code()), "seconds_left": JSON(view.secondsLeft),
        "date_attempts_left": JSON(view.dateAttemptsLeft),
        "email_required": view.emailRequired.map(JSON.flag) ?? .null,
      ]),
      "number": .number(letter.number()),
      "earlier": JSON(letter.stateOf(number: letter.number() - 1)),
      "created_on": JSON(letter.createdOn().map(written)),
      "expires_at": JSON(try letter.expiresAt()?.rfc3339()),
      "deadline": JSON(try letter.nextDeadline()?.rfc3339()),
    ]
  }
}

/// The cheapest pool, with the key of every story as its pepper.
private func context(_ entropy: Entropy) throws -> LetterContext {
  LetterContext(
    policy: .threeMonths(), pool: try smallPool(), entropy: entropy, pepper: try storyKeys())
}

private func recipient(_ person: JSON) throws -> LetterRecipient {
  LetterRecipient(
    name: try plainName(person), login: try person.text("login"),
    children: try (person["children"].list ?? []).map(plainName),
    ent: try Ent.find(id: person.text("ent")))
}

/// Whom the letters of a story are for.
private func zoe() throws -> LetterRecipient {
  LetterRecipient(
    name: try PersonName(validating: "Martin", given: "Zoé"), login: "z.martin01",
    ent: try Ent.find(id: "auvergne-rhone-alpes"))
}

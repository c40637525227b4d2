import EntKit
import Foundation

func playLink(_ story: JSON) throws -> JSON {
  guard story["policy"].text == "email_link" else { throw Mismatch("policy \(story["policy"])") }
  let desk = try Desk(story)
  return try play(story, desk.take)
}

/// The record of an account and the links that were sent.
private final class Desk {
  private let account = "guardian-1"
  private let policy = LinkPolicy.emailLink()
  private let base: BaseAddress
  private let context: LinkContext
  private var link: EmailLink
  private var stored = Data()
  /// Links in the order they were sent.
  private var sent: [String] = []

  init(_ story: JSON) throws {
    base = try .parse(text: "https://ent.exemple.fr/courriel")
    context = LinkContext(policy: policy, entropy: try entropy(story))
    link = try .fresh(account: account)
  }

  func take(_ event: JSON, _ now: Date, _ lost: Bool) throws -> Shown {
    let (verb, with) = try verb(of: event)
    switch verb {
    case "load":
      link = try .load(account: account, bytes: replaced(stored, with))
      return try show(now)
    case "inspect":
      let inspection = try link.inspect(token: token(with), now: now)
      var shown = try show(now)
      shown["inspection"] = .object([
        "step": .text(inspection.step.code()), "address": JSON(inspection.address),
        "seconds_left": .number(inspection.secondsLeft),
      ])
      return shown
    default: return try step(transition(verb, with, now), now, lost)
    }
  }

  private func transition(_ verb: String, _ with: JSON, _ now: Date) throws -> LinkTransition {
    switch verb {
    case "request":
      let previous = try with["previous"].text.map { try UnverifiedEmail($0).confirmed() }
      return try link.request(
        address: UnverifiedEmail(with.text("address")), previous: previous, context: context,
        now: now)
    case "resend": return try link.resend(context: context, now: now)
    case "confirm": return try link.confirm(token: token(with), context: context, now: now)
    case "claim": return try link.claim(context: context, now: now)
    case "revoke": return try link.revoke(context: context, now: now)
    case "account_changed":
      return try link.accountChanged(change: listed(with["change"]), context: context, now: now)
    case "observe": return try link.observe(context: context, now: now)
    default: throw Mismatch("event `\(verb)`")
    }
  }

  private func step(_ transition: LinkTransition, _ now: Date, _ lost: Bool) throws -> Shown {
    let committed = try committed(transition, lost: lost, in: &stored)
    link = committed.link
    var shown = try show(now)
    shown["outcome"] = .text(committed.name)
    EntKitTests.show(committed.publicOutcome, in: &shown)
    switch committed.outcome {
    case .sendLink(let mail):
      sent.append(try mail.url(base: base))
      shown["to"] = .text(mail.to().email.address)
    case .confirmed(_, let email, let noticeTo, _):
      shown["email"] = .text(email.email.address)
      shown["notice"] = JSON(noticeTo?.email.address)
    case .wrong(let left): shown["attempts_left"] = JSON(left)
    default: break
    }
    return shown
  }

  /// `$last` and `$previous` are tokens of links that were sent, `$wrong` was never drawn.
  private func token(_ with: JSON) throws -> LinkToken {
    let never = String(repeating: "A", count: 43)
    let url: String?
    switch try with.text("token") {
    case "$last": url = sent.last
    case "$previous": url = sent.dropLast().last
    case "$wrong": url = nil
    case let text: return try .parse(text: text)
    }
    return try url.map { try .fromUrl(base: base, url: $0) } ?? .parse(text: never)
  }

  private func show(_ now: Date) throws -> Shown {
    let view = try link.view(policy: policy, now: now)
    return [
      "state": .text(link.state()), "version": JSON(link.version()),
      "view": .object([
        "step": .text(view.step.code()), "sent_to": JSON(view.sentTo),
        "seconds_left": .number(view.secondsLeft),
        "resend_in_seconds": .number(view.resendInSeconds),
      ]),
    ]
  }
}

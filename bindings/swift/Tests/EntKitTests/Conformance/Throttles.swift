import EntKit
import Foundation

func playThrottle(_ story: JSON) throws -> JSON {
  let gate = try Gate(story)
  return try play(story, gate.take)
}

/// The tries of one account or one number.
private final class Gate {
  private let policy: ThrottlePolicy
  private var throttle: Throttle
  private var stored = Data()

  init(_ story: JSON) throws {
    switch story["policy"].text {
    case "sign_in": policy = .signIn()
    case "sms_to_number": policy = .smsToNumber()
    default: throw Mismatch("policy \(story["policy"])")
    }
    throttle =
      try story["number"].text.map { try .smsTo(number: PhoneNumber($0), keys: storyKeys()) }
      ?? .signIn(subject: story.text("subject"))
  }

  func take(_ event: JSON, _ now: Date, _ lost: Bool) throws -> Shown {
    let (verb, with) = try verb(of: event)
    switch verb {
    case "load":
      throttle = try throttle.reload(bytes: replaced(stored, with))
      return try show(now)
    case "attempt": return try step(throttle.attempt(policy: policy, now: now), now, lost)
    case "succeed": return try step(throttle.succeed(policy: policy, now: now), now, lost)
    case "reinstate": return try step(throttle.reinstate(policy: policy, now: now), now, lost)
    default: throw Mismatch("event `\(verb)`")
    }
  }

  private func step(_ transition: ThrottleTransition, _ now: Date, _ lost: Bool) throws -> Shown {
    let committed = try committed(transition, lost: lost, in: &stored)
    throttle = committed.throttle
    var shown = try show(now)
    shown["outcome"] = .text(committed.name)
    EntKitTests.show(committed.publicOutcome, in: &shown)
    return shown
  }

  private func show(_ now: Date) throws -> Shown {
    [
      "key": .text(throttle.key()), "version": JSON(throttle.version()),
      "disabled": .flag(throttle.isDisabled()),
      "until": JSON(try throttle.closedUntil(policy: policy, now: now)?.rfc3339()),
    ]
  }
}

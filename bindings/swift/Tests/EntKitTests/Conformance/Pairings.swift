import EntKit
import Foundation

func playPairing(_ story: JSON) throws -> JSON {
  guard story["policy"].text == "mobile_activation" else {
    throw Mismatch("policy \(story["policy"])")
  }
  let desk = try Desk(story)
  return try play(story, desk.take)
}

/// The record of an account, those of nobody, and the index of a host.
private final class Desk {
  private let account = "guardian-1"
  private let policy = PairingPolicy.mobileActivation()
  private let context: PairingContext
  private var pairing: Pairing
  private var stored = Data()
  private var nobody: [String: Pairing] = [:]
  /// Identifiers and codes in the order they were shown.
  private var shown: [(identifier: String, code: String)] = []

  init(_ story: JSON) throws {
    context = PairingContext(policy: policy, keys: try storyKeys(), entropy: try entropy(story))
    pairing = try .fresh(account: account)
  }

  func take(_ event: JSON, _ now: Date, _ lost: Bool) throws -> Shown {
    let (verb, with) = try verb(of: event)
    if verb == "load" {
      pairing = try pairing.reload(bytes: replaced(stored, with))
      return try show(now)
    }
    if verb == "redeem" || verb == "claim" { return try typed(verb, with, now, lost) }
    return try step(transition(verb, with, now), now, lost)
  }

  /// An identifier outside the index leads to a record of nobody.
  private func typed(_ verb: String, _ with: JSON, _ now: Date, _ lost: Bool) throws -> Shown {
    let identifier = typed(with["identifier"].text, \.identifier)
    let (code, device) = (typed(with["code"].text, \.code), with["device"].text ?? "phone-1")
    let read = try PairingPayload.typed(identifier: identifier, code: code)
    func redeemed(_ from: Pairing) throws -> PairingTransition {
      if verb == "claim" {
        return try from.claim(identifier: identifier, device: device, context: context, now: now)
      }
      return try from.redeem(
        identifier: identifier, code: code, device: device, context: context, now: now)
    }
    if shown.contains(where: { $0.identifier == read.identifier() }) {
      return try step(redeemed(pairing), now, lost)
    }
    let decoy = try Pairing.find(identifier: identifier, found: nil)
    let committed = try redeemed(nobody[decoy.key()] ?? decoy).commit(stored: !lost)
    nobody[decoy.key()] = committed.pairing
    var found: Shown = [
      "state": .text(committed.pairing.state()), "version": JSON(committed.pairing.version()),
      "outcome": .text(committed.name),
    ]
    EntKitTests.show(committed.publicOutcome, in: &found)
    return found
  }

  private func transition(_ verb: String, _ with: JSON, _ now: Date) throws -> PairingTransition {
    switch verb {
    case "issue":
      let signedIn = try with["signed_in"].text.map { try Date(rfc3339: $0) } ?? now
      return try pairing.issue(
        account: with["account"].text ?? account, session: "session-1", signedInAt: signedIn,
        context: context, now: now)
    case "revoke": return try pairing.revoke(context: context, now: now)
    case "revoke_device":
      return try pairing.revokeDevice(
        device: with["device"].text ?? "phone-1", context: context, now: now)
    case "account_changed":
      return try pairing.accountChanged(
        change: listed(with["change"]), context: context, now: now)
    case "reinstate": return try pairing.reinstate(context: context, now: now)
    case "observe": return try pairing.observe(context: context, now: now)
    default: throw Mismatch("event `\(verb)`")
    }
  }

  private func step(_ transition: PairingTransition, _ now: Date, _ lost: Bool) throws -> Shown {
    let committed = try committed(transition, lost: lost, in: &stored)
    pairing = committed.pairing
    if case .issued(let code) = committed.outcome {
      shown.append((code.identifier(), code.printed()))
    }
    var found = try show(now)
    found["outcome"] = .text(committed.name)
    EntKitTests.show(committed.publicOutcome, in: &found)
    switch committed.outcome {
    case .granted(let grant):
      found["grant"] = .object([
        "account": .text(grant.account()), "device": .text(grant.device()),
      ])
    case .revoked(let devices): found["revoked"] = .list(devices.map(JSON.text))
    case .wrong(let left): found["attempts_left"] = JSON(left)
    default: break
    }
    return found
  }

  /// `$last` (also when nothing is said) and `$previous` are what was shown, `$wrong` is a code
  /// without a letter of the last in its place.
  private func typed(
    _ text: String?, _ part: KeyPath<(identifier: String, code: String), String>
  ) -> String {
    let none = (identifier: "0000000000", code: "BBBB-BBBB")
    let last = (shown.last ?? none)[keyPath: part]
    switch text {
    case nil, "$last": return last
    case "$previous": return (shown.dropLast().last ?? none)[keyPath: part]
    case "$wrong": return String(last.map { $0 == "-" ? "-" : $0 == "Z" ? "B" : "Z" })
    case let text?: return text
    }
  }

  private func show(_ now: Date) throws -> Shown {
    let previous = try shown.dropLast().last.map { shown in
      try view(of: shown.identifier, now)
    }
    return [
      "state": .text(pairing.state()), "version": JSON(pairing.version()),
      "view": try view(of: nil, now), "previous_view": previous ?? .null,
      "devices": .list(pairing.devices().map { .text($0.device) }),
    ]
  }

  private func view(of identifier: String?, _ now: Date) throws -> JSON {
    let view = try pairing.view(identifier: identifier, policy: policy, now: now)
    return .object([
      "step": .text(view.step.code()), "seconds_left": .number(view.secondsLeft),
      "attempts_left": JSON(view.attemptsLeft), "device": JSON(view.device),
      "issue_in_seconds": .number(view.issueInSeconds),
    ])
  }
}

import EntKit
import Foundation

/// Writes, reads or counts a message.
func handleMessage(_ input: JSON) throws -> JSON {
  if let text = input["count"].text { return .object(shown(SmsLength(of: text))) }
  if let text = input["read"].text {
    let bound = try BoundCode(lastLineOf: text)
    return .object(["host": .text(bound.host), "code": .text(bound.code)])
  }
  let with = input["write"]
  let sms = try firstMessage(with)
  let message = try sms.boundText(lang: lang(with), host: with.text("host"))
  guard try BoundCode(lastLineOf: message.text).code == sms.code() else {
    throw Mismatch("the message does not read back")
  }
  var shown = shown(message.length)
  shown["text"] = .text(message.text.replacingOccurrences(of: sms.code(), with: "{code}"))
  shown["digits"] = .number(Int64(sms.code().count))
  return .object(shown)
}

private func shown(_ length: SmsLength) -> Shown {
  [
    "encoding": .text(length.encoding.code()), "units": .number(length.units),
    "segments": .number(length.segments),
  ]
}

/// The first message of a ledger.
private func firstMessage(_ with: JSON) throws -> Sms {
  let context = LedgerContext(
    policy: try codePolicy(with), keys: try storyKeys(), entropy: try entropy(with))
  let issued = try freshLedger().issue(
    flow: "flow-1", to: PhoneNumber("0612345678"), audience: .known, context: context, now: at()
  ).commit(stored: true)
  guard case .sendSms(let sms) = issued.outcome else { throw Mismatch(issued.name) }
  return sms
}

private func freshLedger() throws -> Ledger {
  try .fresh(subject: "guardian-1", purpose: .activation)
}

func readTyped(_ input: JSON) throws -> JSON {
  let text = try input.text("text")
  switch try input.text("kind") {
  case "sms":
    // A code is read before it is judged.
    _ = try freshLedger().submit(flow: "flow-1", code: text, context: codes(), now: at())
  case "pairing_code": _ = try PairingPayload.typed(identifier: "0000000000", code: text)
  case "pairing_id":
    let read = try PairingPayload.typed(identifier: text, code: "BBBB-BBBB")
    return .object(["read": .flag(true), "identifier": .text(read.identifier())])
  case let kind: throw Mismatch("kind `\(kind)`")
  }
  return .object(["read": .flag(true)])
}

func countDown(_ input: JSON) throws -> JSON {
  func instant(_ key: String) throws -> Date { try Date(rfc3339: input.text(key)) }
  let countdown: Countdown
  if let seconds = input["seconds_left"].number {
    countdown = try .start(secondsLeft: seconds, received: instant("client"))
  } else {
    countdown = try .until(
      expiresAt: instant("expires_at"), server: instant("server"), client: instant("client"))
  }
  let shown = try input.list("at").map { at in
    JSON.number(try countdown.secondsLeft(now: Date(rfc3339: asked(at.text, "at"))))
  }
  return .object(["shown": .list(shown)])
}

func writePayload(_ input: JSON) throws -> JSON {
  let base = try BaseAddress.parse(text: input.text("base"))
  let payload: PairingPayload
  if let link = input["link"].text {
    payload = try .parse(base: base, link: link)
  } else {
    payload = try .typed(identifier: input.text("identifier"), code: input.text("code"))
  }
  return .object([
    "identifier": .text(payload.identifier()), "shown": .text(payload.identifierShown()),
    "link": .text(payload.link(base: base)),
  ])
}

func writeLink(_ input: JSON) throws -> JSON {
  let base = try BaseAddress.parse(text: input.text("base"))
  let token: LinkToken
  if let url = input["url"].text {
    token = try .fromUrl(base: base, url: url)
  } else {
    token = try .parse(text: input.text("token"))
  }
  return .object(["url": .text(try token.url(base: base)), "lookup": .text(token.lookup())])
}

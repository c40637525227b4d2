import EntKit
import Foundation

/// The ring of every story.
func storyKeys() throws -> KeyRing {
  try KeyRing(current: NamedKey(id: "conformance", secret: Data(repeating: 7, count: 32)))
}

/// The seeded source that `"entropy": "seed:N"` asks for.
func entropy(_ story: JSON) throws -> Entropy {
  let words = try story.text("entropy").split(separator: ":")
  guard words.count == 2, words[0] == "seed", let seed = Int64(words[1]) else {
    throw Mismatch("`entropy` is not `seed:N`")
  }
  return .seeded(seed: seed)
}

/// The policy of codes that a case names.
func codePolicy(_ story: JSON) throws -> CodePolicy {
  switch story["policy"].text {
  case "educonnect_sms", "educonnect": return .educonnectSms()
  case "oob_10min": return .oob10min()
  default: throw Mismatch("policy \(story["policy"])")
  }
}

/// The verb of an event and what stands with it.
func verb(of event: JSON) throws -> (String, JSON) {
  guard let fields = event.object, fields.count == 1, let only = fields.first else {
    throw Mismatch("an event has one verb")
  }
  return (only.key, only.value)
}

/// The journey an event belongs to: `flow-1` unless it says another.
func flow(_ with: JSON) -> String { with["flow"].text ?? "flow-1" }

/// What a step showed.
typealias Shown = [String: JSON]

/// Plays every step and compares what it shows with what is written.
func play(_ story: JSON, _ take: (JSON, Date, Bool) throws -> Shown) throws -> JSON {
  for (number, step) in try story.list("steps").enumerated() {
    let lost: Bool
    switch step["commit"].text {
    case nil, "stored": lost = false
    case "lost": lost = true
    case let other: throw Mismatch("commit `\(other ?? "")`")
    }
    do {
      var found: Shown
      do {
        found = try take(step["event"], Date(rfc3339: step.text("at")), lost)
      } catch let error as EntError {
        found = ["error": .text(error.code)]
      }
      try compare(step, .object(found))
    } catch let mismatch as Mismatch {
      throw Mismatch("step \(number): \(mismatch)")
    }
  }
  return .null
}

private func compare(_ step: JSON, _ found: JSON) throws {
  for (key, wanted) in step.object ?? [:] where !["at", "event", "commit"].contains(key) {
    if wanted.object != nil {
      try found[key].compare(with: wanted)
    } else if found[key] != wanted {
      throw Mismatch("`\(key)` is \(found[key]), wanted \(wanted)")
    }
  }
  if found["error"] != .null, step["error"] == .null {
    throw Mismatch("error \(found["error"])")
  }
}

func show(_ outcome: PublicOutcome, in shown: inout Shown) {
  shown["public"] = .text(outcome.code())
  if case .tryLater(let seconds) = outcome {
    shown["seconds"] = .number(seconds)
  }
}

/// Commits a step, or loses its race, and keeps what it stored.
func committed<T: SealedTransition>(
  _ transition: T, lost: Bool, in stored: inout Data
) throws -> T.Committed {
  let written = try transition.writes().first?.bytes
  let committed = try transition.commit(stored: !lost)
  stored = written ?? stored
  return committed
}

/// Applies `replace: [from, to]` to what was stored.
func replaced(_ stored: Data, _ event: JSON) throws -> Data {
  guard let pair = event["replace"].list else { return stored }
  guard pair.count == 2, let from = pair[0].text, let to = pair[1].text else {
    throw Mismatch("`replace` is no pair")
  }
  let text = String(decoding: stored, as: UTF8.self)
  return Data(text.replacingOccurrences(of: from, with: to, options: .literal).utf8)
}

func playCode(_ story: JSON) throws -> JSON {
  let desk = try Desk(story, subject: "guardian-1")
  return try play(story, desk.take)
}

/// A ledger with what a host holds beside it.
private final class Desk {
  private let subject: String
  private let context: LedgerContext
  private let policy: CodePolicy
  private var ledger: Ledger
  private var stored = Data()
  /// Codes of the messages sent, in their order.
  private var sent: [String] = []
  /// Proof handed out last.
  private(set) var proof: PhoneProof?
  /// Journey that sees what is shown.
  private var viewer = "flow-1"

  init(_ story: JSON, subject: String) throws {
    self.subject = subject
    policy = try codePolicy(story)
    context = LedgerContext(policy: policy, keys: try storyKeys(), entropy: try entropy(story))
    ledger = try .fresh(subject: subject, purpose: .activation)
  }

  func take(_ event: JSON, _ now: Date, _ lost: Bool) throws -> Shown {
    let (verb, with) = try verb(of: event)
    viewer = flow(with)
    if verb == "load" {
      ledger = try .load(
        subject: subject, purpose: .activation, bytes: try replaced(stored, with))
      return try show(now)
    }
    if verb == "check" {
      try check(with, now)
      return ["proof": .text("accepted")]
    }
    return try step(transition(verb, with, now), now, lost)
  }

  /// Checks the proof handed out last against what is named, else what it was asked for.
  private func check(_ with: JSON, _ now: Date) throws {
    let named = with["purpose"].text ?? "activation"
    let purpose = CodePurpose.allCases.first { $0.code() == named }
    try asked(proof, "proof").check(
      flow: flow(with), subject: with["subject"].text ?? "guardian-1",
      purpose: asked(purpose, "purpose"),
      destination: PhoneNumber(with["to"].text ?? "+33612345678"), now: now)
  }

  func issue(_ to: PhoneNumber, _ audience: Audience, _ with: JSON, _ now: Date, _ lost: Bool)
    throws -> Shown
  {
    viewer = flow(with)
    let issued = try ledger.issue(
      flow: flow(with), to: to, audience: audience, context: context, now: now)
    return try step(issued, now, lost)
  }

  private func transition(_ verb: String, _ with: JSON, _ now: Date) throws -> LedgerTransition {
    let flow = flow(with)
    switch verb {
    case "issue":
      let audience: Audience = with["decoy"].flag == true ? .decoy : .known
      let to = try PhoneNumber(with.text("to"))
      return try ledger.issue(flow: flow, to: to, audience: audience, context: context, now: now)
    case "resend": return try ledger.resend(flow: flow, context: context, now: now)
    case "submit":
      return try ledger.submit(
        flow: flow, code: typed(with.text("code")), context: context, now: now)
    case "cancel": return try ledger.cancel(flow: flow, context: context, now: now)
    case "claim": return try ledger.claim(flow: flow, context: context, now: now)
    case "observe": return try ledger.observe(context: context, now: now)
    case "reinstate": return try ledger.reinstate(context: context, now: now)
    default: throw Mismatch("event `\(verb)`")
    }
  }

  private func step(_ transition: LedgerTransition, _ now: Date, _ lost: Bool) throws -> Shown {
    let committed = try committed(transition, lost: lost, in: &stored)
    ledger = committed.ledger
    switch committed.outcome {
    case .sendSms(let sms): sent.append(sms.code())
    case .verified(let proof): self.proof = proof
    default: break
    }
    var shown = try show(now)
    shown["outcome"] = .text(committed.name)
    EntKitTests.show(committed.publicOutcome, in: &shown)
    return shown
  }

  /// `$last` and `$previous` are codes that were sent, `$wrong` is neither; `00000000` stands in
  /// where nothing was sent.
  private func typed(_ text: String) -> String {
    let last = sent.last ?? "00000000"
    switch text {
    case "$last": return last
    case "$previous": return sent.dropLast().last ?? "00000000"
    case "$wrong":
      // Every digit one further: no digit is right.
      return last.compactMap(\.wholeNumberValue).map { String(($0 + 1) % 10) }.joined()
    default: return text
    }
  }

  private func show(_ now: Date) throws -> Shown {
    let view = try ledger.view(flow: viewer, policy: policy, now: now)
    return [
      "state": .text(ledger.state()), "version": JSON(ledger.version()),
      "view": .object([
        "step": .text(view.step.code()), "sent_to": JSON(view.sentTo),
        "seconds_left": .number(view.secondsLeft), "attempts_left": JSON(view.attemptsLeft),
        "resend_in_seconds": JSON(view.resendInSeconds),
      ]),
    ]
  }
}

func playGuardian(_ story: JSON) throws -> JSON {
  let counter = try Counter(story)
  return try play(story, counter.take)
}

/// A host with a directory and, once somebody is looked up, the two records of a journey.
private final class Counter {
  private let story: JSON
  private let directory: [GuardianRecord]
  private let policy = ActivationPolicy.educonnect()
  private let keys: KeyRing
  private let source: Entropy
  private var journey: Journey?
  /// Journey that sees what is shown.
  private var viewer = "flow-1"

  private struct Journey {
    let subject: String
    let desk: Desk
    var activation: GuardianActivation
    var stored = Data()
    /// What the last `issue_code` asked for.
    var toIssue: (PhoneNumber, Audience)?
  }

  init(_ story: JSON) throws {
    self.story = story
    directory = try story.list("directory").map(record)
    keys = try storyKeys()
    source = try entropy(story)
  }

  func take(_ event: JSON, _ now: Date, _ lost: Bool) throws -> Shown {
    let (verb, with) = try verb(of: event)
    let flow = flow(with)
    viewer = flow
    if verb == "identify" {
      let found = try lookUp(with)
      if journey?.subject != found.subject() {
        journey = Journey(
          subject: found.subject(), desk: try Desk(story, subject: found.subject()),
          activation: try .fresh(subject: found.subject()))
      }
      return try step(now, lost) {
        try $0.begin(flow: flow, found: found, policy: policy, now: now)
      }
    }
    guard let journey else { throw Mismatch("nobody identified") }
    switch verb {
    case "code": return try code(with, journey, now, lost)
    case "load":
      let bytes = try replaced(journey.stored, with)
      self.journey?.activation = try .load(subject: journey.subject, bytes: bytes)
      return try show(now)
    case "prove":
      let proof = try asked(journey.desk.proof, "proof")
      return try step(now, lost) {
        try $0.phoneProved(proof: proof, policy: policy, now: now)
      }
    case "return_to_phone":
      return try step(now, lost) { try $0.returnToPhone(flow: flow, policy: policy, now: now) }
    case "children":
      let answers = try with.list("answers").map(answer)
      return try step(now, lost) {
        try $0.confirmChildren(flow: flow, answers: answers, policy: policy, now: now)
      }
    case "password":
      let hash = try hash(with)
      return try step(now, lost) {
        try $0.choosePassword(flow: flow, password: hash, policy: policy, now: now)
      }
    case "abandon":
      return try step(now, lost) { try $0.abandon(flow: flow, policy: policy, now: now) }
    case "observe": return try step(now, lost) { try $0.observe(policy: policy, now: now) }
    default: throw Mismatch("event `\(verb)`")
    }
  }

  private func lookUp(_ with: JSON) throws -> GuardianMatch {
    let claim = try GuardianClaim(
      name: PersonName(validating: with.text("family"), given: with.text("given")),
      mobile: PhoneNumber(with.text("mobile")))
    return try claim.find(records: directory, keys: keys)
  }

  /// Checks and hashes with the least memory that a stored hash may have.
  private func hash(_ with: JSON) throws -> NewHash {
    let pool = try HashPool(
      buffers: 1, policy: HashPolicy(memoryKib: 7168, passes: 5, lanes: 1))
    let made = try pool.hashAccepted(
      rules: with.text("rules"), password: .fromText(text: with.text("password")),
      entropy: source)
    guard case .accepted(let hash) = made else {
      throw Mismatch("the password of a story is acceptable")
    }
    return hash
  }

  private func code(_ event: JSON, _ journey: Journey, _ now: Date, _ lost: Bool) throws -> Shown {
    let (verb, with) = try verb(of: event)
    guard verb == "issue" else { return try journey.desk.take(event, now, lost) }
    let (to, audience) = try asked(journey.toIssue, "issue_code")
    return try journey.desk.issue(to, audience, with, now, lost)
  }

  private func step(
    _ now: Date, _ lost: Bool, _ take: (GuardianActivation) throws -> ActivationTransition
  ) throws -> Shown {
    var current = try asked(journey, "journey")
    let committed = try committed(take(current.activation), lost: lost, in: &current.stored)
    current.activation = committed.activation
    journey = current
    var shown = try show(now)
    shown["outcome"] = .text(committed.name)
    EntKitTests.show(committed.publicOutcome, in: &shown)
    switch committed.outcome {
    case .issueCode(_, let to, let audience): journey?.toIssue = (to, audience)
    case .activated(let account):
      shown["account"] = .object([
        "subject": .text(account.subject), "login": .text(account.login),
        "attached": .list(account.attached.map(JSON.text)),
        "disputed": .list(account.disputed.map(JSON.text)),
        "activated_at": .text(try account.activatedAt.rfc3339()),
      ])
    case .failed(let reason): shown["reason"] = .text(reason.code())
    case .childrenRefused(let left): shown["attempts_left"] = JSON(left)
    default: break
    }
    return shown
  }

  private func show(_ now: Date) throws -> Shown {
    let activation = try asked(journey, "journey").activation
    let view = try activation.view(flow: viewer, policy: policy, now: now)
    let children = view.children.map {
      JSON.object(["pupil": .text($0.pupil), "given_name": .text($0.givenName)])
    }
    return [
      "step": .text(view.step.code()), "version": JSON(activation.version()),
      "view": .object([
        "step": .text(view.step.code()), "sent_to": JSON(view.sentTo),
        "children": .list(children), "attempts_left": JSON(view.attemptsLeft),
        "login": JSON(view.login), "seconds_left": JSON(view.secondsLeft),
      ]),
    ]
  }
}

private func record(_ row: JSON) throws -> GuardianRecord {
  GuardianRecord(
    subject: try row.text("subject"),
    name: try PersonName(validating: row.text("family"), given: row.text("given")),
    mobile: try PhoneNumber(row.text("mobile")), login: try row.text("login"),
    children: try row.list("children").map { child in
      Child(
        pupil: try child.text("pupil"), givenName: try child.text("given_name"),
        birthDate: try DayOfCalendar(child.text("birth_date")))
    },
    activated: row["activated"].flag == true)
}

private func answer(_ row: JSON) throws -> ChildAnswer {
  let answer: Answer =
    try row["born"].text.map { .born(date: try DayOfCalendar($0)) } ?? .disputed
  return ChildAnswer(pupil: try row.text("pupil"), answer: answer)
}

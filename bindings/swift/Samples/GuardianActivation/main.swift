// A guardian activates an account by SMS: name and number, code, birth dates, password.
import EntKit
import Foundation

/// What the school has recorded.
let directory = [
  GuardianRecord(
    subject: "guardian-1",
    name: try PersonName(validating: "Chamson", given: "André"),
    mobile: try PhoneNumber("06 12 34 56 78"),
    login: "a.chamson12",
    children: [
      Child(pupil: "pupil-1", givenName: "Louis", birthDate: try DayOfCalendar("2008-05-17")),
      Child(pupil: "pupil-2", givenName: "Zoé", birthDate: try DayOfCalendar("2010-11-03")),
    ],
    activated: false)
]

// In service: a table of a database, keys of a key store, the random source of the system.
let store = InMemoryStore()
let keys = try KeyRing(current: NamedKey(id: "2021", secret: Data(repeating: 7, count: 32)))
let codes = LedgerContext(policy: .educonnectSms(), keys: keys, entropy: .system())
let policy = ActivationPolicy.educonnect()
let flow = "session-5d41"

// 1. Name and number. A stranger gets the same answers, and no message.
let claim = try GuardianClaim(
  name: try PersonName(validating: "CHAMSON", given: "Andre"),
  mobile: try PhoneNumber("0612345678"))
let found = try claim.find(records: directory, keys: keys)
let begun = try store.drive(activationOf: found.subject()) {
  try $0.begin(flow: flow, found: found, policy: policy, now: Date())
}
guard case .issueCode(let subject, let mobile, let audience) = begun.outcome else {
  fatalError("no code to send: \(begun.name)")
}

// 2. The code.
let issued = try store.drive(ledgerOf: subject, for: .activation) {
  try $0.issue(flow: flow, to: mobile, audience: audience, context: codes, now: Date())
}
guard case .sendSms(let sms) = issued.outcome else {
  fatalError("nothing to send: \(issued.name)")
}
print("to \(sms.to()): \(sms.text(lang: .fr))")
let judged = try store.drive(ledgerOf: subject, for: .activation) {
  try $0.submit(flow: flow, code: sms.code(), context: codes, now: Date())
}
guard case .verified(let proof) = judged.outcome else {
  fatalError(judged.publicOutcome.textEn())
}

// 3. The birth dates of the children.
let listed = try store.drive(activationOf: subject) {
  try $0.phoneProved(proof: proof, policy: policy, now: Date())
}
let children = try listed.activation.view(flow: flow, policy: policy, now: Date()).children
print("children: \(children.map(\.givenName).joined(separator: ", "))")
let typed = ["pupil-1": "2008-05-17", "pupil-2": "2010-11-03"]
let answers = try children.map { child in
  ChildAnswer(
    pupil: child.pupil, answer: .born(date: try DayOfCalendar(typed[child.pupil] ?? "")))
}
let confirmed = try store.drive(activationOf: subject) {
  try $0.confirmChildren(flow: flow, answers: answers, policy: policy, now: Date())
}
print(
  "identifier: \(try confirmed.activation.view(flow: flow, policy: policy, now: Date()).login ?? "none")"
)

// 4. The password, checked by the rules of the activation and hashed on this side.
let pool = try HashPool(buffers: 1, policy: HashPreset.owasp19m.policy())
let checked = try pool.hashAccepted(
  rules: policy.rules(), password: try .fromText(text: "Tournesol-2021!"), entropy: .system())
guard case .accepted(let hash) = checked else {
  fatalError("the password breaks a rule")
}
let done = try store.drive(activationOf: subject) {
  try $0.choosePassword(flow: flow, password: hash, policy: policy, now: Date())
}
guard case .activated(let account) = done.outcome else {
  fatalError(done.publicOutcome.textEn())
}
print("activated: \(account.login), \(account.attached.count) children")

import EntKit
import Foundation
import XCTest

/// Nothing of a person or of a secret shows in what is printed, logged or dumped.
final class CanaryTests: XCTestCase {
  private func assertHidden(
    _ secrets: [String], in values: [Any], file: StaticString = #filePath, line: UInt = #line
  ) {
    for value in values {
      let shown = everythingShown(by: value) + everythingShown(by: [value])
      for secret in secrets where shown.contains(secret) {
        XCTFail("\(secret) shows in \(type(of: value)): \(shown)", file: file, line: line)
      }
    }
  }

  func testErrorsDoNotRepeatWhatWasTyped() {
    let canary = "canary\u{202E}42"
    let calls: [() throws -> Any] = [
      { try Uai(canary) }, { try Uai(lenient: canary) }, { try PhoneNumber(canary) },
      { try Email(canary) }, { try Profile(canary, in: .sdet) }, { try Date(rfc3339: canary) },
      { try DayOfCalendar(canary) }, { try Ent.find(id: canary) },
      { try StoredHash.parse(text: canary) },
      { try PersonName(validating: canary, given: canary) },
      { try PersonName(validating: "Martin", given: "Zoé", usual: canary + "\u{0}") },
      { try BirthDateReading(canary) }, { try StorageSize(canary) },
      { try Academy(named: canary) }, { try AcademyCode(canary) }, { try Country(code: canary) },
      { try Crec(code: canary) }, { try Ministry(spelling: canary) },
      { try Establishment(reading: "0750655E", name: canary, kind: "lycee") },
      { try Establishment(reading: "0750655E", name: "Lycée", kind: canary) },
      { try AafRelation(canary) }, { try LinkInfo(code: canary) },
      { try Guardianship.fromJson(json: canary) },
      { try Guardianship().addGuardian(guardian: canary) },
      { try CharterLog.empty(person: canary, scope: canary) },
      { try CharterLog.fromJson(bytes: Data(canary.utf8)) },
      { try CharterVersion.fromJson(bytes: Data("{\"\(canary)\":1}".utf8)) },
      { try CharterLogCheck(of: Data(), expectedHead: canary) },
      { try DayOfCalendar(day: canary) }, { try RememberedChoice.parse(text: canary) },
      { try Ent.find(id: "occitanie").mireChoices(path: [canary]) },
      { try Ledger.fresh(subject: canary, purpose: .activation) },
      { try Ledger.load(subject: "s", purpose: .activation, bytes: Data(canary.utf8)) },
      { try Throttle.signIn(subject: canary) },
      { try Throttle.signIn(subject: "s").reload(bytes: Data(canary.utf8)) },
      { try ContactCard.fromJson(bytes: Data("{\"\(canary)\":1}".utf8)) },
      { try KeyRing(current: NamedKey(id: canary, secret: Data(canary.utf8))) },
      { try checkPassword(rules: canary, password: .fromText(text: canary)) },
      { try PasswordInput.fromText(text: String(repeating: canary, count: 1000)) },
      { try Ent.find(id: "auvergne-rhone-alpes").resolve(url: canary) },
    ]
    for (number, call) in calls.enumerated() {
      XCTAssertThrowsError(try call(), "\(number)") { error in
        XCTAssert(error is EntError)
        assertHidden(["canary", "42"], in: [error, error.localizedDescription])
      }
    }
  }

  func testPasswordsAndKeysAreNotShown() throws {
    let password = try PasswordInput.fromText(text: "Canary-187!")
    let key = NamedKey(id: "k", secret: Data(repeating: 187, count: 32))
    let word = ContextWord(kind: .name, text: "Canary")
    let made = try HashPool(buffers: 1, policy: cheap).hashAccepted(
      rules: "educonnect", password: password, entropy: .seeded(seed: 187))
    guard case .accepted(let hash) = made else { return XCTFail("\(made)") }
    let refused = try checkPassword(rules: "educonnect", password: password, words: [word])
    XCTAssertFalse(refused.accepted)
    assertHidden(
      ["Canary", "187", "argon2", "bytes: "],
      in: [
        password, key, [key], word, made, hash, hash.stored(), refused, try KeyRing(current: key),
      ])
  }

  func testCodesAreNotShown() throws {
    let codes = try codes()
    let step = try Ledger.fresh(subject: "guardian-1", purpose: .activation).issue(
      flow: "f", to: PhoneNumber("0612345678"), audience: .known, context: codes, now: at())
    let writes = try step.writes()
    let issued = try step.commit(stored: true)
    guard case .sendSms(let sms) = issued.outcome else { return XCTFail(issued.name) }
    assertHidden(
      [sms.code(), "612345678", "12 34 56", "ciphertext", "{\""],
      in: [codes, step, writes, issued, issued.outcome, issued.ledger, sms, sms.to()])
    let store = InMemoryStore()
    for write in writes {
      _ = store.saveIf(write.key, expectedVersion: nil, bytes: write.bytes)
    }
    assertHidden(["guardian-1", "612345678"], in: [store])
  }

  func testANumberWrittenToIsNotShown() throws {
    let tries = try Throttle.smsTo(number: PhoneNumber("0612345678"), keys: testKeys())
    let step = try tries.attempt(policy: .smsToNumber(), now: at())
    let writes = try step.writes()
    assertHidden(
      ["612345678", "12 34 56", "attempts", "{\""],
      in: [tries, tries.key(), step, writes, try step.commit(stored: true)])
  }

  func testPeopleAreNotShown() throws {
    let records = try school()
    let found = try match("Canari")
    let policy = ActivationPolicy.educonnect()
    let begun = try GuardianActivation.fresh(subject: found.subject())
      .begin(flow: "flow-1", found: found, policy: policy, now: at()).commit(stored: true)
    let listed = try begun.activation.phoneProved(
      proof: proof(), policy: policy, now: at(2)
    ).commit(stored: true)
    let day = try DayOfCalendar("2009-03-14")
    let answer = ChildAnswer(pupil: "pupil-1", answer: .born(date: day))
    let typed = try UnverifiedEmail("canari@exemple.fr")
    assertHidden(
      ["anari", "Zo", "Louis", "2009", "345678", "12 34"],
      in: [
        records, records[0], records[0].children[0], records[0].name, records[0].mobile, found,
        begun, begun.outcome, listed, listed.activation, day, answer, answer.answer, typed,
        typed.confirmed(), typed.email, SchoolPhones(mobile: records[0].mobile),
        try ContactCard.empty().askEmail(email: typed),
      ])
  }

  func testNamesAndBirthDatesAreNotShown() throws {
    let name = try PersonName(validating: "Canari", given: "Zoé", usual: "Canarien")
    let born = try BirthDateReading("2009-03-14")
    let partly = try BirthDateReading("2009-03-00")
    let family = Guardianship()
    try family.addGuardian(guardian: "canary-1")
    let log = try CharterLog.empty(person: "canary-2", scope: "ent:occitanie")
    assertHidden(
      ["anari", "Zo", "2009", "canary"],
      in: [name, born, born.date as Any, partly, family, log])
    XCTAssertEqual(born.description, "BirthDateReading(redacted)")
  }

  func testAnActivatedAccountShowsItsSubjectAlone() throws {
    let account = ActivatedAccount(
      subject: "guardian-1", login: "z.canari", attached: ["pupil-1"], disputed: ["pupil-2"],
      password: try HashPool(buffers: 1, policy: cheap).hashed("Tournesol-2021!"),
      activatedAt: at())
    assertHidden(
      ["canari", "pupil", "argon2"], in: [account, ActivationOutcome.activated(account: account)])
    XCTAssert("\(account)".contains("guardian-1"))
  }

  func testWhatNoRuleAcceptsIsHiddenAsWell() {
    let day = DayOfCalendar(year: 2009, month: 2, day: 31)
    let child = Child(pupil: "pupil-1", givenName: "Canary", birthDate: day)
    assertHidden(["Canary", "2009"], in: [child, Answer.born(date: day), [child]])
  }

  func testAMomentThatNoInstantHasCanBeShown() throws {
    for date in hostileDates {
      let past = PastPassword(
        plain: try .fromText(text: "Canary-187!"), stored: "canary", replaced: date)
      assertHidden(["anary", "187"], in: [past, PasswordHistory(current: past, previous: [past])])
      XCTAssertEqual("\(past)", "PastPassword(redacted)")
    }
  }

  func testIdentifiersAndMessagesAreNotShown() throws {
    let name = try PersonName(validating: "Canary", given: "Zoé")
    let style = LoginStyle.givenDotFamily
    let message = SmsMessage(text: "12345678", length: SmsLength(of: "12345678"))
    assertHidden(
      ["canary", "12345678"],
      in: [
        try style.logins(for: [name]), try style.parts(of: "zoe.canary") as Any, message,
        BoundCode(host: "ent.exemple.fr", code: "12345678"),
        LetterRequest(
          letter: .decoy(), to: try recipient(login: "z.canary01", children: [name])),
      ])
  }

  func testAnImpossibleDayCanBeShown() {
    let never = DayOfCalendar(year: 2009, month: 2, day: 31)
    let child = Child(pupil: "pupil-1", givenName: "Canari", birthDate: never)
    XCTAssertEqual(Answer.born(date: never).description, "Answer(redacted)")
    XCTAssertEqual(child.description, "Child(redacted)")
  }
}

extension HashPool {
  fileprivate func hashed(_ text: String) throws -> StoredHash {
    let made = try hashAccepted(
      rules: "educonnect", password: .fromText(text: text), entropy: .seeded(seed: 1))
    guard case .accepted(let hash) = made else { throw Mismatch("refused") }
    return hash.stored()
  }
}

import EntKit
import Foundation

/// One of everything that the package exports, made of what must not show.
final class Marked {
  /// Text for whatever takes one, and a name for whoever is named by the host.
  let text: String
  let id: String

  let keyRing: KeyRing
  let namedKey = NamedKey(id: "test", secret: Data(repeating: 7, count: 32))
  let entropy = Entropy.seeded(seed: 187)
  let hashPool: HashPool
  let passwordInput: PasswordInput
  let newHash: NewHash
  let sms: Sms
  let ledger: Ledger
  let shown: PairingCode
  let pairing: Pairing
  let linkMail: LinkMail
  let emailLink: EmailLink
  let notice: Notice
  let letter: Letter
  let phoneProof: PhoneProof
  let guardianActivation: GuardianActivation
  let ent: Ent

  /// Everything secret: what nothing may show but what gives it on purpose.
  func marks() throws -> [String] {
    let printed = notice.withSecret { String(decoding: $0, as: UTF8.self) }
    let letters = shown.printed().replacingOccurrences(of: "-", with: "")
    return [
      "anar", "612345678", "argon2id$", sms.code(), shown.printed(), letters, printed,
      try linkToken.text(),
    ]
  }

  init(text: String = "Canary-187!", id: String = "id-1") throws {
    (self.text, self.id) = (text, id)
    keyRing = try KeyRing(current: namedKey)
    ent = try .find(id: "auvergne-rhone-alpes")
    hashPool = try HashPool(buffers: 1, policy: cheap)
    passwordInput = try .fromText(text: "Canary-187!")
    let hashed = try hashPool.hashAccepted(
      rules: "educonnect", password: passwordInput, entropy: entropy)
    guard case .accepted(let hash) = hashed else { throw Mismatch("\(hashed)") }
    newHash = hash

    let mobile = try PhoneNumber("0612345678")
    let codes = LedgerContext(policy: .educonnectSms(), keys: keyRing, entropy: entropy)
    let issued = try Ledger.fresh(subject: "id-1", purpose: .activation).issue(
      flow: "id-1", to: mobile, audience: .known, context: codes, now: at()
    ).commit(stored: true)
    guard case .sendSms(let sms) = issued.outcome else { throw Mismatch(issued.name) }
    (ledger, self.sms) = (issued.ledger, sms)

    let pairings = PairingContext(policy: .mobileActivation(), keys: keyRing, entropy: entropy)
    let paired = try Pairing.fresh(account: "id-1").issue(
      account: "id-1", session: "id-1", signedInAt: at(), context: pairings, now: at()
    ).commit(stored: true)
    (pairing, shown) = (paired.pairing, try shownCode(paired))

    let canary = try UnverifiedEmail("canary@exemple.fr")
    let requested = try EmailLink.fresh(account: "id-1").request(
      address: canary, previous: nil, context: LinkContext(policy: .emailLink(), entropy: entropy),
      now: at()
    ).commit(stored: true)
    guard case .sendLink(let mail) = requested.outcome else { throw Mismatch(requested.name) }
    (emailLink, linkMail) = (requested.link, mail)

    let letters = LetterContext(policy: .threeMonths(), pool: hashPool, entropy: entropy)
    let printed = try Letter.fresh(subject: "id-1", holder: .pupil).issue(
      zone: .parse(name: "Europe/Paris"), to: recipient(), context: letters, now: at()
    ).commit(stored: true)
    guard case .print(let notice) = printed.outcome else { throw Mismatch(printed.name) }
    let secret = try notice.withSecret { try PasswordInput.fromBytes(bytes: Data($0)) }
    letter = try printed.letter.signIn(
      flow: "id-1", secret: secret, context: letters, now: at()
    ).commit(stored: true).letter
    self.notice = notice

    phoneProof = try proof(flow: "id-1")
    let found = try match("CANARI")
    guardianActivation = try GuardianActivation.fresh(subject: found.subject())
      .begin(flow: "id-1", found: found, policy: .educonnect(), now: at())
      .commit(stored: true).activation
  }
}

extension Marked {
  // Texts to be read: right ones, or for whoever is marked in every text, that text.
  var isRight: Bool { text != id }
  var bytes: Data { Data(text.utf8) }
  var identifier: String { isRight ? shown.identifier() : text }
  var login: String { isRight ? "z.canary01" : text }
  var host: String { isRight ? "ent.exemple.fr" : text }
  var link: String { get throws { try isRight ? shown.link(base: baseAddress) : text } }
  var url: String { get throws { try isRight ? linkMail.url(base: baseAddress) : text } }

  // Configuration.
  var activationPolicy: ActivationPolicy { .educonnect() }
  var codePolicy: CodePolicy { .educonnectSms() }
  var letterPolicy: LetterPolicy { .threeMonths() }
  var linkPolicy: LinkPolicy { .emailLink() }
  var pairingPolicy: PairingPolicy { .mobileActivation() }
  var throttlePolicy: ThrottlePolicy { .smsToNumber() }
  var baseAddress: BaseAddress { get throws { try linkBase() } }
  var zone: Zone { get throws { try .parse(name: "Europe/Paris") } }
  var ledgerContext: LedgerContext {
    LedgerContext(policy: codePolicy, keys: keyRing, entropy: entropy)
  }
  var letterContext: LetterContext {
    LetterContext(policy: letterPolicy, pool: hashPool, entropy: entropy)
  }
  var linkContext: LinkContext { LinkContext(policy: linkPolicy, entropy: entropy) }
  var pairingContext: PairingContext {
    PairingContext(policy: pairingPolicy, keys: keyRing, entropy: entropy)
  }
  var countdown: Countdown { get throws { try .start(secondsLeft: 60, received: at()) } }
  var quota: Quota {
    get throws { try Quota(limit: StorageSize(bytes: 10), used: StorageSize(bytes: 1)) }
  }
  var onboardingFacts: OnboardingFacts {
    OnboardingFacts(charterAccepted: false, passwordChosen: false, contactSaved: false)
  }
  var attachments: Attachments { Attachments(profile: .pupil, establishments: [text]) }
  var rememberedChoice: RememberedChoice {
    get throws {
      let path = try Self.path(in: ent, from: [])
      let kept = try ent.rememberChoice(
        path: path, level: nil, device: .own, days: 1, now: at())
      return try asked(kept, "choice")
    }
  }

  private static func path(in ent: Ent, from path: [String]) throws -> [String] {
    guard case .choices(let choices) = try ent.mireChoices(path: path) else { return path }
    return try self.path(in: ent, from: path + [asked(choices.first, "choice").id])
  }

  // People.
  var personName: PersonName {
    get throws { try PersonName(validating: "Canary", given: "Canary", usual: "Canary") }
  }
  var phoneNumber: PhoneNumber { get throws { try PhoneNumber("0612345678") } }
  var unverifiedEmail: UnverifiedEmail { get throws { try UnverifiedEmail("canary@exemple.fr") } }
  var verifiedEmail: VerifiedEmail { get throws { try unverifiedEmail.confirmed() } }
  var email: Email { get throws { try Email("canary@exemple.fr") } }
  var calendarDate: CalendarDate { get throws { try CalendarDate("2012-03-14") } }
  var birthDateReading: BirthDateReading { get throws { try BirthDateReading("2012-03-14") } }
  var typedBirthDate: TypedBirthDate {
    get throws { try TypedBirthDate(known: calendarDate, typed: calendarDate) }
  }
  var child: Child {
    get throws { try Child(pupil: "id-1", givenName: "Canary", birthDate: calendarDate) }
  }
  var listedChild: ListedChild { ListedChild(pupil: "id-1", givenName: "Canary") }
  var answer: Answer { get throws { try .born(date: calendarDate) } }
  var childAnswer: ChildAnswer { get throws { try ChildAnswer(pupil: id, answer: answer) } }
  var guardianRecord: GuardianRecord { get throws { try asked(school().first, "guardian") } }
  var guardianClaim: GuardianClaim {
    get throws { try GuardianClaim(name: personName, mobile: phoneNumber) }
  }
  var guardianMatch: GuardianMatch { get throws { try match("CANARI") } }
  var guardianEdge: GuardianEdge { get throws { try aafRelation.edge } }
  var aafRelation: AafRelation { get throws { try AafRelation("12345$10$1$1$1$1") } }
  var guardianship: Guardianship {
    get throws {
      let family = Guardianship()
      try family.addGuardian(guardian: "id-1")
      return family
    }
  }
  var schoolPhones: SchoolPhones { get throws { try SchoolPhones(mobile: phoneNumber) } }
  var contactCard: ContactCard {
    get throws {
      try ContactCard.empty().setNumber(slot: .own1, number: phoneNumber)
        .chooseContact(number: phoneNumber).askEmail(email: unverifiedEmail)
        .card.confirmEmail(email: verifiedEmail).card
    }
  }
  var consentEntry: ConsentEntry {
    ConsentEntry(
      act: .granted, purpose: .partners, channel: .sms, at: at(), textVersion: 1,
      source: .preferences, by: .own, proof: ConsentProof(evidence: id))
  }
  var consents: Consents { get throws { try Consents.empty().record(entry: consentEntry) } }
  var charterDraft: CharterDraft {
    CharterDraft(
      id: id, edition: id, scope: "ent:occitanie", profiles: [], language: "fr",
      publishedAt: at(), effectiveAt: at(), materiality: .substantive, graceDays: 0)
  }
  var charterVersion: CharterVersion {
    get throws {
      try CharterDraft(
        id: "id-1", edition: "id-1", scope: "ent:occitanie", profiles: [], language: "fr",
        publishedAt: at(), effectiveAt: at(), materiality: .substantive, graceDays: 0
      ).version(of: Data("Canary".utf8))
    }
  }
  var charterLog: CharterLog {
    get throws {
      try CharterLog.empty(person: "id-1", scope: "ent:occitanie").append(
        act: .presented, version: charterVersion, by: .own(evidence: nil), at: at(), now: at())
    }
  }

  // Passwords.
  var contextWord: ContextWord { ContextWord(kind: .name, text: text) }
  var passwordRuleSet: PasswordRuleSet { get throws { try .find(id: "educonnect") } }
  var passwordRulesOptions: PasswordRulesOptions { PasswordRulesOptions(id: id, note: text) }
  var pastPassword: PastPassword {
    PastPassword(
      plain: passwordInput, stored: storedHash.text(), imported: try? importedHash, replaced: at())
  }
  var passwordHistory: PasswordHistory {
    PasswordHistory(current: pastPassword, previous: [pastPassword], last: 1)
  }
  var generatedPassword: GeneratedPassword {
    get throws { try passwordRuleSet.generate(entropy: entropy) }
  }
  var storedHash: StoredHash { newHash.stored() }
  var importedHash: ImportedHash { get throws { try .of(tag: "bcrypt", record: "Canary") } }
  var credential: Credential { get throws { try .kept(hash: storedHash, changedAt: at()) } }

  // Records and what came of them.
  var smsMessage: SmsMessage {
    get throws { try sms.boundText(lang: .fr, host: "ent.exemple.fr") }
  }
  var boundCode: BoundCode { get throws { try BoundCode(lastLineOf: smsMessage.text) } }
  var linkToken: LinkToken {
    get throws { try .fromUrl(base: baseAddress, url: linkMail.url(base: baseAddress)) }
  }
  var pairingCode: PairingCode { shown }
  var pairingPayload: PairingPayload {
    get throws { try .parse(base: baseAddress, link: shown.link(base: baseAddress)) }
  }
  var letterRecipient: LetterRecipient {
    get throws { try recipient(login: login) }
  }
  var letterRequest: LetterRequest {
    get throws {
      try LetterRequest(letter: .fresh(subject: "id-1", holder: .pupil), to: letterRecipient)
    }
  }
  var ledgerTransition: LedgerTransition {
    get throws {
      try ledger.submit(flow: "id-1", code: sms.code(), context: ledgerContext, now: at())
    }
  }
  var linkTransition: LinkTransition {
    get throws { try emailLink.confirm(token: linkToken, context: linkContext, now: at()) }
  }
  var pairingTransition: PairingTransition {
    get throws {
      try pairing.redeem(
        identifier: shown.identifier(), code: shown.printed(), device: "id-1",
        context: pairingContext, now: at())
    }
  }
  var deviceGrant: DeviceGrant {
    get throws {
      let redeemed = try pairingTransition.commit(stored: true)
      guard case .granted(let grant) = redeemed.outcome else { throw Mismatch(redeemed.name) }
      return grant
    }
  }
  var letterTransition: LetterTransition {
    get throws {
      let sent = try letter.activate(
        flow: "id-1", password: passwordInput, birthDates: [typedBirthDate],
        email: unverifiedEmail, context: letterContext, now: at())
      guard case .checked(let transition) = sent else { throw Mismatch("\(sent)") }
      return transition
    }
  }
  var throttle: Throttle {
    get throws { try .smsTo(number: phoneNumber, keys: keyRing) }
  }
  var throttleTransition: ThrottleTransition {
    get throws { try throttle.attempt(policy: throttlePolicy, now: at()) }
  }
  var activationTransition: ActivationTransition {
    get throws {
      try guardianActivation.phoneProved(proof: phoneProof, policy: activationPolicy, now: at(2))
    }
  }
  var activationView: ActivationView {
    get throws {
      try activationTransition.commit(stored: true).activation
        .view(flow: "id-1", policy: activationPolicy, now: at(2))
    }
  }
  var activatedAccount: ActivatedAccount {
    ActivatedAccount(
      subject: "id-1", login: "z.canary", attached: [], disputed: [], password: storedHash,
      activatedAt: at())
  }
  var publicOutcome: PublicOutcome { .tryLater(seconds: 1) }
  var entError: EntError {
    get throws {
      do {
        _ = try Uai(text)
      } catch let error as EntError {
        return error
      }
      throw Mismatch("read")
    }
  }
  var entFileError: EntFileError {
    get throws {
      do {
        _ = try Ent.fromToml(text: text)
      } catch let error as EntFileError {
        return error
      }
      throw Mismatch("read")
    }
  }
}

/// A listed value with a stable code, the same in every language: what to store and to exchange.
public protocol StableCode: CaseIterable, Hashable, Sendable {
  /// The stable code.
  ///
  /// - Returns: The code, such as `mobile`.
  func code() -> String
}

extension StableCode {
  /// The value with a stable code, if there is one.
  ///
  /// - Parameter code: The code, exactly.
  public init?(code: String) {
    guard let value = Self.allCases.first(where: { $0.code() == code }) else { return nil }
    self = value
  }
}

/// A listed value with words to show.
public protocol Labelled: StableCode {
  /// Words to show, in French.
  ///
  /// - Returns: The words.
  func labelFr() -> String

  /// Words to show, in English.
  ///
  /// - Returns: The words.
  func labelEn() -> String
}

extension Labelled {
  /// Words to show in a language.
  ///
  /// - Parameter lang: Language of the person.
  /// - Returns: The words.
  public func label(in lang: Lang) -> String {
    switch lang {
    case .fr: return labelFr()
    case .en: return labelEn()
    }
  }
}

/// A record with words to show.
public protocol LabelledRecord: Sendable {
  /// Words to show, in French.
  var labelFr: String { get }

  /// Words to show, in English.
  var labelEn: String { get }
}

extension LabelledRecord {
  /// Words to show in a language.
  ///
  /// - Parameter lang: Language of the person.
  /// - Returns: One of ``labelFr`` and ``labelEn``.
  public func label(in lang: Lang) -> String {
    switch lang {
    case .fr: return labelFr
    case .en: return labelEn
    }
  }
}

/// A record or an error with a sentence to show.
public protocol Texted: Sendable {
  /// Sentence to show, in French.
  var textFr: String { get }

  /// Sentence to show, in English.
  var textEn: String { get }
}

extension Texted {
  /// Sentence to show in a language.
  ///
  /// - Parameter lang: Language of the person.
  /// - Returns: One of ``textFr`` and ``textEn``.
  public func text(in lang: Lang) -> String {
    switch lang {
    case .fr: return textFr
    case .en: return textEn
    }
  }
}

extension EntError: Texted {}
extension EntFileError: Texted {}
extension EntFileProblem: Texted {}
extension Opening: Texted {}
extension PasswordLint: Texted {}
extension PasswordRequirement: Texted {}
extension PreferenceAnswer: Texted {}
extension StorageSize: Texted {}
extension Violation: Texted {}

extension AcademicAuthority: LabelledRecord {}
extension AcademyCode: LabelledRecord {}
extension Crec: LabelledRecord {}
extension EntService: LabelledRecord {}
extension HelpGroup: LabelledRecord {}
extension HelpTopic: LabelledRecord {}
extension LinkInfo: LabelledRecord {}
extension LocalAuthority: LabelledRecord {}
extension Ministry: LabelledRecord {}
extension MireChoice: LabelledRecord {}
extension MirePath: LabelledRecord {}
extension SchoolZone: LabelledRecord {}

extension ActivationStep: StableCode {}
extension CodePurpose: StableCode {}
extension ContextKind: StableCode {}
extension FailReason: StableCode {}
extension HashPreparation: StableCode {}
extension LedgerStep: StableCode {}
extension LetterHolder: StableCode {}
extension LetterStep: StableCode {}
extension OnboardingProgress: StableCode {}
extension PhoneKind: StableCode {}
extension ProfileSystem: StableCode {}
extension Region: StableCode {}
extension SmsEncoding: StableCode {}

extension AcademyCodeKind: Labelled {}
extension AcademyKind: Labelled {}
extension AccountChange: Labelled {}
extension Appointer: Labelled {}
extension Authoriser: Labelled {}
extension BirthDatePrecision: Labelled {}
extension CardNoticeKind: Labelled {}
extension Channel: Labelled {}
extension CharterAct: Labelled {}
extension CharterGateReason: Labelled {}
extension CharterLogFault: Labelled {}
extension CharterMateriality: Labelled {}
extension CharterScope: Labelled {}
extension CharterState: Labelled {}
extension ClosureKind: Labelled {}
extension Community: Labelled {}
extension ConsentAct: Labelled {}
extension ConsentPurpose: Labelled {}
extension ConsentSource: Labelled {}
extension DepartmentKind: Labelled {}
extension Device: Labelled {}
extension DirectoryField: Labelled {}
extension Digest: Labelled {}
extension EntDuty: Labelled {}
extension EntRole: Labelled {}
extension EstablishmentKind: Labelled {}
extension Exemption: Labelled {}
extension HoldReason: Labelled {}
extension IdentitySource: Labelled {}
extension ImportFormat: Labelled {}
extension Level: Labelled {}
extension LinkStep: Labelled {}
extension LoginStyle: Labelled {}
extension Majority: Labelled {}
extension MessageClass: Labelled {}
extension MireAxis: Labelled {}
extension NoPassword: Labelled {}
extension OnboardingStep: Labelled {}
extension Pace: Labelled {}
extension PairingStep: Labelled {}
extension Partner: Labelled {}
extension PhoneSlot: Labelled {}
extension PortalKind: Labelled {}
extension PreferenceLayer: Labelled {}
extension Profile: Labelled {}
extension RouteVerdict: Labelled {}
extension Sector: Labelled {}
extension ServiceChannel: Labelled {}
extension Standing: Labelled {}
extension StrengthAdvice: Labelled {}
extension StrengthLabel: Labelled {}
extension StrengthWarning: Labelled {}
extension Topic: Labelled {}
extension ViewerRole: Labelled {}
extension Weekday: Labelled {}
extension WhoConsents: Labelled {}

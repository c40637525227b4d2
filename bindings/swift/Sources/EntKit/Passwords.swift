import Foundation

extension PasswordRules {
  /// Every published set of rules, by id.
  public static var all: [PasswordRules] { allPasswordRules() }
}

extension PasswordRuleSet {
  /// Every published set, by id.
  ///
  /// - Throws: Nothing in practice: each id is one that was just listed.
  public static var all: [PasswordRuleSet] {
    get throws { try PasswordRules.all.map { try .find(id: $0.id) } }
  }
}

extension PasswordRuleSet: Equatable {
  /// Whether two sets say the same.
  public static func == (one: PasswordRuleSet, other: PasswordRuleSet) -> Bool {
    one.rules() == other.rules()
  }
}

extension PasswordRuleSet: CustomStringConvertible {
  /// The id.
  public var description: String { "PasswordRuleSet(\(rules().id))" }
}

extension PasswordComparison {
  /// Which sets of rules accept a password, and why the others do not.
  ///
  /// ```swift
  /// let sets = try [PasswordRuleSet.find(id: "ent-ara"), .find(id: "educonnect")]
  /// let found = try PasswordComparison(of: .fromText(text: "Azerty$69"), under: sets)
  /// found.accepted                    // ["educonnect"]
  /// found.refused[0].uncounted        // holds "$": special to one, not to the other
  /// ```
  ///
  /// - Parameters:
  ///   - password: The password.
  ///   - sets: The sets, in the order of the answer.
  ///   - confirmation: The second typing where a page asks for one.
  ///   - words: At most 16 words that the password must not hold.
  /// - Throws: ``EntError`` with `password/too-many-words`, `password/word-too-long` or
  ///   `birth-date/format`.
  public init(
    of password: PasswordInput, under sets: [PasswordRuleSet],
    confirmation: PasswordInput? = nil, words: [ContextWord] = []
  ) throws {
    self = try comparePassword(
      rules: sets, password: password, confirmation: confirmation, words: words)
  }
}

extension PasswordStrength {
  /// How hard a password is to guess for someone who knows `words` and guesses in French.
  ///
  /// ```swift
  /// let found = try PasswordStrength(of: .fromText(text: "Soleil2024!"))
  /// found.score                             // 0 to 4; less than 3 is too weak
  /// found.advice.map { $0.label(in: .fr) }
  /// ```
  ///
  /// The first call of a process takes some 20 ms, no other more than 75 ms.
  ///
  /// - Parameters:
  ///   - password: The password.
  ///   - words: At most 16 words of the person.
  /// - Throws: ``EntError`` with `password/too-many-words`, `password/word-too-long` or
  ///   `birth-date/format`.
  public init(of password: PasswordInput, words: [ContextWord] = []) throws {
    self = try passwordStrength(password: password, words: words)
  }
}

extension PasswordRulesOptions {
  /// What is impossible or weak in rules that are not built yet, in a fixed order.
  ///
  /// ```swift
  /// try PasswordRulesOptions(id: "mine", min: 20, max: 10).lint().map(\.id)
  /// // ["rules/min-above-max"]
  /// ```
  ///
  /// - Returns: The findings; those that are `impossible` are thrown by
  ///   ``PasswordRuleSet/custom(options:)``.
  /// - Throws: ``EntError`` with `rules/bounds` for a number that no field may have.
  public func lint() throws -> [PasswordLint] {
    try lintPasswordRules(options: self)
  }
}

extension GeneratedPassword {
  /// Lends the password to be shown and wipes the lent bytes afterwards.
  ///
  /// ```swift
  /// let made = try PasswordRuleSet.find(id: "educonnect").generate(entropy: .system())
  /// made.withText { label.text = String(decoding: $0, as: UTF8.self) }
  /// ```
  ///
  /// - Parameter use: Given the UTF-8 bytes, which are not valid after it.
  /// - Returns: What `use` returns.
  public func withText<R>(_ use: (UnsafeRawBufferPointer) throws -> R) rethrows -> R {
    var text = reveal()
    return try lend(&text, to: use)
  }
}

/// Lends bytes and wipes them, whatever came of it. They are the caller's own: wiping a copy would
/// leave them.
func lend<R>(
  _ bytes: inout Data, to use: (UnsafeRawBufferPointer) throws -> R
) rethrows -> R {
  defer { bytes.resetBytes(in: bytes.startIndex..<bytes.endIndex) }
  return try bytes.withUnsafeBytes(use)
}

extension Credential {
  /// Why a change asked of everyone whose password was chosen before a moment leaves this account
  /// alone.
  ///
  /// ```swift
  /// if try credential.exemption(fromChangeSince: leak) == nil { askForAnotherPassword() }
  /// ```
  ///
  /// - Parameter since: When the passwords had leaked at the latest.
  /// - Returns: The reason; nil when its owner must choose another password.
  /// - Throws: ``EntError`` with `instant/out-of-range`.
  public func exemption(fromChangeSince since: Date) throws -> Exemption? {
    try forcedChangeExemption(since: since, credential: self)
  }
}

import Foundation

extension Zone {
  /// Every zone, that of metropolitan France first.
  ///
  /// - Throws: Nothing in practice: each name is one that was just listed.
  public static var all: [Zone] {
    get throws { try zoneNames().map { try .parse(name: $0) } }
  }

  /// The zone of Foundation, to fill a calendar or a date formatter; nil on a machine without it.
  public var timeZone: TimeZone? { TimeZone(identifier: name()) }
}

extension Zone: Hashable {
  /// Whether two zones have the same name.
  public static func == (one: Zone, other: Zone) -> Bool { one.name() == other.name() }

  /// Feeds the name into a hash.
  ///
  /// - Parameter hasher: What is fed.
  public func hash(into hasher: inout Hasher) { hasher.combine(name()) }
}

extension Zone: CustomStringConvertible {
  /// The IANA name.
  public var description: String { name() }
}

extension WallTime {
  /// What the clock shows as `DateComponents` of the Gregorian calendar.
  public var dateComponents: DateComponents {
    var parts = day.dateComponents
    (parts.hour, parts.minute, parts.second) = (Int(hour), Int(minute), Int(second))
    return parts
  }
}

extension Notice {
  /// Lends the secret in groups of four to be printed and wipes the lent bytes afterwards.
  ///
  /// - Parameter use: Given the ASCII bytes, which are not valid after it.
  /// - Returns: What `use` returns.
  public func withSecret<R>(_ use: (UnsafeRawBufferPointer) throws -> R) rethrows -> R {
    var secret = secret()
    return try lend(&secret, to: use)
  }

  /// Lends the whole notice as plain text and wipes the lent bytes afterwards.
  ///
  /// ```swift
  /// if case .print(let notice) = committed.outcome {
  ///   try notice.withText(in: .fr) { try printer.write($0) }
  /// }
  /// ```
  ///
  /// - Parameters:
  ///   - lang: Language of the instructions.
  ///   - use: Given the UTF-8 bytes, which are not valid after it.
  /// - Returns: What `use` returns.
  public func withText<R>(
    in lang: Lang, _ use: (UnsafeRawBufferPointer) throws -> R
  ) rethrows -> R {
    var text = text(lang: lang)
    return try lend(&text, to: use)
  }
}

extension LoginStyle {
  /// The first free identifier for a name.
  ///
  /// ```swift
  /// let zoe = try PersonName(validating: "Martin", given: "Zoé")
  /// try LoginStyle.initialDotFamilyNumber.login(for: zoe, taken: ["z.martin01"])  // "z.martin02"
  /// ```
  ///
  /// - Parameters:
  ///   - name: The name.
  ///   - taken: Identifiers in use, in either case.
  /// - Returns: The identifier.
  /// - Throws: ``EntError`` with `login/no-letters`, `login/exhausted`, `login/format` of one of `taken`,
  ///   or `name/…`.
  public func login(for name: PersonName, taken: some Collection<String> = []) throws -> String {
    try deriveLogin(style: self, name: name, taken: Array(taken))
  }

  /// An identifier for each of a list of names, none given twice.
  ///
  /// - Parameters:
  ///   - names: The names.
  ///   - taken: Identifiers in use, in either case.
  /// - Returns: One answer for each name, in order: the identifier or the code why there is none.
  /// - Throws: ``EntError`` with `login/format` of one of `taken`, or `name/…`.
  public func logins(
    for names: [PersonName], taken: some Collection<String> = []
  ) throws -> [DerivedLogin] {
    try deriveLogins(style: self, names: names, taken: Array(taken))
  }

  /// The parts of an identifier when it may have been made in this style; one may fit two styles.
  ///
  /// - Parameter login: The identifier.
  /// - Returns: The parts; nil when it does not fit.
  /// - Throws: ``EntError`` with `login/empty` or `login/format`.
  public func parts(of login: String) throws -> LoginParts? {
    try loginParts(style: self, login: login)
  }
}

import Foundation

extension CharterDraft {
  /// The version that this describes, with the digest of its text.
  ///
  /// - Parameter text: The exact bytes that are shown.
  /// - Returns: The version.
  /// - Throws: ``EntError`` with `charter/text-empty`, `charter/text-too-large`,
  ///   `charter/effective`, `charter/grace`, `charter/editorial-grace`, `charter/scope-format`,
  ///   `charter/language`, `id/format` or `instant/out-of-range`.
  public func version(of text: Data) throws -> CharterVersion {
    try .ofText(draft: self, text: text)
  }
}

extension CharterLog {
  /// Whether the person whose log it is may go on.
  ///
  /// - Parameters:
  ///   - profile: What the person is.
  ///   - versions: All that were ever published in the scope of the log, in any order.
  ///   - now: The present.
  /// - Returns: The decision and why.
  /// - Throws: ``EntError`` with `charter/version-twice`, `charter/scope`, `charter/edition`,
  ///   `charter/same-instant`, or `charter/log` when the log cannot be right with these versions.
  public func gate(
    for profile: Profile, versions: [CharterVersion], now: Date
  ) throws -> CharterGate {
    try charterGate(versions: versions, log: self, profile: profile, now: now)
  }
}

extension CharterLogCheck {
  /// Checks a stored log whole.
  ///
  /// - Parameters:
  ///   - bytes: The stored log.
  ///   - expectedHead: Digest of the last record, kept elsewhere; shows whether records were taken
  ///     off the end.
  /// - Throws: ``EntError`` with `charter/digest` when `expectedHead` is no digest.
  public init(of bytes: Data, expectedHead: String? = nil) throws {
    self = try verifyCharterLog(bytes: bytes, expectedHead: expectedHead)
  }
}

extension Sequence where Element == CharterLog {
  /// The records of the logs as CSV (RFC 4180) under one header, for a data-protection officer.
  ///
  /// - Returns: The text; no cell of it is taken for a formula.
  public func exportCsv() -> String { exportCharterCsv(logs: Array(self)) }

  /// The records of the logs as JSON Lines, for a data-protection officer.
  ///
  /// - Returns: The text, one record a line.
  public func exportJsonl() -> String { exportCharterJsonl(logs: Array(self)) }
}

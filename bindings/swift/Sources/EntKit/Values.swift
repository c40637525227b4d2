import Foundation

extension Uai {
  /// Reads a number and checks its key letter.
  ///
  /// - Parameter text: Seven digits and a letter of either case.
  /// - Throws: ``EntError`` with `uai/format` or `uai/key`.
  public init(_ text: String) throws {
    self = try parseUai(text: text)
  }

  /// Reads a number whose key letter may be wrong, as old files hold them.
  ///
  /// - Parameter text: Seven digits and a letter of either case.
  /// - Throws: ``EntError`` with `uai/format`.
  public init(lenient text: String) throws {
    self = try parseUaiLenient(text: text)
  }
}

extension Academy {
  /// Every academy, by code.
  public static var all: [Academy] { allAcademies() }
}

extension Department {
  /// Every department and overseas territory, by code.
  public static var all: [Department] { allDepartments() }
}

extension PhoneNumber {
  /// Reads a number.
  ///
  /// - Parameters:
  ///   - text: What was typed, national or international.
  ///   - region: Where it was typed.
  /// - Throws: ``EntError`` with `phone/empty`, `phone/format` or `phone/unallocated`.
  public init(_ text: String, region: Region = .fr) throws {
    self = try parsePhoneNumber(text: text, region: region)
  }
}

extension Email {
  /// Reads an address.
  ///
  /// - Parameter text: What was typed.
  /// - Throws: ``EntError`` with `email/empty` or `email/format`.
  public init(_ text: String) throws {
    self = try parseEmail(text: text)
  }
}

extension UnverifiedEmail {
  /// Reads an address that its owner has still to confirm.
  ///
  /// - Parameter text: What was typed.
  /// - Throws: ``EntError`` with `email/empty` or `email/format`.
  public init(_ text: String) throws {
    self = try parseUnverifiedEmail(text: text)
  }
}

extension PersonName {
  /// Reads a name, trimmed and in the usual form of Unicode.
  ///
  /// - Parameters:
  ///   - family: Family name.
  ///   - given: Given name or names.
  /// - Throws: ``EntError`` with `name/family-empty`, `name/family-too-long`, `name/family-format`,
  ///   or the same of `given`.
  public init(validating family: String, given: String) throws {
    self = try parsePersonName(family: family, given: given)
  }
}

extension Profile {
  /// The profile that a system spells `code`, exactly.
  ///
  /// - Parameters:
  ///   - code: The spelling.
  ///   - system: The system it was read in.
  /// - Throws: ``EntError`` with `profile/unknown`, or `profile/ambiguous` where one spelling stands
  ///   for several.
  public init(_ code: String, in system: ProfileSystem) throws {
    self = try parseProfile(system: system, code: code)
  }
}

extension Ent {
  /// Every known ENT, by id.
  public static var all: [Ent] { allEnts() }
}

extension PasswordRules {
  /// Every set of rules, by id.
  public static var all: [PasswordRules] { allPasswordRules() }
}

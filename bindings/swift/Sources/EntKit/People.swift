extension PersonName {
  /// Reads a name, trimmed and in the usual form of Unicode.
  ///
  /// - Parameters:
  ///   - family: Family name given at birth.
  ///   - given: Given name or names.
  ///   - usual: Family name its bearer goes by, if it is another.
  /// - Throws: ``EntError`` with `name/family-empty`, `name/family-too-long`, `name/family-format`,
  ///   or the same of `given` and `usual`.
  public init(validating family: String, given: String, usual: String? = nil) throws {
    self = try parsePersonName(family: family, given: given, usual: usual)
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

extension BirthDateReading {
  /// Reads a birth date as a directory or an identity provider knows it, of which perhaps only year,
  /// or year and month, are known.
  ///
  /// What a person types is read by ``DayOfCalendar/init(_:)``.
  ///
  /// - Parameter text: `YYYY-MM-DD`, `YYYY-MM-00` or `YYYY-00-00`.
  /// - Throws: ``EntError`` with `birth-date/format` or `birth-date/out-of-range`.
  public init(_ text: String) throws {
    self = try readBirthDate(text: text)
  }

  /// What is known of the age on a day.
  ///
  /// - Parameters:
  ///   - day: The day, from 2000 to 2199.
  ///   - early: Whether the academic directory knows the person to be of age before 18.
  /// - Returns: The ages that the date allows, and whether the person is of age.
  /// - Throws: ``EntError`` with `day/format` or `day/out-of-range`; `birth-date/format` or
  ///   `birth-date/out-of-range` when ``text`` was changed to what is no date.
  public func age(on day: DayOfCalendar, early: Bool = false) throws -> AgeReading {
    try ageOn(born: text, on: day, early: early)
  }
}

extension AafRelation {
  /// Reads a value `id$link$financial$standing$contact$payment` of the academic directory feed.
  ///
  /// - Parameter text: The value, exactly.
  /// - Throws: ``EntError`` with `aaf-relation/fields`, or the first field that cannot be read:
  ///   `aaf-relation/id`, `link`, `financial`, `standing`, `contact` or `payment`.
  public init(_ text: String) throws {
    self = try parseAafRelation(text: text)
  }
}

extension LinkInfo {
  /// Every link between an adult and a pupil, by code.
  public static var all: [LinkInfo] { aafLinks() }

  /// The link with a code, also one of earlier feeds.
  ///
  /// - Parameter code: Two digits, or one of earlier feeds.
  /// - Throws: ``EntError`` with `link/unknown`.
  public init(code: String) throws {
    self = try aafLink(code: code)
  }
}

extension GuardianEdge {
  /// What is said of a pupil who is of age and their own guardian.
  ///
  /// - Parameter majority: Whether the pupil is of age.
  /// - Throws: ``EntError`` with `guardianship/minor` unless the pupil is.
  public init(ownGuardianOf majority: Majority) throws {
    self = try ownGuardianEdge(majority: majority)
  }
}

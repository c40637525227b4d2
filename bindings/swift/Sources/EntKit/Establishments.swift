extension AcademicAuthority {
  /// Reads a code such as `academy:10` or `draaf:84`.
  ///
  /// - Parameter code: The code.
  /// - Throws: ``EntError`` with `authority/unknown`.
  public init(code: String) throws {
    self = try parseAcademicAuthority(code: code)
  }
}

extension LocalAuthority {
  /// Reads a code such as `region:84` or `department:69`.
  ///
  /// - Parameter code: The code.
  /// - Throws: ``EntError`` with `authority/unknown`.
  public init(code: String) throws {
    self = try parseLocalAuthority(code: code)
  }
}

extension Crec {
  /// Reads a code such as `crec:84`.
  ///
  /// - Parameter code: The code.
  /// - Throws: ``EntError`` with `authority/unknown`.
  public init(code: String) throws {
    self = try parseCrec(code: code)
  }
}

extension EstablishmentKind {
  /// The kind that directories call so, if it is known.
  ///
  /// - Parameter text: A code of nature, such as `802`, or words of a directory.
  public init?(nature text: String) {
    guard let kind = establishmentKindOfNature(text: text) else { return nil }
    self = kind
  }
}

extension Sector {
  /// The sector that directories spell so, if it is known.
  ///
  /// - Parameter text: The spelling, such as `PR`.
  public init?(spelling text: String) {
    guard let sector = sectorOfSpelling(text: text) else { return nil }
    self = sector
  }
}

extension Ministry {
  /// Every ministry that is listed, by code.
  public static var all: [Ministry] { allMinistries() }

  /// The ministry with a number of two digits, or that directories spell so.
  ///
  /// - Parameter text: The number or the spelling.
  /// - Throws: ``EntError`` with `ministry/unknown`.
  public init(spelling text: String) throws {
    self = try ministryOfSpelling(text: text)
  }
}

extension Establishment {
  /// Reads the fields of a directory.
  ///
  /// - Parameters:
  ///   - uai: Number of the establishment, with its right key letter.
  ///   - name: Its name.
  ///   - kind: A code, or a spelling of directories such as `LPO`.
  ///   - sector: A code, or a spelling of directories such as `PR`, where told.
  ///   - ministry: A code, a number or a spelling of directories, where told.
  /// - Throws: ``EntError`` with `uai/format`, `uai/key`, `establishment/kind`,
  ///   `establishment/sector`, `ministry/unknown`, `establishment/name-empty`,
  ///   `establishment/name-too-long`, `text/control` or `text/invisible`, by the first field in this
  ///   order.
  public init(
    reading uai: String, name: String, kind: String, sector: String? = nil,
    ministry: String? = nil
  ) throws {
    self = try readEstablishment(
      uai: uai, name: name, kind: kind, sector: sector, ministry: ministry)
  }
}

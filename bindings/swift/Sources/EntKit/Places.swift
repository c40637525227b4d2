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

  /// Where the number says that its establishment is registered, its key letter right or wrong.
  ///
  /// - Returns: The place; ``Registration/unknown`` when the digits stand for none.
  /// - Throws: ``EntError`` with `uai/format` when ``number`` was changed to what is none.
  public func registration() throws -> Registration {
    try registrationOfUai(number: number)
  }
}

extension Academy {
  /// Every academy, by code.
  public static var all: [Academy] { allAcademies() }

  /// The academy with a code of two digits.
  ///
  /// - Parameter code: The code, such as `10`.
  /// - Throws: ``EntError`` with `academy/unknown`.
  public init(code: String) throws {
    self = try parseAcademy(code: code)
  }

  /// The academy with a name, without regard to case, accents and punctuation.
  ///
  /// - Parameter name: The whole name.
  /// - Throws: ``EntError`` with `academy/unknown`.
  public init(named name: String) throws {
    self = try academyOfName(name: name)
  }

  /// The academy with a domain such as `ac-lyon.fr`.
  ///
  /// - Parameter text: The domain, alone or as the end of an e-mail address.
  /// - Throws: ``EntError`` with `academy/unknown`.
  public init(domain text: String) throws {
    self = try academyOfDomain(text: text)
  }

  /// The academy with a prefix of the AAF, such as `LYON`.
  ///
  /// - Parameter prefix: The prefix, exactly.
  /// - Throws: ``EntError`` with `academy/unknown`.
  public init(aafPrefix prefix: String) throws {
    self = try academyOfAafPrefix(prefix: prefix)
  }

  /// The academy that older feeds name by three letters, such as `LYO`.
  ///
  /// - Parameter trigram: The letters, exactly.
  /// - Throws: ``EntError`` with `academy/unknown`.
  public init(trigram: String) throws {
    self = try academyOfTrigram(trigram: trigram)
  }

  /// The academies with a word of their name starting with each word of a text.
  ///
  /// - Parameter text: What was typed; case and accents make no difference.
  /// - Returns: The academies, by code; all of them for a text without words.
  public static func search(_ text: String) -> [Academy] {
    searchAcademies(text: text)
  }

  /// Its departments, by code.
  ///
  /// - Returns: The departments.
  /// - Throws: ``EntError`` with `academy/unknown` when ``code`` was changed to what is none.
  public func departments() throws -> [Department] {
    try departmentsOfAcademy(code: code)
  }
}

extension AcademyCode {
  /// Every code, those that are no place included, by code.
  public static var all: [AcademyCode] { allAcademyCodes() }

  /// Reads a code of two digits.
  ///
  /// - Parameter code: The code.
  /// - Throws: ``EntError`` with `academy_code/unknown`.
  public init(_ code: String) throws {
    self = try parseAcademyCode(code: code)
  }

  /// Reads a code of one or two digits.
  ///
  /// - Parameter code: The code; a single digit stands for the two digits that end in it.
  /// - Throws: ``EntError`` with `academy_code/unknown`.
  public init(lenient code: String) throws {
    self = try parseAcademyCodeLenient(code: code)
  }

  /// The code with a domain such as `ac-caen.fr`, those of merged academies included.
  ///
  /// - Parameter text: The domain, alone or as the end of an e-mail address.
  /// - Throws: ``EntError`` with `academy_code/unknown`.
  public init(domain text: String) throws {
    self = try academyCodeOfDomain(text: text)
  }

  /// The code with a prefix of the AAF, such as `AGRICOLE`.
  ///
  /// - Parameter prefix: The prefix, exactly.
  /// - Throws: ``EntError`` with `academy_code/unknown`.
  public init(aafPrefix prefix: String) throws {
    self = try academyCodeOfAafPrefix(prefix: prefix)
  }

  /// The code that older feeds name by three letters, such as `CAE`.
  ///
  /// - Parameter trigram: The letters, exactly.
  /// - Throws: ``EntError`` with `academy_code/unknown`.
  public init(trigram: String) throws {
    self = try academyCodeOfTrigram(trigram: trigram)
  }
}

extension Department {
  /// Every department and overseas territory, by code.
  public static var all: [Department] { allDepartments() }

  /// The department with an INSEE code.
  ///
  /// - Parameter code: The code, such as `2A`.
  /// - Throws: ``EntError`` with `department/unknown`.
  public init(code: String) throws {
    self = try parseDepartment(code: code)
  }

  /// The department with a name, without regard to case, accents and punctuation.
  ///
  /// - Parameter name: The whole name.
  /// - Throws: ``EntError`` with `department/unknown`.
  public init(named name: String) throws {
    self = try departmentOfName(name: name)
  }

  /// The departments with a word of their name starting with each word of a text.
  ///
  /// - Parameter text: What was typed; case and accents make no difference.
  /// - Returns: The departments, by code; all of them for a text without words.
  public static func search(_ text: String) -> [Department] {
    searchDepartments(text: text)
  }
}

extension AdministrativeRegion {
  /// Every region, by code.
  public static var all: [AdministrativeRegion] { allRegions() }

  /// The region with an INSEE code.
  ///
  /// - Parameter code: The code, such as `84`.
  /// - Throws: ``EntError`` with `administrative_region/unknown`.
  public init(code: String) throws {
    self = try parseRegion(code: code)
  }

  /// The region with a name, without regard to case, accents and punctuation.
  ///
  /// - Parameter name: The whole name.
  /// - Throws: ``EntError`` with `administrative_region/unknown`.
  public init(named name: String) throws {
    self = try regionOfName(name: name)
  }

  /// The regions with a word of their name starting with each word of a text.
  ///
  /// - Parameter text: What was typed; case and accents make no difference.
  /// - Returns: The regions, by code; all of them for a text without words.
  public static func search(_ text: String) -> [AdministrativeRegion] {
    searchRegions(text: text)
  }

  /// Its departments, by code.
  ///
  /// - Returns: The departments.
  /// - Throws: ``EntError`` with `administrative_region/unknown` when ``code`` was changed to what
  ///   is none.
  public func departments() throws -> [Department] {
    try departmentsOfRegion(code: code)
  }

  /// Its academies, by code.
  ///
  /// - Returns: The academies.
  /// - Throws: ``EntError`` with `administrative_region/unknown` when ``code`` was changed to what
  ///   is none.
  public func academies() throws -> [Academy] {
    try academiesOfRegion(code: code)
  }
}

extension AcademicRegion {
  /// Every academic region, by code.
  public static var all: [AcademicRegion] { allAcademicRegions() }

  /// The academic region with the INSEE code of the region it covers.
  ///
  /// - Parameter code: The code, such as `84`.
  /// - Throws: ``EntError`` with `academic_region/unknown`.
  public init(code: String) throws {
    self = try parseAcademicRegion(code: code)
  }

  /// The academic region with a name, without regard to case, accents and punctuation.
  ///
  /// - Parameter name: The whole name.
  /// - Throws: ``EntError`` with `academic_region/unknown`.
  public init(named name: String) throws {
    self = try academicRegionOfName(name: name)
  }

  /// The academic regions with a word of their name starting with each word of a text.
  ///
  /// - Parameter text: What was typed; case and accents make no difference.
  /// - Returns: The academic regions, by code; all of them for a text without words.
  public static func search(_ text: String) -> [AcademicRegion] {
    searchAcademicRegions(text: text)
  }

  /// Its academies, by code.
  ///
  /// - Returns: The academies.
  /// - Throws: ``EntError`` with `academic_region/unknown` when ``code`` was changed to what is none.
  public func academies() throws -> [Academy] {
    try academiesOfAcademicRegion(code: code)
  }

  /// Its departments, by code.
  ///
  /// - Returns: The departments.
  /// - Throws: ``EntError`` with `academic_region/unknown` when ``code`` was changed to what is none.
  public func departments() throws -> [Department] {
    try departmentsOfAcademicRegion(code: code)
  }
}

extension Country {
  /// Every country and territory, by code.
  public static var all: [Country] { allCountries() }

  /// The country with five digits of the official geographic code.
  ///
  /// - Parameter code: The code, such as `99140`.
  /// - Throws: ``EntError`` with `country/unknown`.
  public init(code: String) throws {
    self = try parseCountry(code: code)
  }

  /// The country with a French name, without regard to case, accents and punctuation.
  ///
  /// - Parameter name: The whole name.
  /// - Throws: ``EntError`` with `country/unknown`.
  public init(named name: String) throws {
    self = try countryOfName(name: name)
  }

  /// The countries with a word of their name starting with each word of a text.
  ///
  /// - Parameter text: What was typed; case and accents make no difference.
  /// - Returns: The countries, by code; all of them for a text without words.
  public static func search(_ text: String) -> [Country] {
    searchCountries(text: text)
  }
}

import Foundation

extension Ent {
  /// Every known ENT, by id.
  public static var all: [Ent] { allEnts() }

  /// The JSON Schema (draft 2020-12) of the files of ENTs, for editors and other programs.
  public static var fileSchema: String { entFileSchema() }

  /// The known ENT on one of whose hosts an address lies.
  ///
  /// - Parameter url: The address, whatever its path, query and fragment.
  /// - Returns: The ENT.
  /// - Throws: ``EntError`` with `ent/unknown`, for look-alike hosts too.
  public static func of(url: String) throws -> Ent {
    try entOfUrl(url: url)
  }

  /// Every way to a sign-in whose labels hold words that begin so.
  ///
  /// - Parameters:
  ///   - text: What was typed; the order of the words, case and accents make no difference.
  ///   - lang: Language of the labels.
  /// - Returns: The ways, in the order of the mire.
  public func mireSearch(_ text: String, in lang: Lang) -> [MirePath] {
    switch lang {
    case .fr: return mireSearchFr(text: text)
    case .en: return mireSearchEn(text: text)
    }
  }
}

extension PortalAddress {
  /// Title of the publication director in a language.
  ///
  /// - Parameter lang: Language of the person.
  /// - Returns: One of ``directorFr`` and ``directorEn``.
  public func director(in lang: Lang) -> String {
    switch lang {
    case .fr: return directorFr
    case .en: return directorEn
    }
  }
}

extension EntFileError {
  /// Always `ent-file/refused`.
  public var code: String { parts.code }

  /// Sentence to show, in French.
  public var textFr: String { parts.textFr }

  /// Sentence to show, in English.
  public var textEn: String { parts.textEn }

  /// Everything that is wrong with the file, at least one problem, in the order of the format.
  public var problems: [EntFileProblem] { parts.problems }

  private var parts: (code: String, textFr: String, textEn: String, problems: [EntFileProblem]) {
    switch self {
    case .Refused(let code, let textFr, let textEn, let problems):
      return (code, textFr, textEn, problems)
    }
  }
}

extension EntFileError: LocalizedError {
  /// ``textFr``: French is the language of the portals. Show ``textEn`` to whoever reads English.
  public var errorDescription: String? { textFr }
}

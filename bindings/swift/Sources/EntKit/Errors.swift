import Foundation

extension EntError {
  /// Stable code, such as `uai/key`.
  public var code: String { parts.code }

  /// Sentence to show, in French.
  public var textFr: String { parts.textFr }

  /// Sentence to show, in English.
  public var textEn: String { parts.textEn }

  private var parts: (code: String, textFr: String, textEn: String) {
    switch self {
    case .Parse(let code, let textFr, let textEn),
      .Step(let code, let textFr, let textEn),
      .State(let code, let textFr, let textEn),
      .CasLost(let code, let textFr, let textEn),
      .Hash(let code, let textFr, let textEn),
      .Keys(let code, let textFr, let textEn):
      return (code, textFr, textEn)
    }
  }
}

extension EntError: LocalizedError {
  /// Sentence to show: French when that is the person's first language, English otherwise.
  public var errorDescription: String? {
    localized(fr: textFr, en: textEn)
  }
}

/// The text in the language of the person.
func localized(fr: String, en: String) -> String {
  Locale.preferredLanguages.first?.hasPrefix("fr") == true ? fr : en
}

import Foundation

extension InstantError: LocalizedError {
  /// Sentence to show: French when that is the person's first language, English otherwise.
  public var errorDescription: String? {
    localized(fr: textFr(), en: textEn())
  }
}

/// The text in the language of the person.
func localized(fr: String, en: String) -> String {
  Locale.preferredLanguages.first?.hasPrefix("fr") == true ? fr : en
}

import Foundation

extension EntError {
  /// Stable code, such as `uai/key`: the part to compare.
  public var code: String { parts.code }

  /// Sentence to show, in French.
  public var textFr: String { parts.textFr }

  /// Sentence to show, in English.
  public var textEn: String { parts.textEn }

  /// What fills the texts, by name, such as the `field` that is out of bounds.
  public var params: [String: String] { parts.params }

  private var parts: (code: String, textFr: String, textEn: String, params: [String: String]) {
    switch self {
    case .Parse(let code, let textFr, let textEn, let params),
      .Step(let code, let textFr, let textEn, let params),
      .State(let code, let textFr, let textEn, let params),
      .CasLost(let code, let textFr, let textEn, let params),
      .Hash(let code, let textFr, let textEn, let params),
      .Keys(let code, let textFr, let textEn, let params):
      return (code, textFr, textEn, params)
    }
  }
}

extension EntError: LocalizedError {
  /// ``textFr``: French is the language of the portals. Show ``textEn`` to whoever reads English.
  public var errorDescription: String? { textFr }
}

import Foundation

extension EntError {
  /// Stable code, such as `uai/key`: the part to compare.
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
  /// ``textFr``: French is the language of the portals. Show ``textEn`` to whoever reads English.
  public var errorDescription: String? { textFr }
}

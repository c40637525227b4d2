import Foundation

/// A JSON value, whose texts are compared by their bytes.
indirect enum JSON: Codable, Equatable {
  case null
  case flag(Bool)
  case number(Int64)
  case text(String)
  case list([JSON])
  case object([String: JSON])

  init(from decoder: any Decoder) throws {
    let value = try decoder.singleValueContainer()
    if value.decodeNil() {
      self = .null
    } else if let flag = try? value.decode(Bool.self) {
      self = .flag(flag)
    } else if let number = try? value.decode(Int64.self) {
      self = .number(number)
    } else if let text = try? value.decode(String.self) {
      self = .text(text)
    } else if let list = try? value.decode([JSON].self) {
      self = .list(list)
    } else {
      self = .object(try value.decode([String: JSON].self))
    }
  }

  func encode(to encoder: any Encoder) throws {
    var value = encoder.singleValueContainer()
    switch self {
    case .null: try value.encodeNil()
    case .flag(let flag): try value.encode(flag)
    case .number(let number): try value.encode(number)
    case .text(let text): try value.encode(text)
    case .list(let list): try value.encode(list)
    case .object(let object): try value.encode(object)
    }
  }

  /// The value as text.
  func written() throws -> String {
    String(decoding: try JSONEncoder().encode(self), as: UTF8.self)
  }

  init(_ text: String?) { self = text.map(JSON.text) ?? .null }
  init(_ number: Int64?) { self = number.map(JSON.number) ?? .null }
  init(_ number: Int32?) { self = number.map { .number(Int64($0)) } ?? .null }

  static func == (one: JSON, other: JSON) -> Bool {
    switch (one, other) {
    case (.null, .null): return true
    case (.flag(let one), .flag(let other)): return one == other
    case (.number(let one), .number(let other)): return one == other
    case (.text(let one), .text(let other)): return one.utf8.elementsEqual(other.utf8)
    case (.list(let one), .list(let other)): return one == other
    case (.object(let one), .object(let other)): return one == other
    default: return false
    }
  }

  subscript(key: String) -> JSON {
    if case .object(let fields) = self { return fields[key] ?? .null }
    return .null
  }

  var text: String? {
    if case .text(let text) = self { return text }
    return nil
  }

  var flag: Bool? {
    if case .flag(let flag) = self { return flag }
    return nil
  }

  var number: Int64? {
    if case .number(let number) = self { return number }
    return nil
  }

  var list: [JSON]? {
    if case .list(let list) = self { return list }
    return nil
  }

  var object: [String: JSON]? {
    if case .object(let object) = self { return object }
    return nil
  }

  func text(_ key: String) throws -> String { try asked(self[key].text, key) }
  func flag(_ key: String) throws -> Bool { try asked(self[key].flag, key) }
  func list(_ key: String) throws -> [JSON] { try asked(self[key].list, key) }

  /// Throws unless every key of `wanted` has the same value here; an absent key is null. `at_most`
  /// and `at_least` bound the key `score`.
  func compare(with wanted: JSON) throws {
    guard let wanted = wanted.object else { throw Mismatch("what is wanted is no object") }
    for (key, wanted) in wanted {
      let holds: Bool
      switch (key, self["score"].number, wanted.number) {
      case ("at_most", let score?, let most?): holds = score <= most
      case ("at_least", let score?, let least?): holds = score >= least
      default: holds = self[key] == wanted
      }
      if !holds { throw Mismatch("`\(key)` is \(self), wanted \(wanted)") }
    }
  }
}

/// A case is not written as its suite asks, or came out otherwise than written.
struct Mismatch: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) { self.description = description }
}

/// What a case must have.
func asked<T>(_ found: T?, _ what: String) throws -> T {
  guard let found else { throw Mismatch("`\(what)` is not as the suite asks") }
  return found
}

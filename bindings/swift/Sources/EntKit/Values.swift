import Foundation

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

extension ContactWish {
  /// Reads what a person typed under « Quand et comment me joindre ? ».
  ///
  /// - Parameter text: Up to 300 characters, counted as a person counts them.
  /// - Throws: ``EntError`` with `wish/empty`, `wish/too-long`, `wish/too-big`, `wish/marks`,
  ///   `wish/control` or `wish/invisible`.
  public init(_ text: String) throws {
    self = try parseContactWish(text: text)
  }
}

extension StorageSize {
  /// The size of so many bytes.
  ///
  /// - Parameter bytes: From 0 to 1,099,511,627,776.
  /// - Throws: ``EntError`` with `storage_size/format` or `storage_size/too-large`.
  public init(bytes: Int64) throws {
    self = try storageSize(bytes: bytes)
  }

  /// Reads a size as it is shown in either language, such as `546 Ko` or `1.5 GB`.
  ///
  /// - Parameter text: The size; a comma may stand for the point.
  /// - Throws: ``EntError`` with `storage_size/format` or `storage_size/too-large`.
  public init(_ text: String) throws {
    self = try parseStorageSize(text: text)
  }
}

extension StorageSize: Comparable {
  /// Whether one size is less than another, by their bytes.
  public static func < (one: StorageSize, other: StorageSize) -> Bool { one.bytes < other.bytes }
}

extension Quota {
  /// A folder that may hold `limit` and holds `used`.
  ///
  /// - Parameters:
  ///   - limit: The most that the folder may hold.
  ///   - used: What it holds.
  /// - Throws: ``EntError`` with `storage_size/format` or `storage_size/too-large`.
  public init(limit: StorageSize, used: StorageSize) throws {
    self = try quota(limit: limit.bytes, used: used.bytes)
  }

  /// Whether a file may be added; one of no byte always may.
  ///
  /// - Parameter size: Size of the file.
  /// - Returns: Whether what is left takes it.
  /// - Throws: ``EntError`` with `storage_size/format` or `storage_size/too-large`.
  public func accepts(_ size: StorageSize) throws -> Bool {
    try accepts(bytes: size.bytes)
  }

  /// What is taken and what is left, in one line to show above the folder.
  ///
  /// - Parameter lang: Language of the person.
  /// - Returns: One of ``summaryFr`` and ``summaryEn``.
  public func summary(in lang: Lang) -> String {
    switch lang {
    case .fr: return summaryFr
    case .en: return summaryEn
    }
  }
}

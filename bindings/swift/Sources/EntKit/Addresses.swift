import Foundation

extension BaseAddress: Hashable {
  /// Whether two addresses are written alike, scheme and host in lower case.
  public static func == (one: BaseAddress, other: BaseAddress) -> Bool {
    one.text() == other.text()
  }

  /// Feeds the text into a hash.
  ///
  /// - Parameter hasher: What is fed.
  public func hash(into hasher: inout Hasher) { hasher.combine(text()) }
}

extension BaseAddress: CustomStringConvertible {
  /// The address, scheme and host in lower case.
  public var description: String { text() }
}

extension PairingPayload {
  /// Reads a link that the application was opened with, as `onOpenURL` gives it.
  ///
  /// ```swift
  /// .onOpenURL { url in
  ///   if let read = try? PairingPayload.read(url, openedFor: base) {
  ///     send(read.identifier(), read.code())
  ///   }
  /// }
  /// ```
  ///
  /// - Parameters:
  ///   - url: The link.
  ///   - base: Address of the configuration that links are built on.
  /// - Returns: Identifier and code.
  /// - Throws: ``EntError`` with `pairing-link/other`, `pairing-link/id` or `pairing-link/code`.
  public static func read(_ url: URL, openedFor base: BaseAddress) throws -> PairingPayload {
    try .parse(base: base, link: url.absoluteString)
  }
}

extension BoundCode {
  /// Reads the last line `@host #code` of a message.
  ///
  /// - Parameter text: The message.
  /// - Throws: ``EntError`` with `sms/too-long`, `sms/unbound`, `sms/host` or `sms/no-code`.
  public init(lastLineOf text: String) throws {
    self = try readSms(text: text)
  }
}

extension SmsLength {
  /// Counts a text as networks do.
  ///
  /// - Parameter text: The text.
  public init(of text: String) {
    self = measureSms(text: text)
  }
}

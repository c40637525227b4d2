/// A value whose description shows nothing that is personal or secret, nor does `dump`.
///
/// `description` hides it from `print`, `customMirror` from whatever looks inside.
protocol Redacted: CustomReflectable {
  /// What may be shown.
  var shown: String { get }
}

extension Redacted {
  /// Shows what the description shows.
  public var customMirror: Mirror {
    Mirror(self, unlabeledChildren: [shown], displayStyle: .struct)
  }
}

extension Redacted where Self: CustomStringConvertible {
  var shown: String { description }
}

extension ContextWord: Redacted {}
extension Email: Redacted {}
extension NamedKey: Redacted {}
extension PersonName: Redacted {}
extension PhoneNumber: Redacted {}
extension UnverifiedEmail: Redacted {}
extension VerifiedEmail: Redacted {}

extension DayOfCalendar: CustomStringConvertible, Redacted {
  /// Shows nothing of the day.
  public var description: String { "DayOfCalendar(redacted)" }
}

extension StateWrite: CustomStringConvertible, Redacted {
  /// Shows the key and the size, nothing of the content.
  public var description: String { "StateWrite(\(key), \(bytes.count) bytes)" }
}

/// A value with a date in it, which anybody may build and the domain may refuse.
///
/// The description of the generated source gives such a value to the domain first, and ends the
/// process when it is refused. What prints comes here before.
protocol RedactedWithDate: Redacted, TextOutputStreamable, CustomDebugStringConvertible {}

extension RedactedWithDate {
  /// Writes what may be shown.
  ///
  /// - Parameter target: Where it is written.
  public func write<Target: TextOutputStream>(to target: inout Target) {
    target.write(shown)
  }

  /// What may be shown.
  public var debugDescription: String { shown }
}

extension ActivatedAccount: RedactedWithDate {
  var shown: String { "ActivatedAccount(\(subject))" }
}

extension Answer: RedactedWithDate {
  var shown: String { "Answer(redacted)" }
}

extension Child: RedactedWithDate {
  var shown: String { "Child(redacted)" }
}

extension GuardianRecord: RedactedWithDate {
  var shown: String { "GuardianRecord(redacted)" }
}

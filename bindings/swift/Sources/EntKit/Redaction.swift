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

extension BirthDateReading: Redacted {}
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

extension ActivationView: Redacted {}
extension Answer: Redacted {}
extension Child: Redacted {}
extension GuardianRecord: Redacted {}
extension ListedChild: Redacted {}

/// The description of the generated source gives the account to the domain first, and ends the
/// process when somebody built one with a moment that no instant has. What prints comes here before.
extension ActivatedAccount: Redacted, TextOutputStreamable, CustomDebugStringConvertible {
  var shown: String { "ActivatedAccount(\(subject))" }

  /// Writes what may be shown.
  ///
  /// - Parameter target: Where it is written.
  public func write<Target: TextOutputStream>(to target: inout Target) {
    target.write(shown)
  }

  /// What may be shown.
  public var debugDescription: String { shown }
}

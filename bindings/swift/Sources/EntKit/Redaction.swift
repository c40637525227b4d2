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
extension BoundCode: Redacted {}
extension ContactWish: Redacted {}
extension ContextWord: Redacted {}
extension DerivedLogin: Redacted {}
extension DirectoryEntry: Redacted {}
extension DirectoryRow: Redacted {}
extension Email: Redacted {}
extension LetterRecipient: Redacted {}
extension LoginParts: Redacted {}
extension NamedKey: Redacted {}
extension OfficerConsents: Redacted {}
extension PersonName: Redacted {}
extension PhoneNumber: Redacted {}
extension PostalAddress: Redacted {}
extension Projection: Redacted {}
extension Recipient: Redacted {}
extension RouteDelivery: Redacted {}
extension RouteHeld: Redacted {}
extension RouteMessage: Redacted {}
extension RouteRefused: Redacted {}
extension RouteTarget: Redacted {}
extension SmsMessage: Redacted {}
extension StateWrite: Redacted {}
extension Summary: Redacted {}
extension SummaryChild: Redacted {}
extension SummaryPhone: Redacted {}
extension SummarySmsLine: Redacted {}
extension SummarySource: Redacted {}
extension TypedBirthDate: Redacted {}
extension UnsubscribeLink: Redacted {}
extension UnverifiedEmail: Redacted {}
extension VerifiedEmail: Redacted {}

extension DayOfCalendar: CustomStringConvertible, Redacted {
  /// Shows nothing of the day.
  public var description: String { "DayOfCalendar(redacted)" }
}

extension ActivationView: Redacted {}
extension Answer: Redacted {}
extension Child: Redacted {}
extension GuardianRecord: Redacted {}
extension ListedChild: Redacted {}

/// A value whose generated description gives it to the domain first, which ends the process when
/// somebody built one with a moment that no instant has. What prints comes here before.
protocol RedactedHere: Redacted, TextOutputStreamable, CustomDebugStringConvertible {}

extension RedactedHere {
  /// Writes what may be shown.
  ///
  /// - Parameter target: Where it is written.
  public func write<Target: TextOutputStream>(to target: inout Target) {
    target.write(shown)
  }

  /// What may be shown.
  public var debugDescription: String { shown }
}

extension ActivatedAccount: RedactedHere {
  var shown: String { "ActivatedAccount(\(subject))" }
}

extension PastPassword: RedactedHere {
  var shown: String { "PastPassword(redacted)" }
}

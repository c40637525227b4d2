import Foundation

extension Date {
  /// Reads an RFC 3339 date and time with any offset, such as `2021-09-01T10:00:00+02:00`.
  ///
  /// - Parameter text: The text, exactly: nothing is trimmed.
  /// - Throws: ``EntError`` with `instant/format` or `instant/out-of-range`.
  public init(rfc3339 text: String) throws {
    self = try parseInstant(text: text)
  }

  /// The instant as RFC 3339 in UTC, such as `2021-09-01T08:00:00Z`, to the millisecond.
  ///
  /// - Returns: The text that ``Foundation/Date/init(rfc3339:)`` reads.
  /// - Throws: ``EntError`` with `instant/out-of-range` before 2000 and after 2200.
  public func rfc3339() throws -> String {
    try formatInstant(at: self)
  }
}

/// The date as it may cross: UniFFI ends the process on infinite and very large dates, and drops one
/// millisecond of some dates.
///
/// A `Date` is a `Double` counted from 2001: around 2200 the nearest one to a whole millisecond may
/// be a microsecond below it. Out of range and not a number become a date that is refused.
func crossing(_ date: Date) -> Date {
  let farAway = 1e11
  let seconds = date.timeIntervalSince1970
  return Date(timeIntervalSince1970: abs(seconds) < farAway ? seconds + 2e-6 : farAway)
}

extension DayOfCalendar {
  /// Reads a birth date written `YYYY-MM-DD`.
  ///
  /// - Parameter text: The text, exactly: nothing is trimmed.
  /// - Throws: ``EntError`` with `birth-date/format` or `birth-date/out-of-range`.
  public init(_ text: String) throws {
    self = try parseBirthDate(text: text)
  }

  /// Reads a day on which something is asked, from 2000 to 2199, written `YYYY-MM-DD`.
  ///
  /// - Parameter text: The text, exactly: nothing is trimmed.
  /// - Throws: ``EntError`` with `day/format` or `day/out-of-range`.
  public init(day text: String) throws {
    self = try parseDay(text: text)
  }

  /// The day that a moment falls on in a time zone, for a birth date picked on screen.
  ///
  /// The day is checked where it is given to a rule.
  ///
  /// - Parameters:
  ///   - date: The moment.
  ///   - timeZone: Where the day is taken; the zone of the picker, most often the current one.
  public init(of date: Date, in timeZone: TimeZone = .current) {
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = timeZone
    let parts = calendar.dateComponents([.era, .year, .month, .day], from: date)
    let number = { (part: Int?) in Int32(clamping: part ?? 0) }
    // The first era counts backwards; no year of it is a birth date.
    let year = parts.era == 1 ? number(parts.year) : 0
    self.init(year: year, month: number(parts.month), day: number(parts.day))
  }

  /// The day as `DateComponents` of the Gregorian calendar, to fill a date picker.
  public var dateComponents: DateComponents {
    DateComponents(year: Int(year), month: Int(month), day: Int(day))
  }
}

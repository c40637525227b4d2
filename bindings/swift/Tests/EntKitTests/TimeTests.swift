import EntKit
import Foundation
import XCTest

final class TimeTests: XCTestCase {
  func testInstantsAreReadWithAnyOffset() throws {
    XCTAssertEqual(try Date(rfc3339: "2021-09-01T10:00:00+02:00"), at())
    XCTAssertEqual(try at().rfc3339(), "2021-09-01T08:00:00Z")
  }

  func testEveryMillisecondComesBack() throws {
    for second in ["2000-01-01T00:00:00", "2021-09-01T08:29:59", "2199-12-31T23:59:59"] {
      for millisecond in 1..<1000 {
        let digits = String(String(1000 + millisecond).dropFirst())
        let text = second + "." + digits
        let read = try Date(rfc3339: text + "Z").rfc3339()
        XCTAssertEqual(try Date(rfc3339: read), try Date(rfc3339: text + "Z"))
        XCTAssertEqual(read.dropLast().padding(toLength: 23, withPad: "0", startingAt: 0), text)
      }
    }
    XCTAssertEqual(try at(0.001_9).rfc3339(), "2021-09-01T08:00:00.001Z")
    XCTAssertEqual(try Date(rfc3339: "2200-01-01T00:00:00Z").rfc3339(), "2200-01-01T00:00:00Z")
  }

  func testDistantDatesAreRefused() throws {
    let ledger = try Ledger.fresh(subject: "guardian-1", purpose: .activation)
    let activation = try GuardianActivation.fresh(subject: "guardian-1")
    let codes = try codes()
    for date in hostileDates {
      assertRefused("instant/out-of-range") { try date.rfc3339() }
      assertRefused("instant/out-of-range") { try ledger.observe(context: codes, now: date) }
      assertRefused("instant/out-of-range") {
        try activation.observe(policy: .educonnect(), now: date)
      }
      assertRefused("instant/out-of-range") {
        try Consents.empty().record(
          entry: ConsentEntry(
            act: .withdrawn, purpose: .partners, channel: .sms, at: date, textVersion: nil,
            source: .message, by: .own))
      }
    }
  }

  func testTextsThatAreNoInstantAreRefused() {
    for text in hostileTexts + ["2021-09-01", "2021-09-01T08:00:00"] {
      assertRefused("instant/format") { try Date(rfc3339: text) }
      assertRefused("birth-date/format") { try DayOfCalendar(text + "T") }
    }
    assertRefused("instant/out-of-range") { try Date(rfc3339: "1999-12-31T23:59:59Z") }
  }

  func testDaysAreReadAndTakenFromAPicker() throws {
    let leap = try DayOfCalendar("2008-02-29")
    XCTAssertEqual(leap, DayOfCalendar(year: 2008, month: 2, day: 29))
    XCTAssertEqual(leap.dateComponents.day, 29)
    assertRefused("birth-date/format") { try DayOfCalendar("2009-02-29") }
    assertRefused("birth-date/out-of-range") { try DayOfCalendar("1899-12-31") }

    let paris = try XCTUnwrap(TimeZone(identifier: "Europe/Paris"))
    let reunion = try XCTUnwrap(TimeZone(identifier: "Indian/Reunion"))
    let late = try Date(rfc3339: "2021-09-01T21:00:00Z")
    XCTAssertEqual(DayOfCalendar(of: late, in: paris).day, 1)
    XCTAssertEqual(DayOfCalendar(of: late, in: reunion).day, 2)
    let policy = ActivationPolicy.educonnect()
    for date in [Date.distantPast, Date.distantFuture] {
      let answer = ChildAnswer(pupil: "p", answer: .born(date: DayOfCalendar(of: date)))
      XCTAssertThrowsError(
        try GuardianActivation.fresh(subject: "s")
          .confirmChildren(flow: "f", answers: [answer], policy: policy, now: at())
      ) { XCTAssert($0 is EntError, "\($0)") }
    }
  }

  func testADayThatNoCalendarHasIsRefusedWhereItIsUsed() throws {
    let activation = try GuardianActivation.fresh(subject: "guardian-1")
    for day in [
      DayOfCalendar(year: 2009, month: 2, day: 29), DayOfCalendar(year: 2009, month: 0, day: 1),
      DayOfCalendar(year: 2009, month: .min, day: .max),
    ] {
      assertRefused("birth-date/format") {
        try activation.confirmChildren(
          flow: "f", answers: [ChildAnswer(pupil: "p", answer: .born(date: day))],
          policy: .educonnect(), now: at())
      }
    }
  }
}

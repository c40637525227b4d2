import EntKit
import Foundation
import XCTest

final class ZoneTests: XCTestCase {
  func testEveryZoneIsTheOneOfFoundation() throws {
    let zones = try Zone.all
    XCTAssertEqual(zones.map(\.description), zoneNames())
    XCTAssertEqual(Set(zones).count, zones.count)
    XCTAssertEqual(zones[0], try .parse(name: "Europe/Paris"))
    var calendar = Calendar(identifier: .gregorian)
    for zone in zones {
      calendar.timeZone = try XCTUnwrap(zone.timeZone)
      for month in stride(from: 0.0, to: 300, by: 1) {
        let moment = at(month * 2_629_800)
        let shown = try zone.wallTime(at: moment)
        let parts = calendar.dateComponents(
          [.year, .month, .day, .hour, .minute, .second], from: moment)
        XCTAssertEqual(shown.dateComponents, parts, "\(zone)")
      }
    }
  }

  func testClocksAreSetForwardAndBack() throws {
    let paris = try Zone.parse(name: "Europe/Paris")
    let spring = try CalendarDate(day: "2027-03-28")
    XCTAssertEqual(try paris.startOf(day: spring).rfc3339(), "2027-03-27T23:00:00Z")
    let at = try paris.instantOf(day: spring, hour: 2, minute: 30)
    XCTAssertEqual(try paris.wallTime(at: at).hour, 3)
  }

  func testWhatNoClockShowsIsRefused() throws {
    let paris = try Zone.parse(name: "Europe/Paris")
    let day = try CalendarDate(day: "2027-01-15")
    for number in [Int32.min, -1, 60, .max] {
      assertRefused("zone/time") { try paris.instantOf(day: day, hour: number, minute: 0) }
      assertRefused("zone/time") { try paris.instantOf(day: day, hour: 0, minute: number) }
    }
    for never in [
      CalendarDate(year: 2027, month: 2, day: 29), CalendarDate(year: .max, month: .min, day: 0),
    ] {
      XCTAssertThrowsError(try paris.startOf(day: never)) {
        XCTAssertEqual(($0 as? EntError)?.code.hasPrefix("day/"), true)
      }
    }
    for date in hostileDates {
      assertRefused("instant/out-of-range") { try paris.wallTime(at: date) }
    }
    for text in hostileTexts { assertRefused("zone/unknown") { try Zone.parse(name: text) } }
  }
}

import EntKit
import Foundation

/// The zone that a case names.
func zone(_ input: JSON) throws -> Zone { try .parse(name: input.text("zone")) }

private func day(_ input: JSON) throws -> CalendarDate { try CalendarDate(day: input.text("day")) }

/// A day as `YYYY-MM-DD`.
func written(_ day: CalendarDate) -> String {
  String(format: "%04d-%02d-%02d", day.year, day.month, day.day)
}

func beginDay(_ input: JSON) throws -> JSON {
  .object(["starts_at": .text(try zone(input).startOf(day: day(input)).rfc3339())])
}

func readClock(_ input: JSON) throws -> JSON {
  let shown = try zone(input).wallTime(at: Date(rfc3339: input.text("at")))
  let time = String(format: "T%02d:%02d:%02d", shown.hour, shown.minute, shown.second)
  return .object([
    "shown": .text(written(shown.day) + time), "day": .text(written(shown.day)),
  ])
}

func findInstant(_ input: JSON) throws -> JSON {
  func part(_ key: String) -> Int32 { Int32(clamping: input[key].number ?? -1) }
  let at = try zone(input).instantOf(
    day: day(input), hour: part("hour"), minute: part("minute"))
  return .object(["at": .text(try at.rfc3339())])
}

import EntKit
import Foundation
import XCTest

/// Asserts that a call throws an `EntError` with a code, and gives it.
@discardableResult
func assertRefused<T>(
  _ code: String, file: StaticString = #filePath, line: UInt = #line, _ call: () throws -> T
) -> EntError? {
  do {
    _ = try call()
    XCTFail("not refused: \(code)", file: file, line: line)
  } catch let error as EntError {
    XCTAssertEqual(error.code, code, file: file, line: line)
    XCTAssertFalse(error.textFr.isEmpty || error.textEn.isEmpty, file: file, line: line)
    XCTAssertNotEqual(error.textFr, error.code, file: file, line: line)
    return error
  } catch {
    XCTFail("\(error)", file: file, line: line)
  }
  return nil
}

/// Asserts that a call is answered, or refused by an `EntError`.
func assertAnswered<T>(
  file: StaticString = #filePath, line: UInt = #line, _ call: () throws -> T
) {
  do {
    _ = try call()
  } catch {
    XCTAssert(error is EntError, "\(error)", file: file, line: line)
  }
}

/// Texts that no value is read from.
let hostileTexts = [
  "", " ", "\u{0}", "a\u{0}b", "\u{202E}0612345678", "\u{2066}\u{2069}", "\u{FEFF}", "🏫",
  "e\u{301}", String(repeating: "9", count: 1_000_000), String(repeating: "é", count: 500_000),
  String(repeating: "\u{0}", count: 1_000_000), "'; DROP TABLE accounts; --", "{}",
]

/// Dates that are no instant of the domain.
let hostileDates = [
  Date.distantPast, .distantFuture, Date(timeIntervalSince1970: 0),
  Date(timeIntervalSince1970: -1e-9), Date(timeIntervalSinceReferenceDate: .infinity),
  Date(timeIntervalSinceReferenceDate: -.infinity), Date(timeIntervalSinceReferenceDate: .nan),
  Date(timeIntervalSinceReferenceDate: 1e300), Date(timeIntervalSinceReferenceDate: -1e300),
  Date(timeIntervalSinceReferenceDate: .greatestFiniteMagnitude),
  Date(timeIntervalSince1970: 946_684_799.9), Date(timeIntervalSince1970: 7_258_118_401),
]

/// The first of September 2021 at ten in France, and some seconds.
func at(_ seconds: TimeInterval = 0) -> Date {
  Date(timeIntervalSinceReferenceDate: 652_176_000 + seconds)
}

/// A context of seeded codes.
func codes(seed: Int64 = 1, policy: CodePolicy = .educonnectSms()) throws -> LedgerContext {
  LedgerContext(policy: policy, keys: try testKeys(), entropy: .seeded(seed: seed))
}

/// A ring of one key.
func testKeys() throws -> KeyRing {
  try KeyRing(current: NamedKey(id: "test", secret: Data(repeating: 7, count: 32)))
}

/// The least that a hash may cost.
let cheap = HashPolicy(memoryKib: 7168, passes: 1, lanes: 1)

/// Everything that a value shows of itself, but for the addresses of objects, whose digits may be
/// any.
func everythingShown(by value: Any) -> String {
  var text = "\(value) " + String(reflecting: value)
  dump(value, to: &text)
  let address = "(?<=handle: )[0-9]{12,}"
  return text.replacingOccurrences(of: address, with: "…", options: .regularExpression)
}

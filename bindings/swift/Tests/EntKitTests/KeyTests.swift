import EntKit
import Foundation
import XCTest

final class KeyTests: XCTestCase {
  private func key(_ id: String, bytes: Int = 32) -> NamedKey {
    NamedKey(id: id, secret: Data(repeating: 187, count: bytes))
  }

  func testARingHasACurrentKey() throws {
    let ring = try KeyRing(current: key("b"), previous: [key("a", bytes: 64)])
    XCTAssertEqual(ring.currentId(), "b")
  }

  func testWhatIsNoRingIsRefused() {
    assertRefused("key/id") { try KeyRing(current: key("é")) }
    assertRefused("key/length") { try KeyRing(current: key("b", bytes: 31)) }
    assertRefused("key/length") { try KeyRing(current: key("b", bytes: 1_000_000)) }
    assertRefused("key/duplicate") { try KeyRing(current: key("b"), previous: [key("b")]) }
    assertRefused("key/too-many") {
      try KeyRing(current: key("b"), previous: (0..<9).map { key("\($0)") })
    }
    for text in hostileTexts {
      assertRefused("key/id") { try KeyRing(current: key(text)) }
    }
  }
}

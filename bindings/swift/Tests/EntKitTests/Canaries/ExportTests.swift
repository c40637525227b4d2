import EntKit
import Foundation
import XCTest

/// Secrets put through every export show in no value, error or view.
final class ExportTests: XCTestCase {
  /// What gives a secret, a name or an unknown code as text, on purpose.
  private let purposes: Set<String> = [
    "func_derive_login", "func_message_text", "func_parse_login", "method_importedhash_record",
    "method_linkmail_url", "method_linktoken_text", "method_linktoken_url", "method_notice_login",
    "method_pairingcode_link", "method_pairingcode_printed", "method_pairingpayload_code",
    "method_pairingpayload_link", "method_personname_display_name",
    "method_personname_given_names", "method_personname_list_name", "method_personname_sort_key",
    "method_sms_code", "method_sms_text", "method_storedhash_text",
  ]

  func testEveryExportIsCalled() throws {
    let exports = try exports()
    XCTAssertGreaterThan(exports.count, 400)
    XCTAssertEqual(exports.subtracting(exportedCalls.keys), [], "not called")
    XCTAssertEqual(Set(exportedCalls.keys).subtracting(exports), [], "no such export")
    XCTAssertEqual(purposes.subtracting(exports), [], "no such purpose")
  }

  func testNoExportShowsWhatIsSecret() throws {
    let marked = try Marked()
    let marks = try marked.marks()
    var answered = 0
    for (name, call) in exportedCalls where !purposes.contains(name) {
      let shown: String
      do {
        let value = try call(marked)
        shown = everythingShown(by: value as Any) + everythingShown(by: [value as Any])
        answered += 1
      } catch {
        XCTAssert(error is EntError || error is EntFileError, "\(name): \(error)")
        shown = everythingShown(by: error) + error.localizedDescription
      }
      for mark in marks where shown.contains(mark) { XCTFail("\(name) shows \(mark): \(shown)") }
    }
    XCTAssertGreaterThan(answered, exportedCalls.count * 3 / 4)
  }

  func testNoErrorRepeatsWhatWasGiven() throws {
    let text = "Canary\u{202E}187"
    let marked = try Marked(text: text, id: text)
    for (name, call) in exportedCalls {
      do {
        _ = try call(marked)
      } catch {
        XCTAssert(error is EntError || error is EntFileError, "\(name): \(error)")
        let shown = everythingShown(by: error) + error.localizedDescription
        for mark in ["Canary", "187"] where shown.contains(mark) {
          XCTFail("\(name) repeats \(mark): \(shown)")
        }
      }
    }
  }

  /// The symbols of the native library, but those that take nothing and the codes and labels of
  /// listed values.
  private func exports() throws -> Set<String> {
    var folder = URL(fileURLWithPath: #filePath)
    for _ in 1...4 { folder.deleteLastPathComponent() }
    let header = try String(
      contentsOf: folder.appendingPathComponent("Sources/EntFFI/EntFFI.h"), encoding: .utf8)
    let symbol = /uniffi_ent_ffi_fn_((?:constructor|func|method)_\w+)\((\w+)/
    let listed = /^method_\w+_(code|label_fr|label_en)$/
    return Set(
      header.matches(of: symbol).compactMap { found in
        let (name, first) = (String(found.1), found.2)
        if first == "RustCallStatus" { return nil }
        return first == "RustBuffer" && name.contains(listed) ? nil : name
      })
  }
}

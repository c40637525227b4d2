import EntKit
import Foundation
import XCTest

/// Every vector file, through the public API; the last line counts.
final class ConformanceTests: XCTestCase {
  func testEveryCaseComesOutAsWritten() throws {
    let given = ProcessInfo.processInfo.environment
    let report = Report.of(given["ENT_VECTORS"].map(URL.init(fileURLWithPath:)) ?? ownVectors)
    for failure in report.failures { XCTFail(failure) }
    let count = "\(report.passed) passed, \(report.failures.count) failed"
    if let folder = given["ENT_COUNTS"].map(URL.init(fileURLWithPath:)) {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      let file = folder.appendingPathComponent("swift.count")
      try "\(count)\n".write(to: file, atomically: true, encoding: .utf8)
    }
    print(count)
  }

  func testAFaultOfAnyKindFails() throws {
    let cases = #""cases": [{ "id": "a", "in": { "text": "a@b.fr" }, "out": { "key": "a@b.fr" } }]"#
    let right = #"{ "suite": "email.parse", \#(cases) }"#
    for (faulty, what) in [
      (right.replacingOccurrences(of: "email.parse", with: "email.guess"), "unknown suite"),
      (right.replacingOccurrences(of: #""a@b.fr" } }]"#, with: #""b" } }]"#), "`key` is"),
      (right.replacingOccurrences(of: "out", with: "other"), "neither"),
      (right.replacingOccurrences(of: #""text""#, with: #""t""#), "`text`"),
      (right.replacingOccurrences(of: "a@b.fr\" }, ", with: "a\" }, "), "email/format"),
      (right.replacingOccurrences(of: "cases", with: "case"), "no case"),
      (right.replacingOccurrences(of: #""id": "a""#, with: #""id": """#), "missing"),
      ("{", "email.json"),
    ] {
      let report = try reported(["email.json": faulty])
      XCTAssertEqual(report.passed, 0)
      XCTAssert(report.failures.first?.contains(what) == true, "\(report.failures), not \(what)")
    }
    XCTAssertEqual(try reported(["email.json": right, "README.md": "#"]).passed, 1)
    XCTAssertEqual(try reported([:]).failures.count, 1)
    XCTAssertEqual(Report.of(URL(fileURLWithPath: "/nowhere")).failures.count, 1)
  }

  private func reported(_ files: [String: String]) throws -> Report {
    let manager = FileManager.default
    let folder = manager.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try manager.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? manager.removeItem(at: folder) }
    for (name, content) in files {
      try content.write(
        to: folder.appendingPathComponent(name), atomically: true, encoding: .utf8)
    }
    return Report.of(folder)
  }

  private var ownVectors: URL {
    var folder = URL(fileURLWithPath: #filePath)
    for _ in 1...4 { folder.deleteLastPathComponent() }
    return folder.appendingPathComponent("conformance/vectors")
  }
}

/// How many cases held, and one line for each that did not.
private struct Report {
  var passed = 0
  var failures: [String] = []

  /// Runs every `*.json` of a folder, in alphabetical order.
  static func of(_ folder: URL) -> Report {
    var report = Report()
    do {
      let files = try FileManager.default.contentsOfDirectory(
        at: folder, includingPropertiesForKeys: nil)
      let vectors = files.filter { $0.pathExtension == "json" }
      for file in vectors.sorted(by: { $0.lastPathComponent < $1.lastPathComponent }) {
        report.run(file)
      }
    } catch {
      report.failures.append("\(folder.path): \(error)")
    }
    if report.passed == 0, report.failures.isEmpty {
      report.failures.append("\(folder.path): no case")
    }
    return report
  }

  private mutating func run(_ file: URL) {
    let content: JSON
    do {
      content = try JSONDecoder().decode(JSON.self, from: Data(contentsOf: file))
    } catch {
      failures.append("\(file.lastPathComponent): \(error)")
      return
    }
    let name = content["suite"].text ?? ""
    guard let suite = suites[name] else {
      failures.append("\(file.lastPathComponent): unknown suite `\(name)`")
      return
    }
    let cases = content["cases"].list ?? []
    if cases.isEmpty { failures.append("\(file.lastPathComponent): no case") }
    var ids: Set<String> = []
    for vector in cases {
      let id = vector["id"].text ?? ""
      guard !id.isEmpty, ids.insert(id).inserted else {
        failures.append("\(name): id `\(id)` is missing or stands twice")
        continue
      }
      do {
        try check(vector, suite)
        passed += 1
      } catch {
        failures.append("\(name) \(id): \(error)")
      }
    }
  }

  private func check(_ vector: JSON, _ suite: Suite) throws {
    let wanted = vector["error"].text
    let found: JSON
    do {
      // A story holds its own expectations, step by step.
      found = try suite(vector["in"] == .null ? vector : vector["in"])
    } catch let error as EntError {
      if error.code == wanted { return }
      throw Mismatch("error `\(error.code)`, wanted `\(wanted ?? "none")`")
    }
    if let wanted { throw Mismatch("\(found), wanted error `\(wanted)`") }
    if vector["steps"] != .null { return }
    if vector["out"] == .null { throw Mismatch("neither `out` nor `error`") }
    try found.compare(with: vector["out"])
  }
}

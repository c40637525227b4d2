import EntKit
import Foundation
import XCTest

final class EntFileTests: XCTestCase {
  private func refused(
    line: UInt = #line, _ read: () throws -> Ent
  ) -> EntFileError? {
    do {
      XCTFail("not refused: \(try read().id())", line: line)
    } catch let error as EntFileError {
      XCTAssertEqual(error.code, "ent-file/refused", line: line)
      XCTAssertFalse(error.problems.isEmpty, line: line)
      return error
    } catch {
      XCTFail("\(error)", line: line)
    }
    return nil
  }

  /// A file that ships with the suite.
  private func shipped() throws -> String {
    var root = URL(fileURLWithPath: #filePath)
    for _ in 1...5 { root.deleteLastPathComponent() }
    let file = root.appendingPathComponent("ent-core/data/ents/occitanie.toml")
    return try String(contentsOf: file, encoding: .utf8)
  }

  func testAFileBecomesAnEnt() throws {
    let ent = try Ent.fromToml(text: shipped())
    let known = try Ent.find(id: ent.id())
    XCTAssertEqual(ent.name(), known.name())
    XCTAssertEqual(ent.hosts(), known.hosts())
    XCTAssertEqual(try ent.mireChoices(path: []), try known.mireChoices(path: []))
    XCTAssertEqual(ent.partnerships(), known.partnerships())
    XCTAssertEqual(
      ent.services(profile: .pupil, channel: .web), known.services(profile: .pupil, channel: .web))
  }

  func testEveryProblemIsToldAtOnce() throws {
    let broken = try shipped()
      .replacingOccurrences(of: "addresses = [", with: "address = [")
      .replacingOccurrences(of: "id = \"occitanie\"", with: "id = \"Occitanie !\"")
    let error = try XCTUnwrap(refused { try .fromToml(text: broken) })
    XCTAssertGreaterThanOrEqual(error.problems.count, 2)
    XCTAssert(error.problems.contains { $0.path == "id" }, "\(error.problems)")
    for problem in error.problems {
      XCTAssert(problem.code.hasPrefix("ent-file/"), problem.code)
      XCTAssertNotEqual(problem.text(in: .fr), problem.text(in: .en))
      XCTAssertNotEqual(problem.textFr, problem.code)
    }
    XCTAssertEqual(error.text(in: .fr), error.localizedDescription)
    XCTAssertEqual("\(error.text(in: .en)) (ent-file/refused)", error.description)
  }

  func testBothFormatsFollowOneSchema() throws {
    for read in [
      { try Ent.fromToml(text: "schema = 2") }, { try Ent.fromJson(text: "{\"schema\": 2}") },
    ] {
      let problems = try XCTUnwrap(refused(read)).problems
      XCTAssertEqual(problems.map(\.code), ["ent-file/schema"])
      XCTAssertEqual(problems.map(\.path), ["schema"])
    }
    XCTAssert(Ent.fileSchema.contains("2020-12"))
    XCTAssertNoThrow(try JSONSerialization.jsonObject(with: Data(Ent.fileSchema.utf8)))
  }

  func testAnythingElseIsRefusedAndNotRepeated() throws {
    let syntax = try XCTUnwrap(refused { try .fromToml(text: "canary") })
    XCTAssertEqual(syntax.problems.first?.line, 1)
    XCTAssertEqual(syntax.problems.first?.column, 7)
    let unknown = try XCTUnwrap(refused { try .fromJson(text: "{\"id\": \"CANARY\"}") })
    for error in [syntax, unknown] {
      let shown = everythingShown(by: error) + error.localizedDescription
      XCTAssertFalse(shown.lowercased().contains("canary"), shown)
    }
    let deep = String(repeating: "[", count: 1_000_000)
    let large = "# " + String(repeating: "x", count: 10 << 20)
    for text in hostileTexts + [deep, large, "id = 1\nid = 2"] {
      XCTAssertNotNil(refused { try .fromToml(text: text) })
      XCTAssertNotNil(refused { try .fromJson(text: text) })
    }
  }
}

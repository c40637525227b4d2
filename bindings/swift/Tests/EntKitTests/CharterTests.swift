import EntKit
import Foundation
import XCTest

final class CharterTests: XCTestCase {
  private let text = Data("Article 1".utf8)

  private func draft(
    _ id: String = "v1", days: Double = 0, materiality: CharterMateriality = .substantive,
    graceDays: Int32 = 0
  ) -> CharterDraft {
    CharterDraft(
      id: id, edition: id, scope: "ent:occitanie", profiles: [], language: "fr",
      publishedAt: at(days * 86_400), effectiveAt: at(days * 86_400),
      materiality: materiality, graceDays: graceDays)
  }

  private func done(
    _ acts: [CharterAct], _ version: CharterVersion, by: CharterActor = .own(evidence: nil),
    on log: CharterLog? = nil, _ now: Date = at(1)
  ) throws -> CharterLog {
    try acts.reduce(log ?? .empty(person: "pupil-1", scope: "ent:occitanie")) {
      try $0.append(act: $1, version: version, by: by, at: now, now: now)
    }
  }

  func testH4AnOldVersionNeverOpensTheGate() throws {
    let first = try draft().version(of: text)
    let log = try done([.presented, .accepted], first)
    let open = try log.gate(for: .pupil, versions: [first], now: at(2))
    XCTAssertTrue(open.open)
    XCTAssertEqual(open.reason, .accepted)
    XCTAssertEqual(open.required, "v1")
    let second = try draft("v2", days: 1).version(of: Data("Article 2".utf8))
    let versions = [second, first]
    XCTAssertTrue(try log.gate(for: .pupil, versions: versions, now: at(86_399)).open)
    let shut = try log.gate(for: .pupil, versions: versions, now: at(86_400))
    XCTAssertFalse(shut.open)
    XCTAssertEqual(shut.reason, .outdated)
    XCTAssertEqual(shut.required, "v2")
    XCTAssertNotEqual(shut.reason.label(in: .fr), shut.reason.label(in: .en))
  }

  func testATypoDoesNotAskAgainAndGraceEnds() throws {
    let first = try draft().version(of: text)
    let log = try done([.presented, .accepted], first)
    let typo = try draft("v2", days: 1, materiality: .editorial).version(of: Data("Art. 1".utf8))
    let kept = try log.gate(for: .pupil, versions: [first, typo], now: at(90_000))
    XCTAssertEqual(kept.reason, .editorialChange)
    let slow = try draft("v3", days: 1, graceDays: 2).version(of: Data("Article 3".utf8))
    let grace = try log.gate(for: .pupil, versions: [first, slow], now: at(90_000))
    XCTAssertEqual(grace.reason, .grace)
    XCTAssertEqual(grace.graceUntil, at(3 * 86_400))
    XCTAssertEqual(try slow.graceUntil(), at(3 * 86_400))
    XCTAssertFalse(try log.gate(for: .pupil, versions: [first, slow], now: at(3 * 86_400)).open)
  }

  func testWhoActedIsRecorded() throws {
    let version = try draft().version(of: text)
    let guardian = CharterActor.legalGuardian(guardian: "guardian-1", evidence: "paper-1")
    let log = try done([.presented, .accepted], version, by: guardian)
    let entries = try log.entries()
    XCTAssertEqual(entries.map(\.sequence), [1, 2])
    XCTAssertEqual(entries.map(\.by), [guardian, guardian])
    XCTAssertEqual(entries.last?.digest, log.head())
    XCTAssertEqual(entries.last?.textDigest, charterTextDigest(text: text))
    XCTAssertEqual([log.person(), log.scope()], ["pupil-1", "ent:occitanie"])
    assertRefused("charter/not-presented") { try done([.accepted], version) }
    assertRefused("charter/not-presented") {
      try done([.accepted], version, by: .institution(evidence: "paper-2"), on: log)
    }
    assertRefused("charter/representative") {
      try done(
        [.presented], version, by: .legalGuardian(guardian: "pupil-1", evidence: "paper-1"))
    }
    assertRefused("charter/clock-back") { try done([.presented], version, on: log, at()) }
    assertRefused("charter/not-published") { try done([.presented], version, at(-1)) }
    assertRefused("charter/future") {
      try log.append(
        act: .presented, version: version, by: guardian, at: at(3), now: at(2))
    }
    XCTAssertEqual(try log.entries().count, 2)
  }

  func testALogThatWasChangedIsRefused() throws {
    let version = try draft().version(of: text)
    let log = try done([.presented, .accepted, .declined], version)
    let stored = try log.toJson()
    XCTAssertEqual(try CharterLog.fromJson(bytes: stored).head(), log.head())
    XCTAssertTrue(try CharterLogCheck(of: stored, expectedHead: log.head()).intact)
    let json = String(decoding: stored, as: UTF8.self)
    let forged = Data(json.replacingOccurrences(of: "declined", with: "accepted").utf8)
    let check = try CharterLogCheck(of: forged)
    XCTAssertFalse(check.intact)
    XCTAssertEqual(check.record, 3)
    XCTAssertEqual(check.fault, .digest)
    let refused = assertRefused("charter/log") { try CharterLog.fromJson(bytes: forged) }
    guard case .State = refused else { return XCTFail("\(String(describing: refused))") }
    let shorter = try done([.presented, .accepted], version)
    let cut = try CharterLogCheck(of: shorter.toJson(), expectedHead: log.head())
    XCTAssertEqual(cut.fault, .head)
    assertRefused("charter/digest") { try CharterLogCheck(of: stored, expectedHead: "00") }
    for text in hostileTexts {
      assertRefused("charter/log") { try CharterLog.fromJson(bytes: Data(text.utf8)) }
      assertRefused("state/corrupt") { try CharterVersion.fromJson(bytes: Data(text.utf8)) }
      XCTAssertEqual(try CharterLogCheck(of: Data(text.utf8)).record, 0)
    }
    for length in stride(from: 0, to: stored.count, by: 11) {
      assertRefused("charter/log") { try CharterLog.fromJson(bytes: stored.prefix(length)) }
    }
  }

  func testAVersionKeepsTheDigestOfItsText() throws {
    let version = try draft(graceDays: 30).version(of: text)
    XCTAssertEqual(try version.facts(), draft(graceDays: 30))
    XCTAssertEqual(version.textDigest(), charterTextDigest(text: text))
    XCTAssertTrue(version.isText(bytes: text))
    XCTAssertFalse(version.isText(bytes: Data()))
    let read = try CharterVersion.fromJson(bytes: version.toJson())
    XCTAssertEqual(try read.facts(), try version.facts())
    assertRefused("charter/text-empty") { try draft().version(of: Data()) }
    assertRefused("charter/text-too-large") { try draft().version(of: Data(count: 1 << 25)) }
    assertRefused("charter/grace") { try draft(graceDays: -1).version(of: text) }
    assertRefused("charter/grace") { try draft(graceDays: .max).version(of: text) }
    assertRefused("charter/editorial-grace") {
      try draft(materiality: .editorial, graceDays: 1).version(of: text)
    }
    for id in hostileTexts { assertRefused("id/format") { try draft(id).version(of: text) } }
    for date in hostileDates {
      let never = CharterDraft(
        id: "v1", edition: "v1", scope: "ent:occitanie", profiles: [], language: "fr",
        publishedAt: date, effectiveAt: date, materiality: .editorial, graceDays: 0)
      assertRefused("instant/out-of-range") { try never.version(of: text) }
    }
    assertRefused("charter/scope-format") { try CharterLog.empty(person: "p", scope: "occitanie") }
  }

  func testManyLogsAreExportedAsOne() throws {
    let version = try draft().version(of: text)
    let log = try done([.presented, .accepted], version)
    let other = try CharterLog.empty(person: "pupil-2", scope: "ent:occitanie")
      .append(act: .presented, version: version, by: .own(evidence: "@paper"), at: at(), now: at())
    XCTAssertEqual([log].exportCsv(), log.exportCsv())
    XCTAssertEqual([log].exportJsonl(), log.exportJsonl())
    XCTAssertEqual([log, other].exportJsonl().split(separator: "\n").count, 3)
    XCTAssertEqual([log, other].exportCsv().components(separatedBy: "\r\n").count, 5)
  }
}

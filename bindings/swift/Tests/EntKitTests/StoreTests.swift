import EntKit
import Foundation
import XCTest

final class StoreTests: XCTestCase {
  func testAVersionIsReplacedByTheNextOneOnly() {
    let store = InMemoryStore()
    XCTAssertFalse(store.saveIf("k", expectedVersion: 1, bytes: Data([0])))
    XCTAssertTrue(store.saveIf("k", expectedVersion: nil, bytes: Data([1])))
    XCTAssertFalse(store.saveIf("k", expectedVersion: nil, bytes: Data([2])))
    XCTAssertTrue(store.saveIf("k", expectedVersion: 1, bytes: Data([3])))
    XCTAssertFalse(store.saveIf("k", expectedVersion: 1, bytes: Data([4])))
    XCTAssertEqual(store.load("k"), Data([3]))
    XCTAssertNil(store.load("other"))
  }

  func testALostRaceIsSteppedAgain() throws {
    let store = LosingStore(races: 3)
    let steps = Tally()
    let codes = try codes()
    let committed = try store.drive(ledgerOf: "guardian-1", for: .activation) {
      steps.add("step")
      return try $0.issue(
        flow: "f", to: PhoneNumber("0612345678"), audience: .decoy, context: codes, now: at())
    }
    XCTAssertEqual(committed.name, "nothing_to_send")
    XCTAssertEqual(steps.total, 4)
    let tried = try LosingStore(races: 3).drive(.signIn(subject: "pupil-1")) {
      steps.add("attempt")
      return try $0.attempt(policy: .signIn(), now: at())
    }
    XCTAssertEqual(tried.throttle.version(), 1)
    XCTAssertEqual(steps["attempt"], 4)
  }

  func testDriveGivesUpInTheEnd() throws {
    let codes = try codes()
    assertRefused("cas/lost") {
      try LosingStore(races: .max).drive(ledgerOf: "guardian-1", for: .activation) {
        try $0.issue(
          flow: "f", to: PhoneNumber("0612345678"), audience: .decoy, context: codes, now: at())
      }
    }
    assertRefused("cas/lost") {
      try LosingStore(races: .max).drive(.signIn(subject: "pupil-1")) {
        try $0.attempt(policy: .signIn(), now: at())
      }
    }
  }

  func testWhatTheStoreOrTheStepThrowsComesThrough() throws {
    let codes = try codes()
    XCTAssertThrowsError(
      try BrokenStore().drive(ledgerOf: "guardian-1", for: .activation) {
        try $0.observe(context: codes, now: at())
      }
    ) { XCTAssertEqual($0 as? BrokenStore.Failure, .offline) }
    assertRefused("code/empty") {
      try InMemoryStore().drive(ledgerOf: "guardian-1", for: .activation) {
        try $0.submit(flow: "f", code: "", context: codes, now: at())
      }
    }
    let store = InMemoryStore()
    _ = store.saveIf(
      try activationKey(subject: "guardian-1"), expectedVersion: nil, bytes: Data("{}".utf8))
    assertRefused("state/corrupt") {
      try store.drive(activationOf: "guardian-1") {
        try $0.observe(policy: .educonnect(), now: at())
      }
    }
  }

  func testAHostMayWaitWithoutBlocking() async throws {
    let store = ActorStore()
    let codes = try codes()
    let names = try await withThrowingTaskGroup(of: String.self) { group in
      for flow in 1...8 {
        group.addTask {
          try await store.drive(ledgerOf: "guardian-1", for: .activation) {
            try $0.issue(
              flow: "flow-\(flow)", to: PhoneNumber("0612345678"), audience: .known,
              context: codes, now: at(Double(flow) * 3600))
          }.name
        }
      }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    XCTAssertEqual(names.count, 8)
    XCTAssert(names.contains("send_sms"))
    let activation = try await store.drive(activationOf: "guardian-1") {
      try $0.observe(policy: .educonnect(), now: at())
    }
    XCTAssertEqual(activation.name, "observed")
  }

  func testEveryRecordIsDrivenAlike() async throws {
    let names = ["issued", "unknown", "send_link", "print", "allowed"]
    let store = InMemoryStore()
    XCTAssertEqual(try driven(store), names)
    let waited = try await driven(waiting: ActorStore())
    XCTAssertEqual(waited, names)
    for key in try [
      pairingKey(account: "a"), emailLinkKey(account: "a"), letterKey(subject: "a"),
      Throttle.signIn(subject: "a").key(),
    ] {
      XCTAssertNotNil(store.load(key))
    }
  }

  private func driven(_ store: some Store) throws -> [String] {
    let steps = try Steps()
    return try [
      store.drive(pairingOf: "a", steps.pair).name,
      store.drive(redeeming: "0123456789", of: nil, steps.redeem).name,
      store.drive(emailLinkOf: "a", steps.request).name,
      store.drive(lettersOf: "a", heldBy: .pupil, steps.print).name,
      store.drive(steps.tries, steps.attempt).name,
    ]
  }

  private func driven(waiting store: some AsyncStore) async throws -> [String] {
    let steps = try Steps()
    return try await [
      store.drive(pairingOf: "a", steps.pair).name,
      store.drive(redeeming: "0123456789", of: nil, steps.redeem).name,
      store.drive(emailLinkOf: "a", steps.request).name,
      store.drive(lettersOf: "a", heldBy: .pupil, steps.print).name,
      store.drive(steps.tries, steps.attempt).name,
    ]
  }

  func testWhatIsStoredBrokenIsRefusedForEveryRecord() throws {
    let store = InMemoryStore()
    for key in try [
      pairingKey(account: "a"), emailLinkKey(account: "a"), letterKey(subject: "a"),
      Throttle.signIn(subject: "a").key(),
    ] {
      XCTAssertTrue(store.saveIf(key, expectedVersion: nil, bytes: Data("{}".utf8)))
    }
    assertRefused("state/corrupt") {
      try store.drive(pairingOf: "a") { try $0.observe(context: pairingContext(), now: at()) }
    }
    assertRefused("state/corrupt") {
      try store.drive(emailLinkOf: "a") { try $0.observe(context: linkContext(), now: at()) }
    }
    assertRefused("state/corrupt") {
      try store.drive(lettersOf: "a", heldBy: .pupil) {
        try $0.observe(context: letterContext(), now: at())
      }
    }
    assertRefused("state/corrupt") {
      try store.drive(.signIn(subject: "a")) { try $0.attempt(policy: .signIn(), now: at()) }
    }
  }
}

/// The first step of each record.
private struct Steps {
  private let pairings: PairingContext
  private let letters: LetterContext
  let tries: Throttle

  init() throws {
    (pairings, letters) = (try pairingContext(), try letterContext())
    tries = try .signIn(subject: "a")
  }

  func pair(_ pairing: Pairing) throws -> PairingTransition {
    try pairing.issue(account: "a", session: "s", signedInAt: at(), context: pairings, now: at())
  }

  func redeem(_ pairing: Pairing) throws -> PairingTransition {
    try pairing.redeem(
      identifier: "0123456789", code: "BBBB-BBBB", device: "d", context: pairings, now: at())
  }

  func request(_ link: EmailLink) throws -> LinkTransition {
    try link.request(
      address: UnverifiedEmail("zoe@exemple.fr"), previous: nil, context: linkContext(),
      now: at())
  }

  func print(_ letter: Letter) throws -> LetterTransition {
    try letter.issue(
      zone: .parse(name: "Europe/Paris"), to: recipient(), context: letters, now: at())
  }

  func attempt(_ tries: Throttle) throws -> ThrottleTransition {
    try tries.attempt(policy: .signIn(), now: at())
  }
}

/// Loses some races before it stores anything.
private final class LosingStore: Store, @unchecked Sendable {
  private let inner = InMemoryStore()
  private var races: Int

  init(races: Int) { self.races = races }

  func load(_ key: String) -> Data? { inner.load(key) }

  func saveIf(_ key: String, expectedVersion: Int64?, bytes: Data) -> Bool {
    guard races == 0 else {
      races -= 1
      return false
    }
    return inner.saveIf(key, expectedVersion: expectedVersion, bytes: bytes)
  }
}

private struct BrokenStore: Store {
  enum Failure: Error { case offline }

  func load(_ key: String) throws -> Data? { throw Failure.offline }

  func saveIf(_ key: String, expectedVersion: Int64?, bytes: Data) throws -> Bool {
    throw Failure.offline
  }
}

private actor ActorStore: AsyncStore {
  private let inner = InMemoryStore()

  func load(_ key: String) -> Data? { inner.load(key) }

  func saveIf(_ key: String, expectedVersion: Int64?, bytes: Data) -> Bool {
    inner.saveIf(key, expectedVersion: expectedVersion, bytes: bytes)
  }
}

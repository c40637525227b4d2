import Foundation

/// Where a host keeps records: a table with a key, a version and bytes.
public protocol Store: Sendable {
  /// Gives the bytes stored under a key.
  ///
  /// - Parameter key: Key of the record.
  /// - Returns: The bytes; nil when there is no record.
  /// - Throws: Whatever the store reports.
  func load(_ key: String) throws -> Data?

  /// Stores bytes if the record has the expected version, in one atomic operation.
  ///
  /// The new record has the next version, 1 for the first.
  ///
  /// - Parameters:
  ///   - key: Key of the record.
  ///   - expectedVersion: Version that the record must have; nil when it must not exist yet.
  ///   - bytes: New content.
  /// - Returns: Whether it was stored. A version that differs is no error.
  /// - Throws: Whatever the store reports.
  func saveIf(_ key: String, expectedVersion: Int64?, bytes: Data) throws -> Bool
}

/// ``Store`` for hosts that wait without blocking.
public protocol AsyncStore: Sendable {
  /// Gives the bytes stored under a key.
  ///
  /// - Parameter key: Key of the record.
  /// - Returns: The bytes; nil when there is no record.
  /// - Throws: Whatever the store reports.
  func load(_ key: String) async throws -> Data?

  /// Stores bytes if the record has the expected version, in one atomic operation.
  ///
  /// - Parameters:
  ///   - key: Key of the record.
  ///   - expectedVersion: Version that the record must have; nil when it must not exist yet.
  ///   - bytes: New content.
  /// - Returns: Whether it was stored. A version that differs is no error.
  /// - Throws: Whatever the store reports.
  func saveIf(_ key: String, expectedVersion: Int64?, bytes: Data) async throws -> Bool
}

/// A step whose outcome is sealed until it is stored.
public protocol SealedTransition: Sendable {
  /// What comes out of ``commit(stored:)``.
  associatedtype Committed: Sendable

  /// Gives the records to store before ``commit(stored:)``.
  ///
  /// - Returns: The records; none when the step changed nothing.
  /// - Throws: ``EntError`` with `transition/spent` after a commit.
  func writes() throws -> [StateWrite]

  /// Opens the outcome once the store has answered; the transition is spent either way.
  ///
  /// - Parameter stored: Whether every write was made.
  /// - Returns: The next state and the outcome.
  /// - Throws: ``EntError`` with `cas/lost` when it was not, or `transition/spent` the second time.
  func commit(stored: Bool) throws -> Committed
}

extension LedgerTransition: SealedTransition {}
extension ActivationTransition: SealedTransition {}
extension PairingTransition: SealedTransition {}
extension LinkTransition: SealedTransition {}
extension LetterTransition: SealedTransition {}
extension ThrottleTransition: SealedTransition {}

/// Lost races after which `drive` gives up: far more than one record ever has at once.
let maxRaces = 1000

extension Store {
  /// Loads the ledger of a subject, takes one step, stores it and hands out what was committed;
  /// starts over when another step was stored first.
  ///
  /// - Parameters:
  ///   - subject: Who the code is for.
  ///   - purpose: What the code is asked for.
  ///   - step: Takes the step, once more after each lost race; it has no other effect.
  /// - Returns: The stored ledger and the outcome.
  /// - Throws: ``EntError`` with `id/format`, `state/…`, or `cas/lost` after a thousand lost races;
  ///   whatever `step` or the store throws.
  @discardableResult
  public func drive(
    ledgerOf subject: String, for purpose: CodePurpose,
    _ step: (Ledger) throws -> LedgerTransition
  ) throws -> CommittedLedger {
    let fresh = try Ledger.fresh(subject: subject, purpose: purpose)
    return try drive(fresh.key()) { bytes in
      try step(bytes.map { try .load(subject: subject, purpose: purpose, bytes: $0) } ?? fresh)
    }
  }

  /// Loads the activation of a subject, takes one step, stores it and hands out what was committed;
  /// starts over when another step was stored first.
  ///
  /// - Parameters:
  ///   - subject: Who the record is about, as a ``GuardianMatch`` names it.
  ///   - step: Takes the step, once more after each lost race; it has no other effect.
  /// - Returns: The stored activation and the outcome.
  /// - Throws: ``EntError`` with `id/format`, `state/…`, or `cas/lost` after a thousand lost races;
  ///   whatever `step` or the store throws.
  @discardableResult
  public func drive(
    activationOf subject: String, _ step: (GuardianActivation) throws -> ActivationTransition
  ) throws -> CommittedActivation {
    let fresh = try GuardianActivation.fresh(subject: subject)
    return try drive(fresh.key()) { bytes in
      try step(bytes.map { try .load(subject: subject, bytes: $0) } ?? fresh)
    }
  }

  /// Loads the pairing of an account, takes one step, stores it and hands out what was committed;
  /// starts over when another step was stored first.
  ///
  /// - Parameters:
  ///   - account: Whose devices they are.
  ///   - step: Takes the step, once more after each lost race; it has no other effect.
  /// - Returns: The stored record and the outcome.
  /// - Throws: ``EntError`` with `id/format`, `state/…`, or `cas/lost` after a thousand lost races;
  ///   whatever `step` or the store throws.
  @discardableResult
  public func drive(
    pairingOf account: String, _ step: (Pairing) throws -> PairingTransition
  ) throws -> CommittedPairing {
    try drive(Pairing.fresh(account: account), step)
  }

  /// Loads the pairing to redeem an identifier at, takes one step, stores it and hands out what was
  /// committed; starts over when another step was stored first.
  ///
  /// - Parameters:
  ///   - identifier: What was typed or scanned.
  ///   - account: Whose identifier it is by the index; nil when it knows none, and the record is one
  ///     of nobody.
  ///   - step: Takes the step, once more after each lost race; it has no other effect.
  /// - Returns: The stored record and the outcome.
  /// - Throws: ``EntError`` with `pairing/id-…`, `state/…`, or `cas/lost` after a thousand lost races;
  ///   whatever `step` or the store throws.
  @discardableResult
  public func drive(
    redeeming identifier: String, of account: String?,
    _ step: (Pairing) throws -> PairingTransition
  ) throws -> CommittedPairing {
    try drive(Pairing.find(identifier: identifier, found: account), step)
  }

  /// Loads the e-mail link of an account, takes one step, stores it and hands out what was
  /// committed; starts over when another step was stored first.
  ///
  /// - Parameters:
  ///   - account: Whose address is to be confirmed.
  ///   - step: Takes the step, once more after each lost race; it has no other effect.
  /// - Returns: The stored record and the outcome.
  /// - Throws: ``EntError`` with `id/format`, `state/…`, or `cas/lost` after a thousand lost races;
  ///   whatever `step` or the store throws.
  @discardableResult
  public func drive(
    emailLinkOf account: String, _ step: (EmailLink) throws -> LinkTransition
  ) throws -> CommittedLink {
    let fresh = try EmailLink.fresh(account: account)
    return try drive(fresh.key()) { bytes in
      try step(bytes.map { try .load(account: account, bytes: $0) } ?? fresh)
    }
  }

  /// Loads the letters of a person, takes one step, stores it and hands out what was committed;
  /// starts over when another step was stored first.
  ///
  /// - Parameters:
  ///   - subject: Who the letters are for; nil for an identifier that nobody has, which is
  ///     answered like a wrong secret.
  ///   - holder: Whose account they activate.
  ///   - step: Takes the step, once more after each lost race; it has no other effect.
  /// - Returns: The stored record and the outcome.
  /// - Throws: ``EntError`` with `id/format`, `state/…`, or `cas/lost` after a thousand lost races;
  ///   whatever `step` or the store throws.
  @discardableResult
  public func drive(
    lettersOf subject: String?, heldBy holder: LetterHolder,
    _ step: (Letter) throws -> LetterTransition
  ) throws -> CommittedLetter {
    guard let subject else {
      return try drive(Letter.decoy().key()) { _ in try step(.decoy()) }
    }
    let fresh = try Letter.fresh(subject: subject, holder: holder)
    return try drive(fresh.key()) { bytes in
      try step(bytes.map { try .load(subject: subject, bytes: $0) } ?? fresh)
    }
  }

  /// Loads the tries that a throttle counts, takes one step, stores it and hands out what was
  /// committed; starts over when another step was stored first.
  ///
  /// - Parameters:
  ///   - throttle: Whose tries they are; stepped as it is while nothing is stored under its key.
  ///   - step: Takes the step, once more after each lost race; it has no other effect.
  /// - Returns: The stored throttle and the outcome; what it does not allow is not tried.
  /// - Throws: ``EntError`` with `state/…`, or `cas/lost` after a thousand lost races; whatever
  ///   `step` or the store throws.
  @discardableResult
  public func drive(
    _ throttle: Throttle, _ step: (Throttle) throws -> ThrottleTransition
  ) throws -> CommittedThrottle {
    try drive(throttle.key()) { bytes in
      try step(bytes.map { try throttle.reload(bytes: $0) } ?? throttle)
    }
  }

  private func drive(
    _ fresh: Pairing, _ step: (Pairing) throws -> PairingTransition
  ) throws -> CommittedPairing {
    try drive(fresh.key()) { bytes in
      try step(bytes.map { try fresh.reload(bytes: $0) } ?? fresh)
    }
  }

  private func drive<T: SealedTransition>(
    _ key: String, _ step: (Data?) throws -> T
  ) throws -> T.Committed {
    var races = 0
    while true {
      let transition = try step(load(key))
      let stored = try transition.writes().allSatisfy {
        try saveIf($0.key, expectedVersion: $0.expectedVersion, bytes: $0.bytes)
      }
      do {
        return try transition.commit(stored: stored)
      } catch EntError.CasLost where races < maxRaces {
        races += 1
      }
    }
  }
}

extension AsyncStore {
  /// Loads the ledger of a subject, takes one step, stores it and hands out what was committed;
  /// starts over when another step was stored first.
  ///
  /// - Parameters:
  ///   - subject: Who the code is for.
  ///   - purpose: What the code is asked for.
  ///   - step: Takes the step, once more after each lost race; it has no other effect.
  /// - Returns: The stored ledger and the outcome.
  /// - Throws: ``EntError`` with `id/format`, `state/…`, or `cas/lost` after a thousand lost races;
  ///   whatever `step` or the store throws.
  @discardableResult
  public func drive(
    ledgerOf subject: String, for purpose: CodePurpose,
    _ step: (Ledger) throws -> LedgerTransition
  ) async throws -> CommittedLedger {
    let fresh = try Ledger.fresh(subject: subject, purpose: purpose)
    return try await drive(fresh.key()) { bytes in
      try step(bytes.map { try .load(subject: subject, purpose: purpose, bytes: $0) } ?? fresh)
    }
  }

  /// Loads the activation of a subject, takes one step, stores it and hands out what was committed;
  /// starts over when another step was stored first.
  ///
  /// - Parameters:
  ///   - subject: Who the record is about, as a ``GuardianMatch`` names it.
  ///   - step: Takes the step, once more after each lost race; it has no other effect.
  /// - Returns: The stored activation and the outcome.
  /// - Throws: ``EntError`` with `id/format`, `state/…`, or `cas/lost` after a thousand lost races;
  ///   whatever `step` or the store throws.
  @discardableResult
  public func drive(
    activationOf subject: String, _ step: (GuardianActivation) throws -> ActivationTransition
  ) async throws -> CommittedActivation {
    let fresh = try GuardianActivation.fresh(subject: subject)
    return try await drive(fresh.key()) { bytes in
      try step(bytes.map { try .load(subject: subject, bytes: $0) } ?? fresh)
    }
  }

  /// Loads the pairing of an account, takes one step, stores it and hands out what was committed;
  /// starts over when another step was stored first.
  ///
  /// - Parameters:
  ///   - account: Whose devices they are.
  ///   - step: Takes the step, once more after each lost race; it has no other effect.
  /// - Returns: The stored record and the outcome.
  /// - Throws: ``EntError`` with `id/format`, `state/…`, or `cas/lost` after a thousand lost races;
  ///   whatever `step` or the store throws.
  @discardableResult
  public func drive(
    pairingOf account: String, _ step: (Pairing) throws -> PairingTransition
  ) async throws -> CommittedPairing {
    try await drive(Pairing.fresh(account: account), step)
  }

  /// Loads the pairing to redeem an identifier at, takes one step, stores it and hands out what was
  /// committed; starts over when another step was stored first.
  ///
  /// - Parameters:
  ///   - identifier: What was typed or scanned.
  ///   - account: Whose identifier it is by the index; nil when it knows none, and the record is one
  ///     of nobody.
  ///   - step: Takes the step, once more after each lost race; it has no other effect.
  /// - Returns: The stored record and the outcome.
  /// - Throws: ``EntError`` with `pairing/id-…`, `state/…`, or `cas/lost` after a thousand lost races;
  ///   whatever `step` or the store throws.
  @discardableResult
  public func drive(
    redeeming identifier: String, of account: String?,
    _ step: (Pairing) throws -> PairingTransition
  ) async throws -> CommittedPairing {
    try await drive(Pairing.find(identifier: identifier, found: account), step)
  }

  /// Loads the e-mail link of an account, takes one step, stores it and hands out what was
  /// committed; starts over when another step was stored first.
  ///
  /// - Parameters:
  ///   - account: Whose address is to be confirmed.
  ///   - step: Takes the step, once more after each lost race; it has no other effect.
  /// - Returns: The stored record and the outcome.
  /// - Throws: ``EntError`` with `id/format`, `state/…`, or `cas/lost` after a thousand lost races;
  ///   whatever `step` or the store throws.
  @discardableResult
  public func drive(
    emailLinkOf account: String, _ step: (EmailLink) throws -> LinkTransition
  ) async throws -> CommittedLink {
    let fresh = try EmailLink.fresh(account: account)
    return try await drive(fresh.key()) { bytes in
      try step(bytes.map { try .load(account: account, bytes: $0) } ?? fresh)
    }
  }

  /// Loads the letters of a person, takes one step, stores it and hands out what was committed;
  /// starts over when another step was stored first.
  ///
  /// - Parameters:
  ///   - subject: Who the letters are for; nil for an identifier that nobody has, which is
  ///     answered like a wrong secret.
  ///   - holder: Whose account they activate.
  ///   - step: Takes the step, once more after each lost race; it has no other effect.
  /// - Returns: The stored record and the outcome.
  /// - Throws: ``EntError`` with `id/format`, `state/…`, or `cas/lost` after a thousand lost races;
  ///   whatever `step` or the store throws.
  @discardableResult
  public func drive(
    lettersOf subject: String?, heldBy holder: LetterHolder,
    _ step: (Letter) throws -> LetterTransition
  ) async throws -> CommittedLetter {
    guard let subject else {
      return try await drive(Letter.decoy().key()) { _ in try step(.decoy()) }
    }
    let fresh = try Letter.fresh(subject: subject, holder: holder)
    return try await drive(fresh.key()) { bytes in
      try step(bytes.map { try .load(subject: subject, bytes: $0) } ?? fresh)
    }
  }

  /// Loads the tries that a throttle counts, takes one step, stores it and hands out what was
  /// committed; starts over when another step was stored first.
  ///
  /// - Parameters:
  ///   - throttle: Whose tries they are; stepped as it is while nothing is stored under its key.
  ///   - step: Takes the step, once more after each lost race; it has no other effect.
  /// - Returns: The stored throttle and the outcome; what it does not allow is not tried.
  /// - Throws: ``EntError`` with `state/…`, or `cas/lost` after a thousand lost races; whatever
  ///   `step` or the store throws.
  @discardableResult
  public func drive(
    _ throttle: Throttle, _ step: (Throttle) throws -> ThrottleTransition
  ) async throws -> CommittedThrottle {
    try await drive(throttle.key()) { bytes in
      try step(bytes.map { try throttle.reload(bytes: $0) } ?? throttle)
    }
  }

  private func drive(
    _ fresh: Pairing, _ step: (Pairing) throws -> PairingTransition
  ) async throws -> CommittedPairing {
    try await drive(fresh.key()) { bytes in
      try step(bytes.map { try fresh.reload(bytes: $0) } ?? fresh)
    }
  }

  private func drive<T: SealedTransition>(
    _ key: String, _ step: (Data?) throws -> T
  ) async throws -> T.Committed {
    var races = 0
    while true {
      let transition = try await step(load(key))
      var stored = true
      for write in try transition.writes() where stored {
        stored = try await saveIf(
          write.key, expectedVersion: write.expectedVersion, bytes: write.bytes)
      }
      do {
        return try transition.commit(stored: stored)
      } catch EntError.CasLost where races < maxRaces {
        races += 1
      }
    }
  }
}

/// A store in memory, for tests and demonstrations; threads may share it.
public final class InMemoryStore: Store, @unchecked Sendable {
  private let lock = NSLock()
  private var records: [String: (version: Int64, bytes: Data)] = [:]

  /// Makes an empty store.
  public init() {}

  /// Gives the bytes stored under a key.
  ///
  /// - Parameter key: Key of the record.
  /// - Returns: The bytes; nil when there is no record.
  public func load(_ key: String) -> Data? {
    lock.withLock { records[key]?.bytes }
  }

  /// Stores bytes if the record has the expected version.
  ///
  /// - Parameters:
  ///   - key: Key of the record.
  ///   - expectedVersion: Version that the record must have; nil when it must not exist yet.
  ///   - bytes: New content.
  /// - Returns: Whether it was stored.
  public func saveIf(_ key: String, expectedVersion: Int64?, bytes: Data) -> Bool {
    lock.withLock {
      guard records[key]?.version == expectedVersion else { return false }
      records[key] = ((expectedVersion ?? 0) + 1, bytes)
      return true
    }
  }
}

extension InMemoryStore: AsyncStore {}

extension InMemoryStore: CustomReflectable {
  /// Shows nothing of the records.
  public var customMirror: Mirror { Mirror(self, children: [:]) }
}

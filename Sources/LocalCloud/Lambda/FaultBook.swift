internal import AWSWire
internal import GRDB
internal import JSONValue

/// The faults in force, kept in the database and remembered once they were read.
package final class FaultBook: Sendable {
  /// What one invocation meets.
  struct Verdict: Hashable, Sendable {
    /// Whether the call is refused before anything runs.
    var isThrottled = false
    /// Whether the code hangs, once it has logged what it received, until its deadline.
    var isTimedOut = false
    /// Whether the code fails once it has logged what it received.
    var mustFail = false
    /// How long the code waits before it begins, summed over the faults that do so.
    var delayMilliseconds = 0

    /// What happens to the code once it has logged what it received.
    var interference: (@Sendable () async throws -> Void)? {
      if isTimedOut {
        return {
          await Race<Void>.waitForCancellation()
          throw CancellationError()
        }
      }
      guard mustFail else { return nil }
      return {
        throw FunctionFailure(type: "InjectedFault", message: "This failure was asked for.")
      }
    }
  }

  /// The tables of this folder.
  package static let migrations = [
    CloudMigration("lambda-1") { db in
      try db.execute(
        sql: """
          CREATE TABLE lambda_faults (
            function TEXT NOT NULL, kind TEXT NOT NULL, document TEXT NOT NULL,
            PRIMARY KEY (function, kind)) WITHOUT ROWID
          """
      )
    }
  ]

  private let database: any CloudDatabase
  private let identifiers: RandomIdentifiers
  /// The faults of each function, in force or not.
  private let faults = RememberedRows<String, [Fault]>()

  /// Makes a book of the faults that are stored.
  init(database: any CloudDatabase, identifiers: RandomIdentifiers) {
    self.database = database
    self.identifiers = identifiers
  }

  /// The faults in force at `now`, by function and kind.
  ///
  /// - Throws: `CloudError` where the storage fails.
  func list(now: Instant) async throws -> [Fault] {
    let documents = try await database.read { db in
      try String.fetchAll(db, sql: "SELECT document FROM lambda_faults ORDER BY function, kind")
    }
    return documents.compactMap { Fault(stored: $0) }.filter { $0.isInForce(at: now) }
  }

  /// Puts a fault into force in place of one of the same kind.
  func add(_ fault: Fault) async throws {
    let (kind, document) = (fault.kindName, fault.stored)
    try await database.write { db in
      try db.execute(
        sql: "INSERT OR REPLACE INTO lambda_faults VALUES (?, ?, ?)",
        arguments: [fault.function, kind, document]
      )
    }
    faults.forget(fault.function)
  }

  /// Ends the faults of one function, or all.
  func clear(_ function: String?) async throws {
    try await database.write { db in
      try db.execute(
        sql: "DELETE FROM lambda_faults WHERE ?1 IS NULL OR function = ?1",
        arguments: [function]
      )
    }
    if let function { faults.forget(function) } else { faults.forgetAll() }
  }

  /// What an invocation of `function` meets at `now`; nothing where the storage does not say.
  func verdict(for function: String, now: Instant) -> Verdict {
    var verdict = Verdict()
    let due = ((try? known(function)) ?? []).filter { $0.isInForce(at: now) }
    for fault in due where fault.rate >= 1 || identifiers.unit() < fault.rate {
      switch fault.kind {
      case .throttle: verdict.isThrottled = true
      case .timeout: verdict.isTimedOut = true
      case .error: verdict.mustFail = true
      case .delay(let milliseconds): verdict.delayMilliseconds += milliseconds
      }
    }
    return verdict
  }

  private func known(_ function: String) throws -> [Fault]? {
    try faults.row(function) {
      try database.lookUp { db in
        try String.fetchAll(
          db,
          sql: "SELECT document FROM lambda_faults WHERE function = ? ORDER BY kind",
          arguments: [function]
        ).compactMap { Fault(stored: $0) }
      }
    }
  }
}

extension Fault {
  fileprivate func isInForce(at now: Instant) -> Bool { until.map { now < $0 } ?? true }

  fileprivate var stored: String {
    var document = json
    document["untilMs"] = until.map { .number(JSONNumber(Int($0.milliseconds))) }
    return document.text()
  }

  fileprivate init?(stored: String) {
    guard let document = try? JSON(parsing: stored),
      let fault = try? Fault(request: document, now: Instant(milliseconds: 0))
    else { return nil }
    self = fault
    until = document["untilMs"]?.int.map { Instant(milliseconds: Int64($0)) }
  }
}

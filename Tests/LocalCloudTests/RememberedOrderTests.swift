import AWSWire
import GRDB
import JSONValue
import Testing

@testable import LocalCloud

/// Two changes at once whose answers come in the other order: what is remembered is what is stored.
@Suite(.timeLimit(.minutes(1)))
struct RememberedOrderTests {
  private let stage: ServiceStage
  private let base: SQLiteCloudDatabase
  private let database: StagedDatabase

  init() throws {
    stage = try ServiceStage()
    base = try stage.open()
    database = StagedDatabase(base)
  }

  /// Makes the first change, whose answer is held back until the second is answered.
  private func inOrder(
    _ first: @escaping @Sendable () async throws -> Void,
    isStored: @escaping @Sendable () async throws -> Bool,
    _ second: () async throws -> Void
  ) async throws {
    let held = Race<Void>()
    database.holdNextAnswer(held)
    async let answer: Void = first()
    #expect(try await eventually { try await isStored() })
    try await second()
    held.settle(())
    try await answer
  }

  @Test func `Of two faults of a kind the one that was stored last is in force`() async throws {
    let faults = FaultBook(database: database, identifiers: RandomIdentifiers())
    let now = stage.timer.now
    func delay() -> Int { faults.verdict(for: "f", now: now).delayMilliseconds }
    #expect(delay() == 0)
    try await inOrder {
      try await faults.add(Fault(function: "f", kind: .delay(milliseconds: 1)))
    } isStored: {
      try await faults.list(now: now).count == 1
    } _: {
      try await faults.add(Fault(function: "f", kind: .delay(milliseconds: 2)))
      #expect(delay() == 2)
    }
    #expect(delay() == 2)
    try await faults.clear("f")
    #expect(delay() == 0)
    await base.close()
  }

  @Test func `Of two uploads the one that was stored last is the function's code`() async throws {
    let store = CodeStore(
      database: database,
      folder: stage.folder + "/functions",
      identifiers: RandomIdentifiers()
    )
    let now = stage.timer.now
    try await store.load([FunctionSpec(name: "f", arn: "arn:f", properties: [:])], now: now)
    #expect(try store.code(of: "f")?.size == 0)
    @Sendable func put(_ digest: String) async throws {
      let code = UploadedCode(digest: digest, size: 1, revision: digest, modified: now)
      try await store.put([0], code, for: "f")
    }
    let (database, zips) = (base, "SELECT count(*) FROM lambda_code WHERE digest = 'one'")
    try await inOrder {
      try await put("one")
    } isStored: {
      try await database.read { try Int.fetchOne($0, sql: zips) } == 1
    } _: {
      try await put("two")
      #expect(try store.code(of: "f")?.digest == "two")
    }
    #expect(try store.code(of: "f")?.digest == "two")
    await base.close()
  }
}

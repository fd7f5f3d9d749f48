import Foundation
import GRDB
import Synchronization
import Testing

@testable import LocalCloud

struct CoreStoreTests {
  private let folder = ScratchFolder()
  private var path: String { folder.path + "/cloud.sqlite" }

  /// All files in the folder.
  private var names: [String] {
    (try? FileManager.default.contentsOfDirectory(atPath: folder.path))?.sorted() ?? []
  }

  private let numbers = CloudMigration("numbers-1") { db in
    try db.execute(sql: "CREATE TABLE numbers (n INTEGER PRIMARY KEY)")
  }

  private func open(_ migrations: [CloudMigration]? = nil) throws -> SQLiteCloudDatabase {
    try SQLiteCloudDatabase(path: path, migrations: migrations ?? [numbers], logger: quiet)
  }

  @Test func `What was written is read back and is there after reopening`() async throws {
    let database = try open()
    try await database.write { try $0.execute(sql: "INSERT INTO numbers VALUES (7)") }
    let sum = { @Sendable (db: Database) in try Int.fetchOne(db, sql: "SELECT sum(n) FROM numbers")
    }
    #expect(try await database.read(sum) == 7)
    await database.close()
    let again = try open()
    #expect(try await again.read(sum) == 7)
    await again.close()
  }

  @Test func `Every commit waits for the disk`() async throws {
    let database = try open()
    let level = try await database.write { try Int.fetchOne($0, sql: "PRAGMA synchronous") }
    #expect(level == 2)
    await database.close()
  }

  @Test func `A look-up sees every write that was answered before it`() async throws {
    let database = try open()
    let missed = try await withThrowingTaskGroup(of: Int.self) { group in
      for n in 0..<200 {
        group.addTask {
          try await database.write {
            try $0.execute(sql: "INSERT INTO numbers VALUES (?)", arguments: [n])
          }
          let found = try database.lookUp { db in
            try Int.fetchOne(
              db.cachedStatement(sql: "SELECT n FROM numbers WHERE n = ?"),
              arguments: [n]
            )
          }
          return found == n ? 0 : 1
        }
      }
      return try await group.reduce(0, +)
    }
    #expect(missed == 0)
    await database.close()
  }

  @Test func `A look-up cannot write, and is refused once the database is closed`() async throws {
    let database = try open()
    let insert = { @Sendable (db: Database) in try db.execute(sql: "INSERT INTO numbers VALUES (1)")
    }
    #expect(throws: (any Error).self) { try database.lookUp(insert) }
    await database.close()
    #expect(throws: CloudError.self) { try database.lookUp { _ in 0 } }
  }

  @Test func `A write that fails undoes itself alone`() async throws {
    struct Refused: Error {}
    let database = try open()
    let outcomes = await withTaskGroup(of: Bool.self) { group in
      for n in 0..<200 {
        group.addTask {
          do {
            try await database.write { db in
              try db.execute(sql: "INSERT INTO numbers VALUES (?)", arguments: [n])
              if n % 3 == 0 { throw Refused() }
            }
            return true
          } catch { return false }
        }
      }
      return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
    }
    let count = try await database.read {
      try Int.fetchOne($0, sql: "SELECT count(*) FROM numbers")
    }
    #expect(outcomes == 133)
    #expect(count == 133)
    await database.close()
  }

  @Test func `Posted and awaited writes keep their order`() async throws {
    let database = try open()
    for n in 0..<50 {
      database.post { try $0.execute(sql: "INSERT INTO numbers VALUES (?)", arguments: [n]) }
    }
    let count = try await database.write {
      try Int.fetchOne($0, sql: "SELECT count(*) FROM numbers")
    }
    #expect(count == 50)
    await database.close()
  }

  @Test func `Many writers share commits`() async throws {
    let database = try open()
    try await withThrowingTaskGroup(of: Void.self) { group in
      for lane in 0..<64 {
        group.addTask {
          for n in 0..<100 {
            try await database.write { db in
              try db.execute(sql: "INSERT INTO numbers VALUES (?)", arguments: [lane * 100 + n])
            }
          }
        }
      }
      try await group.waitForAll()
    }
    let count = try await database.read {
      try Int.fetchOne($0, sql: "SELECT count(*) FROM numbers")
    }
    #expect(count == 6400)
    await database.close()
  }

  @Test func `A database of a newer version is refused and left as it was`() async throws {
    await (try open([numbers, CloudMigration("numbers-2") { _ in }])).close()
    let before = (try Data(contentsOf: URL(fileURLWithPath: path)), names)
    #expect(throws: CloudStoreError(path: path, reason: .newer(migration: "numbers-2"))) {
      _ = try open()
    }
    #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == before.0)
    #expect(names == before.1)
  }

  @Test func `A file that is no database is refused and left as it was`() throws {
    let garbage = Data(repeating: 0x55, count: 4096)
    try garbage.write(to: URL(fileURLWithPath: path))
    #expect(throws: CloudStoreError.self) { _ = try open() }
    #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == garbage)
    #expect(names == ["cloud.sqlite"])
  }

  @Test func `Damaged pages are found at the start`() async throws {
    let database = try open()
    try await database.write { db in
      for n in 0..<5000 { try db.execute(sql: "INSERT INTO numbers VALUES (?)", arguments: [n]) }
    }
    await database.close()
    var bytes = try Data(contentsOf: URL(fileURLWithPath: path))
    for index in 4096 * 2..<4096 * 4 { bytes[index] = 0xAA }
    try bytes.write(to: URL(fileURLWithPath: path))
    for companion in ["-wal", "-shm"] {
      try? FileManager.default.removeItem(atPath: path + companion)
    }
    #expect {
      _ = try open()
    } throws: { error in
      guard let error = error as? CloudStoreError, case .corrupt = error.reason else {
        return false
      }
      return error.description.contains(path)
    }
    #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == bytes)
    #expect(names == ["cloud.sqlite"])
  }

  @Test func `An older database is migrated and a copy of it is kept`() async throws {
    let first = try open()
    try await first.write { try $0.execute(sql: "INSERT INTO numbers VALUES (1)") }
    await first.close()
    let second = CloudMigration("numbers-2") { db in
      try db.execute(sql: "ALTER TABLE numbers ADD COLUMN name TEXT")
    }
    let database = try open([numbers, second])
    let columns = try await database.read { try $0.columns(in: "numbers").map(\.name) }
    #expect(columns == ["n", "name"])
    await database.close()
    let copy = try DatabaseQueue(path: "\(path).before-numbers-2")
    #expect(try await copy.read { try $0.columns(in: "numbers").map(\.name) } == ["n"])
  }

  @Test func `A full disk is answered as unavailable`() async throws {
    let database = try open()
    try await database.write { try $0.execute(sql: "PRAGMA max_page_count = 8") }
    await #expect {
      try await database.write { db in
        for n in 0..<20_000 {
          try db.execute(sql: "INSERT INTO numbers VALUES (?)", arguments: [n])
        }
      }
    } throws: { ($0 as? CloudError)?.status == 503 }
    #expect(database.trouble?.message.contains("is full") == true)
    try await database.write { try $0.execute(sql: "INSERT INTO numbers VALUES (1)") }
    #expect(database.trouble == nil)
    await database.close()
  }

  @Test func `What is kept while the disk is full comes before all that is newer`() async throws {
    let database = try open()
    let isFull = Mutex(true)
    @Sendable func set(_ value: Int, _ db: Database) throws {
      if isFull.withLock({ $0 }) { throw DatabaseError(resultCode: .SQLITE_FULL) }
      try db.execute(sql: "UPDATE numbers SET n = ?", arguments: [value])
    }
    try await database.write { try $0.execute(sql: "INSERT INTO numbers VALUES (0)") }
    database.post { try set(1, $0) }
    // The group of this one is undone; it can share a transaction with what was posted before it.
    await #expect { try await database.write { try set(2, $0) } } throws: {
      ($0 as? CloudError)?.status == 503
    }
    database.post { try set(3, $0) }
    await #expect(throws: CloudError.self) { try await database.write { try set(4, $0) } }
    isFull.withLock { $0 = false }
    database.post { try set(5, $0) }
    let seen = try await database.write { try Int.fetchAll($0, sql: "SELECT n FROM numbers") }
    #expect(seen == [5])
    await database.close()
  }

  @Test func `A full disk is tried with one kept job, and not with all of them`() async throws {
    let database = try open()
    let state = Mutex((isFull: true, tries: 0))
    // There is room for ten rows, so that a transaction of many ends in the midst of them.
    for n in 0..<500 {
      database.post { db in
        let isFull = state.withLock { state in
          state.tries += 1
          return state.isFull
        }
        let rows = try Int.fetchOne(db, sql: "SELECT count(*) FROM numbers") ?? 0
        if isFull, rows >= 10 { throw DatabaseError(resultCode: .SQLITE_FULL) }
        try db.execute(sql: "INSERT INTO numbers VALUES (?)", arguments: [n])
      }
    }
    // What was posted is undone with the first of these; the others find it kept.
    for _ in 0..<10 { _ = try? await database.write { _ in } }
    let before = state.withLock { $0.tries }
    for _ in 0..<10 {
      await #expect(throws: CloudError.self) { try await database.write { _ in } }
    }
    #expect(state.withLock { $0.tries } - before == 10)
    state.withLock { $0.isFull = false }
    let kept = try await database.write { try Int.fetchAll($0, sql: "SELECT n FROM numbers") }
    #expect(kept == Array(0..<500))
    await database.close()
  }

  @Test func `What is kept while the disk is full has a bound in bytes`() async throws {
    let database = try open()
    let isFull = Mutex(true)
    for n in 0..<5 {
      database.post(bytes: GroupCommit.mostKept / 3) { db in
        if isFull.withLock({ $0 }) { throw DatabaseError(resultCode: .SQLITE_FULL) }
        try db.execute(sql: "INSERT INTO numbers VALUES (?)", arguments: [n])
      }
    }
    _ = try? await database.write { _ in }
    isFull.withLock { $0 = false }
    let kept = try await database.write { try Int.fetchAll($0, sql: "SELECT n FROM numbers") }
    #expect(kept == [2, 3, 4])
    await database.close()
  }

  @Test func `What is kept while the disk is full is written at the end, where there is room`()
    async throws
  {
    let database = try open()
    let isFull = Mutex(true)
    database.post { db in
      if isFull.withLock({ $0 }) { throw DatabaseError(resultCode: .SQLITE_FULL) }
      try db.execute(sql: "INSERT INTO numbers VALUES (1)")
    }
    _ = try? await database.write { _ in throw DatabaseError(resultCode: .SQLITE_FULL) }
    isFull.withLock { $0 = false }
    await database.close()
    let again = try open()
    #expect(try await again.read { try Int.fetchOne($0, sql: "SELECT n FROM numbers") } == 1)
    await again.close()
  }

  @Test func `A folder that cannot be written is named`() {
    #expect {
      _ = try SQLiteCloudDatabase(path: "/proc/cloud.sqlite", migrations: [], logger: quiet)
    } throws: { ($0 as? CloudStoreError)?.path.hasPrefix("/proc") == true }
  }
}

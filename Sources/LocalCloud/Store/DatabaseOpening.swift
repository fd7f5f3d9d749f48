internal import CSQLite
internal import GRDB
internal import Glibc

/// The steps by which a database file is looked at, refused or opened, and migrated.
struct DatabaseOpening {
  /// The size in bytes up to which all pages are checked at each start; larger files are trusted to
  /// SQLite's own checks, so that a start stays short.
  static let largestCheckedSize = 4 << 20

  /// Whether SQLite was set up before it was first used.
  private static let isSetUp = csqlite_forgo_memory_statistics() == SQLITE_OK

  /// The file; its log lies beside it, under its name with `-wal` behind.
  let path: String
  /// The schema's steps, in the order in which they are applied.
  let migrations: [CloudMigration]

  /// Opens the pool, with the schema brought up to date.
  ///
  /// - Throws: `CloudStoreError`; the file is then as it was, and nothing new is beside it.
  func open() throws -> DatabasePool {
    _ = DatabaseOpening.isSetUp
    return try translatingErrors {
      let isNew = try look()
      if !isNew { try inspectLeavingNothing() }
      let pool = try DatabasePool(path: path, configuration: configuration)
      makePrivate()
      try demandFullSync(pool)
      try migrate(pool, isNew: isNew)
      return pool
    }
  }

  /// Opens one more connection to a database that is open, for reading only.
  ///
  /// - Throws: `DatabaseError`.
  func openForLookUps() throws -> DatabaseQueue {
    var readOnly = configuration
    readOnly.label = "rollcall.lookup"
    readOnly.readonly = true
    return try DatabaseQueue(path: path, configuration: readOnly)
  }

  /// Checks from outside whether the file can be a database of ours; `true` where there is none yet.
  private func look() throws -> Bool {
    var status = stat()
    guard stat(path, &status) == 0, status.st_size > 0 else {
      let folder = String(path[..<(path.lastIndex(of: "/") ?? path.startIndex)])
      try demandAccess(folder.isEmpty ? "." : folder)
      return true
    }
    try demandAccess(path)
    guard let file = fopen(path, "rb") else {
      throw CloudStoreError(path: path, reason: .notWritable(detail: systemMessage()))
    }
    defer { fclose(file) }
    var header = [UInt8](repeating: 0, count: 16)
    guard fread(&header, 1, 16, file) == 16, header == Array("SQLite format 3\0".utf8) else {
      throw CloudStoreError(path: path, reason: .corrupt(detail: "not a SQLite database"))
    }
    return false
  }

  private func demandAccess(_ path: String) throws {
    guard access(path, R_OK | W_OK) == 0 else {
      throw CloudStoreError(path: path, reason: .notWritable(detail: systemMessage()))
    }
  }

  /// Inspects, and takes away what that put beside a file which is refused: even a connection that
  /// only reads makes the files of a log, empty ones.
  private func inspectLeavingNothing() throws {
    let found = companions
    do {
      try inspect()
    } catch {
      for companion in companions.subtracting(found) { unlink(companion) }
      throw error
    }
  }

  private var companions: Set<String> {
    Set(["-wal", "-shm"].map { path + $0 }.filter { access($0, F_OK) == 0 })
  }

  /// Reads schema and pages through a connection that cannot write.
  private func inspect() throws {
    var readOnly = Configuration()
    readOnly.readonly = true
    let queue = try DatabaseQueue(path: path, configuration: readOnly)
    defer { try? queue.close() }
    var status = stat()
    let isSmall = stat(path, &status) == 0 && status.st_size <= DatabaseOpening.largestCheckedSize
    try queue.read { db in
      if isSmall, let fault = try String.fetchOne(db, sql: "PRAGMA quick_check(1)"), fault != "ok" {
        throw CloudStoreError(path: path, reason: .corrupt(detail: fault))
      }
      let known = Set(migrations.map(\.name))
      if let unknown = try migrator.appliedIdentifiers(db).first(where: { !known.contains($0) }) {
        throw CloudStoreError(path: path, reason: .newer(migration: unknown))
      }
    }
  }

  private func migrate(_ pool: DatabasePool, isNew: Bool) throws {
    let migrator = migrator
    let pending = try pool.read { db in
      let applied = try migrator.appliedIdentifiers(db)
      return migrations.first { !applied.contains($0.name) }?.name
    }
    guard let pending else { return }
    if !isNew { try keepCopy(of: pool, before: pending) }
    try migrator.migrate(pool)
  }

  /// Writes a copy of an older database beside it, such as `cloud.sqlite.before-logs-2`.
  private func keepCopy(of pool: DatabasePool, before migration: String) throws {
    let copy = "\(path).before-\(migration)"
    unlink(copy)
    try pool.vacuum(into: copy)
    chmod(copy, 0o600)
  }

  private var migrator: DatabaseMigrator {
    var migrator = DatabaseMigrator()
    migrator = migrator.disablingDeferredForeignKeyChecks()
    for migration in migrations {
      migrator.registerMigration(migration.name) { db in try migration.apply(db) }
    }
    return migrator
  }

  private var configuration: Configuration {
    var configuration = Configuration()
    configuration.label = "rollcall.database"
    configuration.busyMode = .timeout(5)
    configuration.foreignKeysEnabled = false
    configuration.maximumReaderCount = 4
    configuration.prepareDatabase { db in
      try db.execute(sql: "PRAGMA temp_store = MEMORY; PRAGMA cache_size = -8000")
    }
    return configuration
  }

  /// Makes every commit wait for the disk: the pool itself asks for less, so it is set afterwards,
  /// and read back.
  private func demandFullSync(_ pool: DatabasePool) throws {
    let level = try pool.writeWithoutTransaction { db in
      try db.execute(sql: "PRAGMA synchronous = FULL")
      return try Int.fetchOne(db, sql: "PRAGMA synchronous")
    }
    guard level == 2 else {
      throw CloudStoreError(path: path, reason: .unusable(detail: "synchronous is not FULL"))
    }
  }

  private func makePrivate() {
    for suffix in ["", "-wal", "-shm"] { chmod(path + suffix, 0o600) }
  }

  private func translatingErrors<Value>(_ body: () throws -> Value) throws -> Value {
    do {
      return try body()
    } catch let error as DatabaseError {
      throw CloudStoreError(path: path, reason: reason(of: error))
    }
  }

  private func reason(of error: DatabaseError) -> CloudStoreError.Reason {
    let detail = error.message ?? "\(error.resultCode)"
    if [.SQLITE_IOERR, .SQLITE_CANTOPEN].contains(error.resultCode), hasNoRoom { return .diskFull }
    return switch error.resultCode {
    case .SQLITE_CORRUPT, .SQLITE_NOTADB: .corrupt(detail: detail)
    case .SQLITE_READONLY, .SQLITE_CANTOPEN, .SQLITE_PERM: .notWritable(detail: detail)
    case .SQLITE_FULL: .diskFull
    default: .unusable(detail: detail)
    }
  }

  /// Whether the disk has less room than a new database and its log take, which SQLite may tell as an
  /// I/O error.
  private var hasNoRoom: Bool {
    var disk = statvfs()
    let folder = String(path[..<(path.lastIndex(of: "/") ?? path.startIndex)])
    guard statvfs(folder.isEmpty ? "." : folder, &disk) == 0 else { return false }
    return UInt64(disk.f_bavail) * UInt64(disk.f_frsize) < 1 << 20
  }

  private func systemMessage() -> String { String(cString: strerror(errno)) }
}

internal import AWSWire
internal import GRDB
internal import Glibc
internal import JSONValue
internal import Packaging
internal import Synchronization

/// Keeps uploaded code in the database, and unpacks it beside it when it is to be run.
package final class CodeStore: Sendable {
  /// How many bytes a function's code may have unzipped.
  static let unzippedLimit = 262_144_000

  /// The tables of this folder.
  package static let migrations = [
    CloudMigration("lambda-2") { db in
      try db.execute(
        sql: """
          CREATE TABLE lambda_code (
            function TEXT PRIMARY KEY, zip BLOB, digest TEXT, size INTEGER NOT NULL,
            revision TEXT NOT NULL, modified INTEGER NOT NULL, configuration TEXT NOT NULL
          ) WITHOUT ROWID
          """
      )
    }
  ]

  private let database: any CloudDatabase
  private let folder: String
  private let identifiers: RandomIdentifiers
  private let codes = Mutex<[String: UploadedCode]>([:])
  /// The code that is unpacked, by function.
  private let unpacked = Mutex<[String: String]>([:])

  /// Keeps code in `database`, and what is unpacked in `folder`, which is emptied.
  init(database: any CloudDatabase, folder: String, identifiers: RandomIdentifiers) {
    (self.database, self.folder, self.identifiers) = (database, folder, identifiers)
    FolderRemoval.remove(folder)
  }

  /// Takes up the functions there are: those that are new or configured anew get a revision, the code
  /// of those that are gone is forgotten.
  func load(_ functions: [FunctionSpec], now: Instant) async throws {
    let wanted = Dictionary(
      functions.map { ($0.name, $0.configuration.text()) },
      uniquingKeysWith: { $1 }
    )
    let found = try await database.read { try CodeStore.rows($0) }
    var known = found
    if found.mapValues(\.configuration) != wanted {
      known = try await database.write { [identifiers] db in
        try CodeStore.adapt(found, to: wanted, now, identifiers, in: db)
        return try CodeStore.rows(db)
      }
    }
    let codes = known.mapValues(\.code)
    self.codes.withLock { $0 = codes }
  }

  private typealias Known = (code: UploadedCode, configuration: String)

  private static func rows(_ db: Database) throws -> [String: Known] {
    let rows = try Row.fetchAll(
      db,
      sql: """
        SELECT function, digest, size, revision, modified, configuration FROM lambda_code
        """
    )
    return Dictionary(
      rows.map { row in
        let code = UploadedCode(
          digest: row["digest"],
          size: row["size"],
          revision: row["revision"],
          modified: Instant(milliseconds: row["modified"])
        )
        return (row["function"] as String, (code, row["configuration"] as String))
      },
      uniquingKeysWith: { $1 }
    )
  }

  private static func adapt(
    _ known: [String: Known],
    to wanted: [String: String],
    _ now: Instant,
    _ identifiers: RandomIdentifiers,
    in db: Database
  ) throws {
    for gone in known.keys where wanted[gone] == nil {
      try db.execute(sql: "DELETE FROM lambda_code WHERE function = ?", arguments: [gone])
    }
    for (name, configuration) in wanted where known[name]?.configuration != configuration {
      try db.execute(
        sql: """
          INSERT INTO lambda_code VALUES (?1, NULL, NULL, 0, ?2, ?3, ?4)
          ON CONFLICT (function) DO UPDATE SET revision = ?2, modified = ?3, configuration = ?4
          """,
        arguments: [name, identifiers.uuid(), now.milliseconds, configuration]
      )
    }
  }

  /// What is known of a function's code; `nil` for a function that nobody has loaded.
  func code(of function: String) -> UploadedCode? { codes.withLock { $0[function] } }

  /// Stores a zip file that was checked as a function's code.
  ///
  /// - Throws: `CloudError` where the storage fails.
  func put(_ zip: [UInt8], _ code: UploadedCode, for function: String) async throws {
    try await database.write { db in
      try db.execute(
        sql: """
          UPDATE lambda_code SET zip = ?, digest = ?, size = ?, revision = ?, modified = ?
          WHERE function = ?
          """,
        arguments: [
          zip.data, code.digest, code.size, code.revision, code.modified.milliseconds, function,
        ]
      )
    }
    codes.withLock { $0[function] = code }
  }

  /// Notes that a function is configured anew, as part of a write of the caller's.
  func reconfigure(
    _ function: String,
    to configuration: String,
    revision: String,
    now: Instant,
    in db: Database
  ) throws {
    try db.execute(
      sql: """
        UPDATE lambda_code SET configuration = ?, revision = ?, modified = ? WHERE function = ?
        """,
      arguments: [configuration, revision, now.milliseconds, function]
    )
  }

  /// Takes up what `reconfigure` has written.
  func noteChange(of function: String, revision: String, now: Instant) {
    codes.withLock { codes in
      codes[function]?.revision = revision
      codes[function]?.modified = now
    }
  }

  /// The folder that a function's code is unpacked in.
  ///
  /// - Throws: `CloudError` where the code cannot be read or unpacked.
  func taskRoot(of function: String) async throws -> String {
    guard let digest = code(of: function)?.digest else {
      throw CloudError("ResourceNotFoundException", "\(function) has no uploaded code.")
    }
    let path = "\(folder)/\(function)-\(digest.prefix(16))"
    if unpacked.withLock({ $0[function] }) == path { return path }
    let zip = try await database.read { db in
      try StorageBytes.fetchOne(
        db,
        sql: "SELECT zip FROM lambda_code WHERE function = ?",
        arguments: [function]
      )
    }
    let draft = "\(path)-\(identifiers.hexadecimal(8))"
    do {
      mkdir(folder, 0o700)
      try ZipArchive(zip?.bytes ?? [], unzippedLimit: CodeStore.unzippedLimit)
        .extract(to: draft)
    } catch {
      FolderRemoval.remove(draft)
      throw CloudError("ServiceException", "\(error)", status: 500)
    }
    // Whoever is second finds the folder there, with the same in it.
    if rename(draft, path) != 0 { FolderRemoval.remove(draft) }
    let old = unpacked.withLock { unpacked in
      defer { unpacked[function] = path }
      return unpacked[function]
    }
    if let old, old != path { FolderRemoval.remove(old) }
    return path
  }

  /// Removes what is unpacked.
  func close() { FolderRemoval.remove(folder) }
}

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
  private let codes = RememberedRows<String, UploadedCode>()
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
    let found = try await database.read { try CodeStore.configurations($0) }
    guard found != wanted else { return }
    try await database.write { [identifiers] db in
      try CodeStore.adapt(found, to: wanted, now, identifiers, in: db)
    }
    codes.forgetAll()
  }

  /// The configurations of all functions as JSON text, by function.
  private static func configurations(_ db: Database) throws -> [String: String] {
    let rows = try Row.fetchAll(db, sql: "SELECT function, configuration FROM lambda_code")
    return Dictionary(
      rows.map { ($0["function"] as String, $0["configuration"] as String) },
      uniquingKeysWith: { $1 }
    )
  }

  private static func adapt(
    _ known: [String: String],
    to wanted: [String: String],
    _ now: Instant,
    _ identifiers: RandomIdentifiers,
    in db: Database
  ) throws {
    for gone in known.keys where wanted[gone] == nil {
      try db.execute(sql: "DELETE FROM lambda_code WHERE function = ?", arguments: [gone])
    }
    for (name, configuration) in wanted where known[name] != configuration {
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
  ///
  /// - Throws: `CloudError` where the storage fails.
  func code(of function: String) throws -> UploadedCode? {
    try codes.row(function) {
      try database.lookUp { db in
        try Row.fetchOne(
          db,
          sql: "SELECT digest, size, revision, modified FROM lambda_code WHERE function = ?",
          arguments: [function]
        ).map { row in
          UploadedCode(
            digest: row["digest"],
            size: row["size"],
            revision: row["revision"],
            modified: Instant(milliseconds: row["modified"])
          )
        }
      }
    }
  }

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
    codes.forget(function)
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

  /// Forgets what `reconfigure` has changed, once that is durable.
  func noteChange(of function: String) { codes.forget(function) }

  /// The folder that a function's code is unpacked in.
  ///
  /// - Throws: `CloudError` where the code cannot be read or unpacked.
  func taskRoot(of function: String) async throws -> String {
    func path(_ digest: String) -> String { "\(folder)/\(function)-\(digest.prefix(16))" }
    if let digest = try code(of: function)?.digest,
      unpacked.withLock({ $0[function] }) == path(digest)
    {
      return path(digest)
    }
    // Digest and zip file of one reading: the folder is named by what is in it.
    guard let (digest, zip) = try await stored(function) else {
      throw CloudError("ResourceNotFoundException", "\(function) has no uploaded code.")
    }
    let path = path(digest)
    let draft = "\(path)-\(identifiers.hexadecimal(8))"
    do {
      mkdir(folder, 0o700)
      try ZipArchive(zip, unzippedLimit: CodeStore.unzippedLimit)
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

  private func stored(_ function: String) async throws -> (digest: String, zip: [UInt8])? {
    try await database.read { db in
      let row = try Row.fetchOne(
        db,
        sql: "SELECT digest, zip FROM lambda_code WHERE function = ? AND digest IS NOT NULL",
        arguments: [function]
      )
      return row.map { ($0["digest"], ($0["zip"] as StorageBytes?)?.bytes ?? []) }
    }
  }

  /// Removes what is unpacked.
  func close() { FolderRemoval.remove(folder) }
}

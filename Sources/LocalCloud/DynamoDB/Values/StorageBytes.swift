internal import FoundationEssentials
internal import GRDB

extension [UInt8] {
  /// The bytes as a value that SQLite keeps as a BLOB.
  var data: StorageBytes { StorageBytes(bytes: self) }
}

/// Bytes on their way into a BLOB column.
struct StorageBytes: DatabaseValueConvertible, Sendable {
  /// What the column holds, which may be empty.
  let bytes: [UInt8]

  /// Wraps bytes.
  init(bytes: [UInt8]) { self.bytes = bytes }

  /// The BLOB.
  var databaseValue: DatabaseValue {
    // An empty BLOB must not become NULL, which a key column refuses.
    Data(bytes).databaseValue
  }

  /// The bytes of a BLOB column.
  static func fromDatabaseValue(_ value: DatabaseValue) -> StorageBytes? {
    Data.fromDatabaseValue(value).map { StorageBytes(bytes: Array($0)) }
  }
}

internal import GRDB

/// A failure of the storage under the database, apart from faults of the statements themselves.
struct StorageFault {
  /// Whether there is no room left, which can pass.
  let isFull: Bool
  /// What callers of a service are answered.
  let answer: CloudError

  /// Sees whether `error` comes from the storage; `nil` where it does not.
  init?(_ error: any Error, path: String) {
    guard let error = error as? DatabaseError else { return nil }
    switch error.resultCode {
    case .SQLITE_FULL:
      isFull = true
      answer = CloudError(
        "ServiceUnavailable",
        "The disk under \(path) is full; nothing was changed.",
        status: 503
      )
    case .SQLITE_IOERR, .SQLITE_CANTOPEN, .SQLITE_READONLY, .SQLITE_NOMEM, .SQLITE_BUSY:
      // A write that the disk cuts short comes as an I/O error, and is undone like a full disk.
      isFull = error.resultCode == .SQLITE_IOERR
      answer = CloudError(
        "ServiceUnavailable",
        "\(path) cannot be written: \(error.message ?? "\(error.resultCode)").",
        status: 503
      )
    case .SQLITE_CORRUPT, .SQLITE_NOTADB:
      isFull = false
      answer = CloudError(
        "InternalServerError",
        "\(path) is damaged: \(error.message ?? "\(error.resultCode)").",
        status: 500
      )
    default: return nil
    }
  }
}

internal import Glibc

/// The folder that holds one local cloud, private to its user.
struct DataFolder: Hashable, Sendable {
  /// Where it is; all that the cloud writes lies below.
  let path: String

  /// The database's file.
  var database: String { "\(path)/cloud.sqlite" }

  /// The folder that uploaded code is unpacked in.
  var functions: String { "\(path)/functions" }

  /// The keys' file.
  var keys: String { "\(path)/credentials.json" }

  /// Makes the folder and those above it where they are missing.
  ///
  /// - Throws: `CloudStoreError` where it cannot be made or written.
  init(making path: String) throws {
    self.path = path
    var at = path.startIndex
    while at < path.endIndex {
      at = path[path.index(after: at)...].firstIndex(of: "/") ?? path.endIndex
      let part = String(path[..<at])
      if mkdir(part, 0o700) != 0, errno != EEXIST, at == path.endIndex { throw refusal(part) }
    }
    guard access(path, R_OK | W_OK | X_OK) == 0 else { throw refusal(path) }
    var status = stat()
    guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else {
      throw CloudStoreError(path: path, reason: .notWritable(detail: "it is not a folder"))
    }
  }

  /// Refuses a database that has lost all its bytes in a folder whose cloud has been used; a new one
  /// would hide that.
  ///
  /// - Throws: `CloudStoreError`.
  func demandDatabase() throws {
    var status = stat()
    guard stat(database, &status) == 0, status.st_size == 0, access(keys, F_OK) == 0 else { return }
    throw CloudStoreError(
      path: database,
      reason: .corrupt(detail: "it is empty, though \(keys) says that it was used")
    )
  }

  /// Removes the database and all that the cloud has written beside it, but for the lock.
  func empty() {
    FolderRemoval.remove(functions)
    guard let listing = opendir(path) else { return }
    defer { closedir(listing) }
    while let entry = readdir(listing) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      let isOurs =
        name.hasPrefix("cloud.sqlite") || name == "credentials.json" || name == "endpoint.json"
      if isOurs { unlink("\(path)/\(name)") }
    }
  }

  private func refusal(_ part: String) -> CloudStoreError {
    let code = errno
    let isFull = code == ENOSPC || code == EDQUOT
    let detail = String(cString: strerror(code))
    return CloudStoreError(path: part, reason: isFull ? .diskFull : .notWritable(detail: detail))
  }
}

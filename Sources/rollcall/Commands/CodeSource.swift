internal import CustomerDomain
internal import Deployment
internal import Glibc
internal import Packaging

/// Where the zip of the functions' code comes from.
enum CodeSource {
  /// The source that the options choose; `nil` for what is deployed already.
  static func chosen(zip: String?, bootstrap: String?) -> (any ArtifactSource)? {
    if let zip { return ZipFile(path: zip) }
    return bootstrap.map { ProgramToPack(path: $0) }
  }
}

/// A program that is zipped when it is deployed.
struct ProgramToPack: ArtifactSource {
  /// The program's path.
  let path: String

  /// Reads and zips the program.
  ///
  /// - Throws: `ServiceFailure` where it cannot be read, or would not start on Lambda.
  func zip() throws -> [UInt8] { try PackageCommand.package(path).bytes }
}

/// A zip that somebody has made.
struct ZipFile: ArtifactSource {
  /// The file's path.
  let path: String

  /// The largest zip that Lambda takes from a bucket, in bytes.
  private static let limit = 250 << 20

  /// Reads the file.
  ///
  /// - Throws: `ServiceFailure` where it cannot be read or is no zip.
  func zip() throws -> [UInt8] {
    let bytes = try FileBytes.read(path, limit: Self.limit)
    guard bytes.starts(with: [0x50, 0x4B, 0x03, 0x04]) else {
      throw ServiceFailure(
        kind: .invalidInput,
        action: "deploy",
        resource: path,
        reason: "it is not a zip",
        advice: "make one with 'rollcall package'"
      )
    }
    return bytes
  }
}

/// Reading and writing whole files.
enum FileBytes {
  /// The bytes of a file.
  ///
  /// - Throws: `ServiceFailure` where it cannot be read, or is larger than `limit` bytes.
  static func read(_ path: String, limit: Int) throws(ServiceFailure) -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw failure("read", path) }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 20)
    while true {
      let count = Glibc.read(descriptor, &buffer, buffer.count)
      if count == 0 { return bytes }
      guard count > 0 else {
        if errno == EINTR { continue }
        throw failure("read", path)
      }
      bytes += buffer[..<count]
      guard bytes.count <= limit else {
        throw ServiceFailure(
          kind: .invalidInput,
          action: "read",
          resource: path,
          reason: "it is larger than \(limit >> 20) MB"
        )
      }
    }
  }

  /// Writes a file whole or not at all, readable by its owner only.
  ///
  /// - Throws: `ServiceFailure` where it cannot be written.
  static func write(_ text: String, to path: String) throws(ServiceFailure) {
    var folder = ""
    for part in path.split(separator: "/").dropLast() {
      folder += "/\(part)"
      mkdir(folder, 0o700)
    }
    // The new file takes the old one's place at once, so that a crash leaves one of them.
    let draft = "\(path).\(getpid()).new"
    let descriptor = open(draft, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard descriptor >= 0 else { throw failure("write", path) }
    let bytes = Array(text.utf8)
    let isWritten =
      Glibc.write(descriptor, bytes, bytes.count) == bytes.count && fsync(descriptor) == 0
    let isClosed = close(descriptor) == 0
    guard isWritten, isClosed, rename(draft, path) == 0 else {
      let error = failure("write", path)
      unlink(draft)
      throw error
    }
  }

  private static func failure(_ action: String, _ path: String) -> ServiceFailure {
    ServiceFailure(
      kind: action == "read" ? .invalidInput : .unavailable,
      action: action,
      resource: path,
      reason: String(cString: strerror(errno))
    )
  }
}

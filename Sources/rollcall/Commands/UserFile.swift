internal import AWSWire
internal import CustomerDomain
internal import Glibc

/// Files that the user names or owns, with what is wrong with them in words.
enum UserFile {
  /// The bytes of a file.
  ///
  /// - Parameters:
  ///   - path: where it is.
  ///   - limit: how many bytes at most.
  /// - Returns: the bytes.
  /// - Throws: `ServiceFailure` where it cannot be read, or is larger.
  static func bytes(of path: String, limit: Int) throws(ServiceFailure) -> [UInt8] {
    do throws(Descriptor.Failure) {
      return try WholeFile.bytes(of: path, limit: limit)
    } catch {
      let reason =
        switch error {
        case .system(let code): String(cString: strerror(code))
        case .tooLarge: "it is larger than \(limit >> 20) MB"
        }
      throw ServiceFailure(kind: .invalidInput, action: "read", resource: path, reason: reason)
    }
  }

  /// Writes a file whole or not at all.
  ///
  /// - Parameters:
  ///   - bytes: what it holds.
  ///   - path: where it is.
  ///   - permissions: its permissions where the process's mask allows them; its owner's only.
  ///   - kind: what it means where it cannot be written: a path that the user named may be wrong.
  /// - Throws: `ServiceFailure` where it cannot be written.
  static func write(
    _ bytes: [UInt8],
    to path: String,
    permissions: UInt32 = 0o600,
    orFailAs kind: ServiceFailure.Kind = .unavailable
  ) throws(ServiceFailure) {
    do throws(Descriptor.Failure) {
      try WholeFile.write(bytes, to: path, permissions: permissions)
    } catch {
      guard case .system(let code) = error else { return }
      throw ServiceFailure(
        kind: kind,
        action: "write",
        resource: path,
        reason: String(cString: strerror(code)),
        advice: "make room or a right to write there, or name another file"
      )
    }
  }
}

internal import CustomerDomain
internal import Foundation
internal import Glibc

/// A new folder for a cloud that nobody will miss.
struct ThrowawayFolder: Sendable {
  /// The folder's path.
  let path: String

  /// Makes a folder that only its owner can read.
  ///
  /// - Throws: `ServiceFailure` where none can be made.
  init() throws(ServiceFailure) {
    var template = Array("/tmp/rollcall-demo-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else {
      throw ServiceFailure(
        kind: .unavailable,
        action: "make a folder",
        resource: "/tmp",
        reason: String(cString: strerror(errno))
      )
    }
    path = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
  }

  /// Removes it with all it holds.
  func remove() {
    try? FileManager.default.removeItem(atPath: path)
  }
}

internal import CustomerDomain
internal import Foundation
internal import Glibc

/// A new folder for a cloud that nobody will miss.
///
/// Its name holds the process's number, so that what a killed process left behind can be swept.
struct ThrowawayFolder: Sendable {
  /// What the names begin with.
  static let prefix = "rollcall-demo-"

  /// The folder's path.
  let path: String

  /// Sweeps what dead processes left, and makes a folder that only its owner can read.
  ///
  /// - Throws: `ServiceFailure` where none can be made.
  init(in parent: String = "/tmp") throws(ServiceFailure) {
    ThrowawayFolder.sweep(parent)
    var template = Array("\(parent)/\(ThrowawayFolder.prefix)\(getpid())-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else {
      throw ServiceFailure(
        kind: .unavailable,
        action: "make a folder",
        resource: parent,
        reason: String(cString: strerror(errno))
      )
    }
    path = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
  }

  /// Removes it with all it holds.
  func remove() {
    try? FileManager.default.removeItem(atPath: path)
  }

  /// Removes the folders of processes that are no more; those of others' cannot be, and stay.
  private static func sweep(_ parent: String) {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: parent)) ?? []
    for name in names where name.hasPrefix(prefix) {
      let number = name.dropFirst(prefix.count).prefix { $0.isNumber }
      guard let process = Int32(number), process > 0, kill(process, 0) != 0, errno == ESRCH else {
        continue
      }
      try? FileManager.default.removeItem(atPath: "\(parent)/\(name)")
    }
  }
}

internal import Glibc

/// The process's environment.
enum ProcessVariables {
  /// The variables, read when this is called.
  static var current: [String: String] {
    var variables: [String: String] = [:]
    // A process's variables are also readable as a file, which needs no shared pointer.
    for entry in entries() {
      guard let mark = entry.firstIndex(of: UInt8(ascii: "=")) else { continue }
      let name = String(decoding: entry[..<mark], as: UTF8.self)
      variables[name] = String(decoding: entry[(mark + 1)...], as: UTF8.self)
    }
    return variables
  }

  /// The entries `NAME=value` as the process was started with them.
  private static func entries() -> [ArraySlice<UInt8>] {
    let descriptor = open("/proc/self/environ", O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return [] }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var block = [UInt8](repeating: 0, count: 16_384)
    while true {
      let count = read(descriptor, &block, block.count)
      guard count > 0 else { return bytes.split(separator: 0) }
      bytes += block[..<count]
    }
  }
}

internal import Glibc

/// What a caller may ask of the server before it is cut off.
package struct ServerLimits: Hashable, Sendable {
  /// The largest body in bytes of a request that begins to be answered on its event loop.
  static let bodyBytesOnLoop = 16 << 10

  /// The largest body in bytes; a larger one is answered 413.
  package var bodyBytes = 20 << 20
  /// The largest body in bytes of an upload of a function's code.
  package var codeBytes = 70_167_211
  /// The largest size of all headers together in bytes.
  package var headerBytes = 64 << 10
  /// How many connections may be open at once; for a further one the one that was idle longest is
  /// closed.
  package var connections = ServerLimits.affordableConnections
  /// How long a request may take to arrive, in milliseconds.
  package var arrivalMilliseconds: Int64 = 20_000
  /// How long a connection may be idle between requests, in milliseconds.
  package var idleMilliseconds: Int64 = 75_000
  /// How often slow senders and idle connections are looked for, in milliseconds.
  package var sweepMilliseconds: Int64 = 5000

  /// The limits the local cloud keeps.
  package init() {}

  /// The largest body in bytes of a request.
  func bodyLimit(_ method: String, _ target: String) -> Int {
    let isCode = method == "PUT" && target.hasPrefix("/2015-03-31/functions/")
    return isCode ? max(codeBytes, bodyBytes) : bodyBytes
  }

  /// As many connections as are of use, and leave the process files to work with.
  private static var affordableConnections: Int {
    var files = rlimit()
    guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &files) == 0 else { return 512 }
    return max(64, min(2048, Int(clamping: files.rlim_cur) - 200))
  }
}

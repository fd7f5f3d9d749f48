internal import Glibc

/// A stream that Lambda collects into the function's log, line by line.
enum StandardStream: Int32 {
  /// Standard output.
  case output = 1
  /// Standard error.
  case error = 2

  /// Writes a line whole, so that lines do not mix.
  func write(_ line: String) {
    let bytes = Array("\(line)\n".utf8)
    var written = 0
    while written < bytes.count {
      let count = bytes[written...].withUnsafeBytes {
        Glibc.write(rawValue, $0.baseAddress, $0.count)
      }
      if count < 0 && errno == EINTR { continue }
      // A log that nobody takes is no reason to fail the invocation.
      guard count > 0 else { return }
      written += count
    }
  }
}

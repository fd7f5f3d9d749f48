internal import AWSWire

extension InvocationLog {
  /// The most bytes of a log that the answer to an invocation has.
  private static let tailBytes = 4096

  /// The end of an invocation's log as its answer carries it: from `START` on, the last 4 kB, in
  /// Base64.
  static func tail(of lines: [LogLine]) -> String {
    let start = lines.firstIndex { $0.message.hasPrefix("START RequestId: ") } ?? lines.startIndex
    let text = lines[start...].map { $0.message + "\n" }.joined()
    return Base64.text(Array(text.utf8.suffix(tailBytes)))
  }
}

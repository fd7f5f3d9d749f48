/// Lines that say nothing which others don't say better: the beginning and end of an invocation,
/// whose report follows, and the steps of a run that goes well.
///
/// Told from the first bytes, because it is asked of every line that arrives.
package enum RoutineLine {
  private static let platform = ["START RequestId", "END RequestId", "INIT_START "].map {
    Array($0.utf8)
  }
  private static let type = Array(#""type":""#.utf8)
  private static let execution = Array("Execution".utf8)
  /// How the types of a run's events end that only mark its way (Step Functions' HistoryEvent).
  private static let steps = [
    "StateEntered", "StateExited", "Scheduled", "Started", "Submitted", "Succeeded",
  ].map { Array($0.utf8) }
  /// How far from its beginning a run's event names its type, in bytes.
  private static let reach = 96

  /// Whether a message is such a line.
  package static func matches(_ message: String) -> Bool {
    message.utf8.withContiguousStorageIfAvailable(matches) ?? matches(Array(message.utf8))
  }

  private static func matches(_ bytes: some RandomAccessCollection<UInt8>) -> Bool {
    guard bytes.first == UInt8(ascii: "{") else {
      return platform.contains { bytes.starts(with: $0) }
    }
    let head = bytes.prefix(reach)
    guard let start = index(after: type, in: head) else { return false }
    let name = head[start...].prefix { $0 != UInt8(ascii: "\"") }
    guard !name.starts(with: execution) else { return false }
    return steps.contains { name.suffix($0.count).elementsEqual($0) }
  }

  private static func index<Bytes: RandomAccessCollection<UInt8>>(
    after word: [UInt8],
    in bytes: Bytes
  ) -> Bytes.Index? {
    guard let first = word.first else { return nil }
    var index = bytes.startIndex
    while index < bytes.endIndex {
      if bytes[index] == first, bytes[index...].starts(with: word) {
        return bytes.index(index, offsetBy: word.count)
      }
      bytes.formIndex(after: &index)
    }
    return nil
  }
}

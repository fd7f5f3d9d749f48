internal import JSONValue
internal import Terminal

/// A recording in memory: its header, and its lines, which are read one by one when they are needed.
package struct RecordingReader: Sendable {
  /// What the dashboard was opened with.
  package let header: RecordingHeader
  /// When each entry happened, in milliseconds since the beginning; never falling.
  package let times: [Int64]
  /// Whether the last line is there only in part, as after a crash.
  package let isCut: Bool
  private let bytes: [UInt8]
  private let lines: [Range<Int>]
  private let version: String

  /// Finds the lines of a recording.
  ///
  /// - Parameters:
  ///   - bytes: the file.
  ///   - version: the version of the program that reads it.
  /// - Throws: `RecordingProblem`.
  package init(_ bytes: [UInt8], version: String) throws(RecordingProblem) {
    self.bytes = bytes
    self.version = version
    var ends: [Int] = []
    var start = 0
    while let end = bytes[start...].firstIndex(of: 0x0A) {
      ends.append(end)
      start = end + 1
    }
    isCut = start < bytes.count
    guard let first = ends.first else { throw .notARecording }
    header = try RecordingReader.header(bytes[..<first], version)
    lines = zip(ends, ends.dropFirst()).map { $0 + 1..<$1 }
    var times: [Int64] = []
    times.reserveCapacity(lines.count)
    for (index, line) in lines.enumerated() {
      guard let time = RecordingReader.time(bytes[line]) else {
        throw .unreadable(
          line: index + 2,
          kind: nil,
          recorder: header.rollcall,
          version: version
        )
      }
      times.append(max(time, times.last ?? 0))
    }
    self.times = times
  }

  /// How many entries there are.
  package var count: Int { lines.count }

  /// How long it is, in milliseconds.
  package var duration: Int64 { times.last ?? 0 }

  /// How many entries happened until then, that moment included.
  package func count(until milliseconds: Int64) -> Int {
    var (low, high) = (0, times.count)
    while low < high {
      let middle = (low + high) / 2
      if times[middle] <= milliseconds { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// Reads an entry.
  ///
  /// - Parameters:
  ///   - index: which one, from 0.
  ///   - memory: what the entries before it held.
  /// - Returns: the entry.
  /// - Throws: `RecordingProblem`.
  func entry(_ index: Int, memory: JSONMemory) throws(RecordingProblem) -> RecordingEntry {
    var kind: String?
    do {
      let json = try JSON(parsing: bytes[lines[index]], depthLimit: 256)
      kind = json["event"]?.object?.keys.first
      let entry = try json.decoded(as: RecordingEntry.self, memory: memory)
      guard entry.isPlausible else { throw RecordingProblem.notARecording }
      return entry
    } catch {
      throw .unreadable(
        line: index + 2,
        kind: kind,
        recorder: header.rollcall,
        version: version
      )
    }
  }

  private static func header(
    _ line: ArraySlice<UInt8>,
    _ version: String
  ) throws(RecordingProblem) -> RecordingHeader {
    guard let json = try? JSON(parsing: line, depthLimit: 256), let format = json["format"]?.int,
      let recorder = json["rollcall"]?.string
    else { throw .notARecording }
    let shown = SafeText(recorder).prefix(columns: 64).text
    guard format == RecordingHeader.format else { throw .otherFormat(recorder: shown) }
    do {
      let header = try json.decoded(as: RecordingHeader.self)
      guard header.isPlausible else { throw RecordingProblem.notARecording }
      return header
    } catch {
      throw .unreadable(line: 1, kind: nil, recorder: shown, version: version)
    }
  }

  /// The longest that a recording may be, in milliseconds: a hundred years.
  private static let longest: Int64 = 3_155_760_000_000

  /// The time that a line begins with.
  private static func time(_ line: ArraySlice<UInt8>) -> Int64? {
    let start = Array("{\"ms\":".utf8)
    guard line.starts(with: start) else { return nil }
    let digits = line.dropFirst(start.count).prefix { (0x30...0x39).contains($0) }
    return Int64(String(decoding: digits, as: UTF8.self)).flatMap { $0 <= longest ? $0 : nil }
  }
}

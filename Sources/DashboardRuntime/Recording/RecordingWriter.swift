internal import JSONValue

/// Makes the lines of a recording.
package struct RecordingWriter: Sendable {
  private var runs = JSONRuns()

  /// Begins a recording.
  package init() {}

  /// The first line.
  ///
  /// - Throws: what the header's parts throw when they are written.
  package func line(_ header: RecordingHeader) throws -> [UInt8] {
    try JSON(encoding: header).bytes() + [0x0A]
  }

  /// The line of an entry; the next one may refer to it.
  ///
  /// - Throws: what the entry's parts throw when they are written.
  package mutating func line(_ entry: RecordingEntry) throws -> [UInt8] {
    // Whoever opens anew knows nothing of what was said before.
    if case .opened = entry.content { runs = JSONRuns() }
    return try runs.short(entry).bytes() + [0x0A]
  }
}

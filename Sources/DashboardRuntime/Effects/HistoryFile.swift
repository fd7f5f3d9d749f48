internal import AWSWire
internal import CustomerServices

/// The file of the commands that were typed, one a line, the newest last.
///
/// Several programs add to it at once. It is its owner's alone, and bounded: when it has grown to its
/// limit it is moved aside and begun anew, and the one moved aside before is gone.
package struct HistoryFile: Sendable {
  /// The most lines that are read.
  package static let limit = 500
  /// The longest line that is kept, in bytes.
  private static let lineLimit = 200

  private let file: RotatingFile

  /// Names the file; nothing is opened yet.
  package init(path: String) {
    // Ten times what the lines usually need.
    file = RotatingFile(path: path, limit: 32_768)
  }

  /// The lines, the newest last; none where the file cannot be read.
  package func lines() -> [String] {
    let bytes = [file.path + ".1", file.path].flatMap { path in
      (try? WholeFile.bytes(of: path, limit: 1 << 20)) ?? []
    }
    let lines = bytes.split(separator: 0x0A).compactMap { line in
      line.count <= HistoryFile.lineLimit ? String(validating: line, as: UTF8.self) : nil
    }
    return Array(lines.suffix(HistoryFile.limit))
  }

  /// Adds a line, unless it is too long or is several.
  ///
  /// - Returns: why it could not be written; `nil` where it was, or was not to be.
  package func append(_ line: String) -> String? {
    let bytes = Array(line.utf8)
    guard bytes.count <= HistoryFile.lineLimit, !bytes.contains(0x0A) else { return nil }
    return file.append(bytes)
  }
}

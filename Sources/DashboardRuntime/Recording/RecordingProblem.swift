internal import Terminal

/// Why a recording cannot be replayed.
package struct RecordingProblem: Error, Hashable, Sendable, CustomStringConvertible {
  /// The sentence for people, after the file's name.
  package let description: String
  /// What to do about it; empty where there is nothing to do.
  package let advice: String

  /// The file is none.
  static let notARecording = RecordingProblem(
    "it is no recording",
    "name a file that 'rollcall --record FILE' wrote"
  )

  /// A line cannot be read.
  ///
  /// - Parameters:
  ///   - line: its number, from 1.
  ///   - kind: what kind of event stands in it, where that can be told.
  ///   - recorder: the version that wrote it.
  ///   - version: the version that reads it.
  /// - Returns: the problem, for people.
  static func unreadable(
    line: Int,
    kind: String?,
    recorder: String,
    version: String
  ) -> RecordingProblem {
    let what = kind.map { "line \(line), a \"\(SafeText($0).prefix(columns: 64))\" event" }
    let subject = what ?? "line \(line)"
    guard recorder != version else {
      return RecordingProblem(
        "\(subject) cannot be read: it is damaged, or of another build of \(version)"
      )
    }
    return RecordingProblem(
      "\(subject) cannot be read by rollcall \(version)",
      "replay it with rollcall \(recorder), which recorded it"
    )
  }

  /// The header is of another format.
  static func otherFormat(recorder: String) -> RecordingProblem {
    RecordingProblem(
      "it has a format that is not known here",
      "replay it with rollcall \(recorder), which recorded it"
    )
  }

  /// Keys of the recording clash with this program's.
  static func keys(_ clash: String) -> RecordingProblem { RecordingProblem("keys: \(clash)") }

  private init(_ description: String, _ advice: String = "") {
    self.description = description
    self.advice = advice
  }
}

internal import AWSWire

/// What the form says below its field; of trouble until the text changes, or for a minute.
struct FormNote: Hashable, Sendable {
  /// What it says.
  var text: String
  /// When it goes; `nil` for what goes with the answer.
  private(set) var ends: Instant?

  /// How long trouble stays, in milliseconds.
  private static let lifetime: Int64 = 60_000

  /// Whether it tells of trouble.
  var isError: Bool { ends != nil }

  /// Says what is under way.
  static func underWay(_ text: String) -> FormNote { FormNote(text: text, ends: nil) }

  /// Says what went wrong at a moment.
  static func trouble(_ text: String, at now: Instant) -> FormNote {
    FormNote(text: text, ends: now + lifetime)
  }
}

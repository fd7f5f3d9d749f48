internal import AWSWire

/// A word to the person, shown in the last line until the next key, or for a few seconds.
struct Message: Hashable, Sendable {
  /// What is said.
  var text: String
  /// Whether it tells of trouble.
  var isError = false
  /// The command that could not be done, where it says so; it goes when the reason does.
  var refused: Command?
  /// When it goes; `nil` before the present moment is known.
  private(set) var ends: Instant?

  /// Makes a message that does not know yet when it goes.
  init(text: String, isError: Bool = false, refused: Command? = nil) {
    self.text = text
    self.isError = isError
    self.refused = refused
  }

  /// How long it stays, in milliseconds: trouble takes longer to read.
  private var lifetime: Int64 { isError ? 10_000 : 5000 }

  /// The same, raised at that moment.
  func raised(at instant: Instant) -> Message {
    var message = self
    message.ends = instant + lifetime
    return message
  }

  /// The same without a moment, for comparing what is shown.
  var timeless: Message { Message(text: text, isError: isError, refused: refused) }
}

/// The line behind the colon, in which a command is typed.
///
/// This folder knows what can be typed there, what fits, and what was typed before. What a command
/// does it leaves to the key table and to the other folders; files are read and written elsewhere.
struct CommandPrompt: Hashable, Sendable {
  /// What was typed so far, or filled in.
  private(set) var field = TextField()
  /// What was typed by hand: what completions and history are looked up by.
  private(set) var stem = ""
  /// Which of what fits is filled in; `nil` before Tab has chosen one.
  private(set) var choice: Int?
  /// How many commands back in the history the field is; 0 for what is being typed.
  private(set) var depth = 0
  /// Why what was typed could not be done.
  var refusal: String?

  /// Makes an empty line.
  init() {}

  /// The text that the list above the prompt is about.
  var wanted: String { depth > 0 ? field.text : stem }

  /// Edits the line as a person does.
  ///
  /// - Returns: whether it was a change that a field knows.
  mutating func edit(_ change: (inout TextField) -> Bool) -> Bool {
    let before = field.text
    guard change(&field) else { return false }
    if field.text != before { settle() }
    return true
  }

  /// Fills the line with a text that was asked for, as if it had been typed.
  mutating func fill(_ text: String) {
    field = TextField(text)
    settle()
  }

  /// Fills in one of several that fit, and remembers what they fit.
  mutating func choose(_ index: Int, _ text: String) {
    stem = wanted
    depth = 0
    field = TextField(text)
    choice = index
    refusal = nil
  }

  /// Shows what was typed so many commands ago.
  mutating func recall(_ text: String, depth: Int) {
    field = TextField(text)
    choice = nil
    refusal = nil
    self.depth = depth
  }

  private mutating func settle() {
    stem = field.text
    choice = nil
    depth = 0
    refusal = nil
  }
}

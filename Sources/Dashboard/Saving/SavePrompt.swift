internal import AWSWire

/// The line in which is typed where something is saved.
struct SavePrompt: Hashable, Sendable {
  /// Which rows are saved.
  enum Scope: Hashable, Sendable {
    /// The marked lines of the log.
    case marked
    /// The selected line of the log.
    case selected
    /// All lines that the filter lets through.
    case passing
    /// The rows of Customers that the filter lets through.
    case customers
  }

  /// Which rows are saved.
  var scope: Scope
  /// What else may be saved instead, this one included.
  let scopes: [Scope]
  /// The file.
  var field: TextField

  /// The format that the file's name asks for; `nil` for one that is not to be had.
  var format: SaveFormat? {
    let format = SaveFormat(path: field.text)
    return scope == .customers && format != .csv ? nil : format
  }

  /// Saves something else.
  mutating func turnScope() {
    let index = scopes.firstIndex(of: scope) ?? 0
    scope = scopes[(index + 1) % scopes.count]
  }

  /// Ends the file's name as the next format wants it.
  mutating func turnFormat() {
    guard scope != .customers else { return }
    let text = field.text
    let known = SaveFormat(path: text)
    let dot = known == nil ? nil : text.lastIndex(of: ".")
    let stem = String(text[..<(dot ?? text.endIndex)])
    field = TextField(stem + (known?.next ?? .text).ending)
  }
}

package import Terminal

/// What a command is called, which keys ask for it, where, and when it cannot be done.
package struct KeyBinding: Sendable {
  /// The command.
  package let command: Command
  /// The keys, the one that the footer names first.
  package var keys: [Key]
  /// The word in the footer; empty where the footer is silent.
  package let title: String
  /// What it does, as a sentence.
  package let sentence: String
  /// Where the keys mean it.
  package let contexts: Set<KeyContext>
  /// Why it cannot be done now; `nil` where it can.
  package let refusal: @Sendable (DashboardState) -> String?

  /// Makes a binding; `names` are keys with a space between them.
  init(
    _ command: Command,
    _ names: String,
    _ title: String,
    in contexts: Set<KeyContext>,
    _ sentence: String,
    unless refusal: @escaping @Sendable (DashboardState) -> String? = { _ in nil }
  ) {
    self.command = command
    keys = names.split(separator: " ").compactMap { Key(name: String($0)) }
    self.title = title
    self.sentence = sentence
    self.contexts = contexts
    self.refusal = refusal
  }

  /// Whether its keys mean it there; single characters are text in a field.
  func keys(in context: KeyContext) -> [Key] {
    guard contexts.contains(context) else { return [] }
    return context.isTyping ? keys.filter { !$0.isText } : keys
  }
}

extension Key {
  /// Whether it types a character.
  var isText: Bool {
    if case .character = code { return modifiers.subtracting(.shift).isEmpty }
    return false
  }

  /// The name that the footer uses.
  func shortName(_ glyphs: Glyphs) -> String {
    switch (code, modifiers) {
    case (.enter, []): glyphs.enter.text
    case (.up, []): glyphs.up.text
    case (.down, []): glyphs.down.text
    case (.left, []): glyphs.left.text
    case (.right, []): glyphs.right.text
    default: name
    }
  }
}

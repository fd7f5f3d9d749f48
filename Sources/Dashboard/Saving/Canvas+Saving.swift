internal import Terminal

/// How the line looks in which is typed where something is saved.
extension Canvas {
  /// What is saved.
  func saveLabel(_ prompt: SavePrompt) -> String {
    let isNarrow = state.size.columns < 60
    return switch prompt.scope {
    case .marked: "save \(state.logs.marks.count) marked as"
    case .selected: "save the line as"
    case .passing: isNarrow ? "save all as" : "save all \(state.passingCount) lines as"
    case .customers: "save \(state.customers.visible.count) ids as"
    }
  }

  /// What keys change of it, or what is wrong with the name.
  func saveNote(_ prompt: SavePrompt) -> PromptNote {
    if prompt.format == nil {
      let endings = prompt.scope == .customers ? ".csv" : ".log, .jsonl or .csv"
      return PromptNote(
        text: SafeText("let it end in \(endings)"),
        brief: "which format?",
        isProblem: true
      )
    }
    var words: [String] = []
    if prompt.scopes.count > 1 { words.append("tab what") }
    if prompt.scope != .customers { words.append("\(glyphs.down) format") }
    return PromptNote(text: SafeText(words.joined(separator: "  ")))
  }
}

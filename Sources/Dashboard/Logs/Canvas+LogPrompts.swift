internal import AWSWire
internal import Terminal

/// What is said of what is typed for the log.
extension Canvas {
  /// What is wrong with a filter that is being typed.
  func filterNote(_ prompt: FilterPrompt) -> PromptNote? {
    guard prompt.pane == .logs, prompt.field.isEmpty else { return nil }
    return PromptNote(text: "words -word /regex/ field=value level:error")
  }

  /// The moment that was typed, as it is understood.
  func timeNote(_ prompt: TimePrompt) -> PromptNote {
    switch state.moment(prompt) {
    case .empty: return PromptNote(text: SafeText(TimeInput.forms))
    case .unreadable: return PromptNote(text: "no time; type 14:03 or -10m", isProblem: true)
    case .moment(let instant):
      return PromptNote(
        text: SafeText(time.full(instant, state.logs.times == .local ? .local : .utc))
      )
    }
  }
}

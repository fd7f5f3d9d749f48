internal import AWSWire
internal import Terminal

/// What is said of what is typed at a prompt.
extension Canvas {
  /// What is wrong with a filter that is being typed, or what may be typed.
  func filterNote(_ prompt: FilterPrompt) -> PromptNote? {
    if prompt.pane == .workflow {
      let filter = ExecutionFilter(prompt.field.text, now: state.now)
      return filter.problem.map {
        PromptNote(text: SafeText($0, columns: 0..<200), brief: "not read", isProblem: true)
      }
    }
    guard prompt.pane == .logs else { return nil }
    if prompt.field.isEmpty {
      return PromptNote(
        text: "words  -word  \"a phrase\"  /regex/  field=value  level:error",
        brief: "words -word /regex/ field=value"
      )
    }
    // The store's word is of what it was asked last.
    if let window = state.logs.window, window.query.filter == prompt.field.text,
      let problem = window.filterProblem
    {
      return PromptNote(text: SafeText(problem), brief: "not read", isProblem: true)
    }
    guard let lookalike = LogFilter.lookalikes(in: prompt.field.text).first else { return nil }
    return PromptNote(
      text: SafeText(lookalike.advice),
      brief: SafeText("a field is " + lookalike.meant),
      isWarning: true
    )
  }

  /// The moment that was typed, as it is understood.
  func timeNote(_ prompt: TimePrompt) -> PromptNote {
    switch state.moment(prompt) {
    case .empty: return PromptNote(text: SafeText(TimeInput.forms))
    case .unreadable:
      return PromptNote(text: "no time; type 14:03 or -10m", brief: "no time", isProblem: true)
    case .moment(let instant):
      return PromptNote(
        text: SafeText(time.full(instant, state.logs.times == .local ? .local : .utc))
      )
    }
  }
}

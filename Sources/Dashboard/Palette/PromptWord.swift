/// A word that can be typed behind the colon here and now.
struct PromptWord: Hashable, Sendable {
  /// What it asks for.
  enum Order: Hashable, Sendable {
    /// What a key of the table does.
    case command(Command)
    /// To go to a pane, from wherever the keys are.
    case pane(Pane)
  }

  /// The word.
  var name: String
  /// What it does, as a sentence.
  var sentence: String
  /// What it asks for.
  var order: Order
  /// Why it cannot be done now; `nil` where it can.
  var refusal: String?
  /// Whether a shorter word means the same, so that the list need not show it.
  var isOtherName = false

  /// What may come after it.
  var argument: PromptArgument? {
    if case .command(let command) = order { command.argument } else { nil }
  }
}

extension DashboardState {
  /// The state without the prompt: what a command would act on.
  var belowPrompt: DashboardState {
    var below = self
    if case .prompt = below.layers.last { below.layers.removeLast() }
    return below
  }

  /// The words that mean something where the prompt was opened, by name.
  ///
  /// All commands of the key table that count there are among them, whether or not they have a key.
  var promptWords: [PromptWord] {
    let below = belowPrompt
    let context = below.keyContext
    let panes = Pane.allCases.map { pane in
      PromptWord(
        name: pane.title.lowercased(),
        sentence: "Goes to \(pane.title).",
        order: .pane(pane)
      )
    }
    let short = PromptWord(name: "q", sentence: "Ends the program.", order: .command(.quit))
    var words = panes + [short]
    var seen: Set<Command> = [.prompt]
    for binding in keys.bindings where binding.contexts.contains(context) {
      let name = binding.command.rawValue
      guard seen.insert(binding.command).inserted, !words.contains(where: { $0.name == name })
      else { continue }
      words.append(
        PromptWord(
          name: name,
          sentence: binding.sentence,
          order: .command(binding.command),
          refusal: binding.refusal(below),
          isOtherName: panes.contains { name == "\($0.name)-pane" }
        )
      )
    }
    return words.sorted { $0.name < $1.name }
  }

  /// Where a command counts that does not count where the prompt was opened; `nil` where there is no
  /// such command at all.
  func elsewhere(_ name: String) -> String? {
    guard let command = Command(rawValue: name) else { return nil }
    let places = keys.bindings.filter { $0.command == command }.flatMap(\.contexts)
    let first = KeyContext.allCases.first { places.contains($0) }
    return first.map { "\(name): not here; it is for '\($0.rawValue)'" }
  }
}

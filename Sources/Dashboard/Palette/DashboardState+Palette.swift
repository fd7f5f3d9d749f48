internal import Spelling
internal import Terminal

/// Opening the prompt, and doing what is typed in it.
extension DashboardState {
  /// Does a command that is about the prompt.
  mutating func promptCommand(_ command: Command) -> [Effect] {
    switch command {
    case .prompt: return openPrompt()
    case .complete: complete(by: 1)
    case .completeBack: complete(by: -1)
    case .olderCommand: recall(by: 1)
    case .newerCommand: recall(by: -1)
    default: break
    }
    return []
  }

  /// Opens the line in which a command is typed, with its name and what comes after it as it is now.
  mutating func openPrompt(for command: Command, with argument: String) -> [Effect] {
    defer {
      var prompt = CommandPrompt()
      prompt.fill("\(command.rawValue) \(argument)")
      layers[layers.count - 1] = .prompt(prompt)
    }
    return openPrompt()
  }

  /// Opens the line in which a command is typed.
  private mutating func openPrompt() -> [Effect] {
    layers.append(.prompt(CommandPrompt()))
    defer { history.isAskedFor = true }
    return (history.isAskedFor ? [] : [.readHistory]) + [.listContexts]
  }

  /// Fills in what all that fit have in common, then one after the other.
  private mutating func complete(by step: Int) {
    guard case .prompt(var prompt) = layers.last else { return }
    let fitting = completions(of: prompt)
    guard !fitting.isEmpty else { return }
    let typed = prompt.wanted.lowercased()
    let longer = fitting.map(\.text).filter { $0.lowercased().hasPrefix(typed) }
    let common = longer.isEmpty && fitting.count == 1 ? fitting[0].text : commonStart(longer)
    if prompt.choice == nil, common.count > typed.count || fitting.count == 1 {
      prompt.fill(common)
    } else {
      let count = fitting.count
      let next = prompt.choice.map { $0 + step } ?? (step > 0 ? 0 : count - 1)
      let index = (next % count + count) % count
      prompt.choose(index, fitting[index].text)
    }
    layers[layers.count - 1] = .prompt(prompt)
  }

  private func commonStart(_ texts: [String]) -> String {
    guard var common = texts.first else { return "" }
    for text in texts { while !text.hasPrefix(common) { common.removeLast() } }
    return common
  }

  /// Goes to an older command that begins as what was typed, or back to a newer one.
  private mutating func recall(by step: Int) {
    guard case .prompt(var prompt) = layers.last else { return }
    let older = history.lines(beginningWith: prompt.stem)
    let depth = min(max(0, prompt.depth + step), older.count)
    guard depth != prompt.depth else { return }
    prompt.recall(depth == 0 ? prompt.stem : older[depth - 1], depth: depth)
    layers[layers.count - 1] = .prompt(prompt)
  }

  /// Does what was typed; where there is no such thing, says so and leaves the line to be mended.
  mutating func runPrompt() -> [Effect] {
    guard case .prompt(var prompt) = layers.last else { return [] }
    let line = PromptLine(prompt.field.text)
    guard !line.isEmpty else {
      layers.removeLast()
      return []
    }
    guard let word = promptWords.first(where: { $0.name == line.name }) else {
      prompt.refusal = refusal(of: line)
      layers[layers.count - 1] = .prompt(prompt)
      return []
    }
    if let argument = line.wholeArgument, let trouble = trouble(with: argument, of: word) {
      prompt.refusal = trouble
      layers[layers.count - 1] = .prompt(prompt)
      return []
    }
    layers.removeLast()
    history.add(line.text)
    let isKept = line.wholeArgument == nil || word.argument?.isKept == true
    return (isKept ? [.keepCommand(line.text)] : []) + run(word, line.wholeArgument)
  }

  private mutating func run(_ word: PromptWord, _ argument: String?) -> [Effect] {
    switch word.order {
    case .pane(let pane): return goOutside(to: pane)
    case .command(let command):
      if let argument { return run(command, with: argument) }
      return command.argument?.mayBeEmpty == true ? run(command, with: "") : perform(command)
    }
  }

  private func trouble(with argument: String, of word: PromptWord) -> String? {
    switch word.order {
    case .command(let command): trouble(with: argument, of: command)
    case .pane: "\(word.name) takes nothing after its name"
    }
  }

  private func refusal(of line: PromptLine) -> String {
    elsewhere(line.name)
      ?? "there is no command '\(line.name)'"
      + NearestWord.clause(line.name, among: promptWords.map(\.name))
  }

  /// Takes away what lies over the panes, and goes to one of them.
  private mutating func goOutside(to pane: Pane) -> [Effect] {
    var effects: [Effect] = []
    while !layers.isEmpty {
      let count = layers.count
      effects += goBack()
      if layers.count >= count { layers.removeLast() }
    }
    focus = pane
    enterField()
    return effects
  }
}

/// Something that the typed line can become.
struct Completion: Hashable, Sendable {
  /// The whole line, as Tab fills it in.
  var text: String
  /// What the list shows, with what may come after it.
  var title: String
  /// What it does.
  var sentence: String
  /// Why it cannot be done now; `nil` where it can.
  var refusal: String?
}

extension DashboardState {
  /// What fits what was typed, as the list above the prompt shows it.
  func completions(of prompt: CommandPrompt) -> [Completion] {
    let line = PromptLine(prompt.wanted)
    let words = promptWords
    guard let typed = line.argument else {
      return fitting(line.name, words.filter { !$0.isOtherName })
    }
    guard let word = words.first(where: { $0.name == line.name }), let argument = word.argument
    else { return [] }
    return fitting(typed, names(for: argument)).map { name in
      Completion(text: "\(word.name) \(name)", title: name, sentence: remark(on: name, argument))
    }
  }

  private func fitting(_ typed: String, _ words: [PromptWord]) -> [Completion] {
    let names = fitting(typed, words.map(\.name))
    return names.compactMap { name in words.first { $0.name == name } }.map { word in
      Completion(
        text: word.name + (word.argument == nil ? "" : " "),
        title: word.name + (word.argument.map { " [\($0.placeholder)]" } ?? ""),
        sentence: word.sentence,
        refusal: word.refusal
      )
    }
  }

  /// The names that begin with what was typed, then those that have it elsewhere.
  private func fitting(_ typed: String, _ names: [String]) -> [String] {
    let typed = typed.lowercased()
    guard !typed.isEmpty else { return names }
    let first = names.filter { $0.lowercased().hasPrefix(typed) }
    let others = names.filter {
      !$0.lowercased().hasPrefix(typed) && $0.lowercased().contains(typed)
    }
    return first + others
  }

  private func remark(on name: String, _ argument: PromptArgument) -> String {
    switch argument {
    case .theme: name == theme ? "in use" : ""
    case .context: contexts.marks.first { $0.name == name }.map(contextRemark) ?? ""
    case .filter, .file, .pattern, .groups: ""
    }
  }

  private func contextRemark(_ mark: ContextMark) -> String {
    let words = [
      mark.region, mark.isProduction ? "PRODUCTION" : "", mark.isReadOnly ? "READ-ONLY" : "",
      mark.name == context.name ? "in use" : "",
    ]
    return words.filter { !$0.isEmpty }.joined(separator: "  ")
  }
}

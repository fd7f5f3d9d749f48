internal import Terminal

extension KeyTable {
  /// The table as Markdown, a section a place, for the documentation.
  package var markdown: String {
    KeyContext.allCases.map(section).joined(separator: "\n")
  }

  private func section(_ context: KeyContext) -> String {
    let rows = bindings(in: context).map { binding in
      let keys = binding.keys(in: context).map { "`\($0.name)`" }.joined(separator: " ")
      return "| \(keys) | `\(binding.command.rawValue)` | \(binding.sentence) |\n"
    }
    return "## \(context.rawValue)\n\n| Keys | Command | What it does |\n| --- | --- | --- |\n"
      + rows.joined()
  }
}

extension Theme {
  /// What tells roles apart where there is no colour: where the keys go and what is wrong stand out.
  private static let emphasis: [Role: Attributes] = [
    .muted: .dim, .accent: .bold, .focus: [.bold, .reverse], .borderFocused: .bold, .border: .dim,
    .title: .bold, .selection: .reverse, .alarm: [.bold, .reverse], .insufficient: .dim,
    .running: .bold, .failed: [.bold, .reverse], .aborted: .underline, .warn: .underline,
    .error: [.bold, .reverse], .debug: .dim, .chartThreshold: .dim, .key: .bold,
    .production: [.bold, .reverse], .prompt: .bold, .match: [.bold, .underline],
  ]

  /// The theme as a terminal can show it: with signs in ASCII where it has no others, and attributes
  /// where it has no colours.
  package func adapted(to capabilities: TerminalCapabilities) -> Theme {
    let adapted = capabilities.depth == .none ? withoutColors : self
    return capabilities.hasSymbols ? adapted : adapted.with(glyphs: .ascii)
  }

  /// The same meanings told by attributes alone.
  package var withoutColors: Theme {
    let styles = Role.allCases.map { role in
      (role, Style(attributes: self[role].attributes.union(Theme.emphasis[role] ?? [])))
    }
    return Theme(name: name, styles: Dictionary(uniqueKeysWithValues: styles), glyphs: glyphs)
  }
}

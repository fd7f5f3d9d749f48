/// The list of themes, opened over the panes; the selected one is drawn with at once.
///
/// This folder knows themes by their names. How one looks, and where its file is, it does not know.
struct OpenThemes: Hashable, Sendable {
  /// The row that keys act on.
  var cursor: ListCursor
  /// The theme that Esc gives back.
  let before: String
  /// The theme that was asked for last, whether or not it can be used.
  var tried: String
}

extension DashboardState {
  /// Opens the list of themes, on the one in use.
  mutating func openThemes() -> [Effect] {
    guard !themes.isEmpty else { return [] }
    let cursor = ListCursor(selected: theme)
    layers.append(.themes(OpenThemes(cursor: cursor, before: theme, tried: theme)))
    return []
  }

  /// The theme that the opened list has selected.
  var selectedTheme: String? {
    guard case .themes(let open) = layers.last, !themes.isEmpty else { return nil }
    return themes[open.cursor.index(in: themes)]
  }

  /// Draws with the selected theme while the list is open.
  mutating func settleThemes() -> [Effect] {
    guard case .themes(var open) = layers.last, let wanted = selectedTheme, wanted != open.tried
    else { return [] }
    open.tried = wanted
    layers[layers.count - 1] = .themes(open)
    theme = wanted
    return [.useTheme(wanted)]
  }

  /// Keeps the theme that is drawn with; one that cannot be used is none to keep.
  mutating func keepTheme() {
    guard let selectedTheme else { return }
    guard theme == selectedTheme else {
      message = Message(text: "\(selectedTheme) cannot be used; \(theme) is", isError: true)
      return
    }
    layers.removeLast()
    tellTheme()
  }

  /// Gives back the theme that there was before the list was opened.
  mutating func giveBack(_ open: OpenThemes) -> [Effect] {
    guard theme != open.before else { return [] }
    theme = open.before
    return [.useTheme(theme)]
  }

  /// Draws with the theme of that name from now on.
  mutating func useTheme(_ name: String) -> [Effect] {
    theme = name
    tellTheme()
    return [.useTheme(name)]
  }

  private mutating func tellTheme() {
    message = Message(text: "theme \(theme); 'theme: \(theme)' in config.yaml keeps it for good")
  }
}

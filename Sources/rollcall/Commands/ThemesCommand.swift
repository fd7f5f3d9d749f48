internal import ArgumentParser
internal import Configuration
internal import JSONValue
internal import Terminal

/// `rollcall themes`: which themes there are, and what one of them makes of each role.
struct ThemesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "themes",
    abstract: "List the themes, or check one and show it.",
    discussion: """
      A theme is named, or given as the path of a file, with a slash in it. Without a name all are \
      listed and checked. A file that cannot be used is told with its line and its role, and ends \
      with status 78.
      """
  )

  @OptionGroup var global: GlobalOptions

  @Argument(
    help: "The theme to check and show; none for a list of all.",
    completion: .custom { _, _, _ in CompletedNames.themes }
  )
  var name: String?

  func run() throws {
    let launch = try Launch.ofCommand(global)
    let printer = Printer(isJSON: global.connection.isJSON)
    if let name {
      let shelf = launch.themes
      let theme = try name.contains("/") ? shelf.theme(at: name) : shelf.theme(named: name)
      let place = name.contains("/") ? name : shelf.place(of: name)
      return try printer.document(
        ThemesCommand.json(theme, place: place),
        text: ThemesCommand.lines(theme, place: place)
      )
    }
    try list(launch, printer)
  }

  private func list(_ launch: Launch, _ printer: Printer) throws {
    let shelf = launch.themes
    let used = launch.settings.theme ?? Launch.standardTheme
    var problems: [String] = []
    var table = TextTable([
      .init(heading: ""), .init(heading: "THEME"), .init(heading: "FROM"),
      .init(heading: "CONTRAST", isRightAligned: true),
    ])
    var rows: [JSON] = []
    for name in shelf.names {
      let result = Result { try shelf.theme(named: name) }
      var problem: String?
      var contrast: Double?
      switch result {
      case .success(let theme): contrast = theme.leastContrast
      case .failure(let error): problem = "\(error)"
      }
      problem.map { problems.append($0) }
      table.add([
        name == used ? "*" : "", name, shelf.place(of: name),
        problem == nil ? contrast.map(ThemesCommand.ratio) ?? "-" : "unusable",
      ])
      rows.append([
        "name": .string(name), "file": .string(shelf.place(of: name)),
        "builtIn": .bool(shelf.isBuiltIn(name)), "inUse": .bool(name == used),
        "contrast": JSON(contrast.map(ThemesCommand.rounded)), "error": JSON(problem),
      ])
    }
    try printer.document(.array(rows), text: table.lines)
    for problem in problems { Printer.complain(problem) }
    if !problems.isEmpty { throw ExitStatus.badConfiguration }
  }

  private static func lines(_ theme: Theme, place: String) -> [SafeText] {
    var table = TextTable([
      .init(heading: "ROLE"), .init(heading: "FOREGROUND"), .init(heading: "BACKGROUND"),
      .init(heading: "ATTRIBUTES"), .init(heading: "CONTRAST", isRightAligned: true),
    ])
    for role in Role.allCases {
      let style = theme[role]
      table.add([
        role.rawValue, style.foreground.name, style.background.name,
        style.attributes.names.joined(separator: " "),
        style.foreground.contrast(with: style.background).map(ratio) ?? "-",
      ])
    }
    return [SafeText("\(theme.name)  \(place)")] + table.lines
  }

  private static func json(_ theme: Theme, place: String) -> JSON {
    let roles = Role.allCases.map { role -> JSON in
      let style = theme[role]
      return [
        "role": .string(role.rawValue), "foreground": .string(style.foreground.name),
        "background": .string(style.background.name),
        "attributes": .array(style.attributes.names.map(JSON.string)),
        "contrast": JSON(style.foreground.contrast(with: style.background).map(rounded)),
      ]
    }
    return [
      "name": .string(theme.name), "file": .string(place),
      "contrast": JSON(theme.leastContrast.map(rounded)), "roles": .array(roles),
    ]
  }

  private static func rounded(_ ratio: Double) -> Double { (ratio * 10).rounded(.down) / 10 }

  private static func ratio(_ ratio: Double) -> String { "\(rounded(ratio)):1" }
}

internal import AWSClient
internal import ArgumentParser
internal import Configuration
internal import Glibc
internal import JSONValue
internal import Terminal

/// `rollcall config`: what the configuration comes to, and whether it can work.
struct ConfigCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "config",
    abstract: "Show the settings in force and where each comes from, or check the configuration.",
    discussion: """
      show prints each setting with its value and the place that it comes from: a flag, the \
      environment, the context, config.yaml, a profile, or the default. Secrets are never read: of \
      a key it tells where it is kept. check looks at config.yaml, at every context and at the \
      theme in use, and ends with status 78 where something cannot work. path prints where \
      config.yaml is.
      """
  )

  /// What is asked for.
  enum Question: String, ExpressibleByArgument, CaseIterable {
    /// Where the file is.
    case path
    /// What is in force.
    case show
    /// Whether it can work.
    case check
  }

  @OptionGroup var global: GlobalOptions

  @Argument(help: "path, show or check.")
  var question = Question.show

  func run() throws {
    let printer = Printer(isJSON: global.connection.isJSON)
    if question == .path { return try printPath(printer) }
    let launch = try Launch.ofCommand(global)
    if question == .check { return try check(launch, printer) }
    try show(launch, printer)
  }

  /// Where the file is, also where it has a mistake in it.
  private func printPath(_ printer: Printer) throws {
    let paths = try Paths(
      environment: ProcessEnvironment.current,
      dataFolder: global.connection.dataFolder
    )
    let path = paths.configurationFile
    try printer.document(
      ["path": .string(path), "exists": .bool(access(path, F_OK) == 0)],
      text: [SafeText(path)]
    )
  }

  private func show(_ launch: Launch, _ printer: Printer) throws {
    let timeout = EffectiveSetting(
      "timeout",
      global.timeout.defaultValueDescription,
      global.timeout == DurationArgument(milliseconds: 30_000) ? .standard : .flag,
      global.timeout == DurationArgument(milliseconds: 30_000) ? "" : "--timeout"
    )
    let settings = try launch.effectiveSettings() + [timeout]
    var table = TextTable([
      .init(heading: "SETTING"), .init(heading: "VALUE"), .init(heading: "FROM"),
      .init(heading: "WHERE"),
    ])
    for setting in settings {
      table.add([
        setting.name, setting.value ?? "-", setting.source.rawValue, setting.place,
      ])
    }
    let rows = settings.map { setting -> JSON in
      [
        "name": .string(setting.name), "value": JSON(setting.value),
        "source": .string(setting.source.rawValue),
        "place": setting.place.isEmpty ? .null : .string(setting.place),
      ]
    }
    let path = launch.paths.configurationFile
    try printer.document(
      [
        "file": .string(path), "exists": .bool(access(path, F_OK) == 0), "settings": .array(rows),
      ],
      text: table.lines
    )
  }

  private func check(_ launch: Launch, _ printer: Printer) throws {
    let mistakes = launch.mistakes()
    let path = launch.paths.configurationFile
    let text = access(path, F_OK) == 0 ? "\(path) can work" : "\(path) is not there: all is default"
    try printer.document(
      [
        "file": .string(path), "exists": .bool(access(path, F_OK) == 0),
        "mistakes": .array(mistakes.map(JSON.string)),
      ],
      text: mistakes.isEmpty ? [SafeText(text)] : []
    )
    for mistake in mistakes { Printer.complain(mistake) }
    if !mistakes.isEmpty { throw ExitStatus.badConfiguration }
  }
}

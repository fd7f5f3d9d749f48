internal import ArgumentParser
internal import Configuration
internal import CustomerServices
internal import LocalCloud

/// `rollcall` alone: the dashboard.
struct DashboardCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "dashboard",
    abstract: "Open the dashboard; the same as no command at all.",
    shouldDisplay: false
  )

  @OptionGroup var recording: RecordingOption

  @OptionGroup var global: GlobalOptions

  @Option(help: ArgumentHelp("The theme, kept over a change of context.", visibility: .hidden))
  var theme: String?

  @Option(
    help: ArgumentHelp("The folder to come back to with context local.", visibility: .hidden)
  )
  var localData: String?

  func run() async throws {
    var flags = global.connection.flags
    if flags.context == "local" { flags.dataFolder = flags.dataFolder ?? localData }
    var launch = try Launch(
      flags: flags,
      isVerbose: global.connection.verbose,
      timeout: global.timeLimit,
      environment: ProcessEnvironment.current
    )
    launch.localData = flags.dataFolder ?? localData
    if let theme, launch.themes.names.contains(theme) { launch.settings.theme = theme }
    var program = try DashboardProgram(launch)
    program.recording = try recording.file()
    try await program.run()
  }
}

/// `rollcall demo`: the dashboard on a throw-away local cloud with traffic and faults.
struct DemoCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "demo",
    abstract: "Open the dashboard on a throw-away local cloud with traffic and faults."
  )

  @OptionGroup var recording: RecordingOption

  @OptionGroup var global: GlobalOptions

  func run() async throws {
    let folder = try ThrowawayFolder()
    // Also where it ends before it has begun; at the end of the screen it is done already.
    defer { folder.remove() }
    var options = global.connection
    options.dataFolder = folder.path
    var launch = try Launch(
      options,
      timeout: global.timeLimit,
      named: "demo",
      environment: ProcessEnvironment.current
    )
    launch.keepJournal(in: folder.path)
    try launch.requireLocalCloud("demo")
    var program = try DashboardProgram(launch)
    program.companion = { services, inbox in
      await DemoTraffic(services, inbox: inbox).run()
    }
    program.recording = try recording.file()
    program.cleanUp = { folder.remove() }
    try await program.run()
  }
}

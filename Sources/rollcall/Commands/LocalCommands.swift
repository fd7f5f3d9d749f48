internal import ArgumentParser
internal import CustomerBackend
internal import CustomerDomain
internal import Dashboard
internal import Glibc
internal import JSONValue
internal import LocalCloud
internal import Terminal

/// `rollcall local`: the local cloud in the foreground.
struct LocalCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "local",
    abstract: "Run the local cloud in the foreground.",
    discussion: """
      It prints 'ready' and its address once it serves. Where another program runs it already, this \
      one waits to take over.
      """
  )

  @OptionGroup var global: GlobalOptions

  @Option(
    parsing: .unconditional,
    help: "The port to listen on, 0 for a free one; without it the last one, if it is free."
  )
  var port: Int?

  @Option(help: ArgumentHelp("Describe the backend by another template.", valueName: "file"))
  var template: String?

  @Option(
    name: .customLong("parameter"),
    parsing: .singleValue,
    help: ArgumentHelp("Set a parameter of the template.", valueName: "name=value")
  )
  var parameters: [ParameterArgument] = []

  @Flag(help: "Empty the data folder first (asks).")
  var reset = false

  @Flag(help: "Do not ask.")
  var yes = false

  func validate() throws {
    if let port, !(0...65_535).contains(port) {
      throw ValidationError("--port must lie between 0 and 65535.")
    }
  }

  func run() async throws {
    let launch = try Launch(
      global.connection,
      timeout: global.timeLimit,
      environment: ProcessEnvironment.current
    )
    try launch.requireLocalCloud("local")
    let folder = launch.localCloudFolder
    if reset {
      let isAgreed =
        if yes { true } else {
          try await Question.isAnsweredYes("Delete everything in \(folder)?")
        }
      guard isAgreed else {
        Printer.complain("nothing was deleted")
        throw ExitStatus.negative
      }
    }
    let cloud = try await open(launch, folder)
    // Until now a signal ended it at once, which the database survives.
    let signals = Signals([SIGINT, SIGTERM, SIGHUP, SIGTSTP])
    try Printer.write(line: "ready \(cloud.endpoint)")
    for await number in signals.numbers {
      guard number == SIGTSTP else {
        launch.transports.stop()
        await cloud.close(drainMilliseconds: 0)
        if number == SIGINT { throw ExitStatus.interrupted }
        _exit(128 + number)
      }
      // Another program takes over while this one sleeps.
      await cloud.handOver()
      raise(SIGSTOP)
      cloud.standBy()
    }
  }

  private func open(_ launch: Launch, _ folder: String) async throws -> LocalCloudHandle {
    let wishes = Launch.CloudWishes(
      port: port,
      templateFile: template,
      parameters: parameters.isEmpty
        ? nil : Dictionary(parameters.map { ($0.name, $0.value) }) { _, last in last },
      resets: reset
    )
    let cloud = try await launch.openLocalCloud(folder: folder, wishes: wishes)
    // Whoever runs it already has made up its mind.
    guard cloud.isOwner || wishes.isEmpty else {
      await cloud.close()
      throw ServiceFailure(
        kind: .unavailable,
        action: "open the local cloud",
        resource: folder,
        reason: "another process runs it already, at \(cloud.endpoint)",
        advice: "end that one to change port, template, parameters or data, "
          + "or use another folder with --data"
      )
    }
    return cloud
  }
}

/// `rollcall template`: print the backend's template.
struct TemplateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "template",
    abstract: "Print the CloudFormation template that describes the backend."
  )

  @OptionGroup var global: GlobalOptions

  func run() throws {
    if global.connection.isJSON {
      let json: JSON = ["format": "yaml", "template": .string(BackendTemplate.yaml)]
      try Printer(isJSON: true).document(json, text: [])
    } else {
      try Printer.raw(BackendTemplate.yaml)
    }
  }
}

/// `rollcall keys`: print the key table, from which the Keys article is made.
struct KeysCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "keys",
    abstract: "Print the dashboard's keys."
  )

  @Flag(help: "As the Keys article.")
  var markdown = false

  func run() throws {
    if markdown {
      try Printer.raw("# Keys\n\nWhat each key does, as `rollcall keys --markdown` prints it.\n\n")
    }
    try Printer.raw(KeyTable.standard.markdown)
  }
}

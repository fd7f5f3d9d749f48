internal import ArgumentParser
internal import Configuration

/// The options of every command that connects to a backend.
struct GlobalOptions: ParsableArguments {
  @OptionGroup var connection: ConnectionOptions

  @Option(
    help: ArgumentHelp(
      "How long a call may take, all its attempts together, such as 30s.",
      valueName: "duration"
    )
  )
  var timeout = DurationArgument(Launch.usualTimeout)

  /// How long a call may take.
  var timeLimit: Duration { .milliseconds(timeout.milliseconds) }

  /// Checks that a call is given any time at all.
  func validate() throws {
    if timeout.milliseconds < 1 { throw ValidationError("--timeout must be longer than 0.") }
  }
}

/// The options that say what to connect to and how to answer; `fault` takes these alone, because its
/// own `--timeout` means something else.
struct ConnectionOptions: ParsableArguments {
  @Option(
    help: "The context of config.yaml to use; 'local' is the local cloud.",
    completion: .custom { _, _, _ in CompletedNames.contexts }
  )
  var context: String?

  @Option(help: "The profile of the shared AWS files to use; leaves the local cloud.")
  var profile: String?

  @Option(help: "The AWS region.")
  var region: String?

  @Option(name: .customLong("endpoint-url"), help: "The endpoint to use instead of AWS's own.")
  var endpointURL: String?

  @Option(name: .customLong("api-url"), help: "The REST API's address, with its stage.")
  var apiURL: String?

  @Option(
    name: .customLong("data"),
    help: ArgumentHelp("The local cloud's folder.", valueName: "folder")
  )
  var dataFolder: String?

  @Flag(name: .customLong("read-only"), help: "Make every changing action impossible.")
  var isReadOnly = false

  @Flag(name: .customLong("json"), help: "Answer in JSON on stdout.")
  var isJSON = false

  @Flag(help: "Log each call; a command tells it on stderr, too.")
  var verbose = false

  /// The flags as the configuration reads them.
  var flags: Flags {
    Flags(
      context: context,
      profile: profile,
      region: region,
      endpointURL: endpointURL,
      apiURL: apiURL,
      dataFolder: dataFolder,
      isReadOnly: isReadOnly
    )
  }
}

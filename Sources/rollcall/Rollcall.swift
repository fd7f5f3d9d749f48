internal import ArgumentParser
internal import Configuration
internal import CustomerDomain
internal import Glibc
internal import Spelling

/// The program: the commands, and the wiring of the other rooms.
///
/// This room parses arguments, connects services and prints. What a command does lies in the service
/// layer, and what the dashboard does lies in `Dashboard`; nothing here decides about either.
@main
struct Rollcall: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rollcall",
    abstract: "A dashboard over the Customer IDs backend, and the backend itself.",
    discussion: """
      Without a command it opens the dashboard. Without an account it runs a local cloud: the same \
      API, workflow, logs and alarms on this machine. AWS is used only where it is asked for, by \
      --context, --profile, --endpoint-url or --api-url.

      Exit codes: 0 done, 1 a negative answer, 64 usage, 65 bad input, 66 no such execution, alarm, \
      rule or request, 69 service unavailable, 75 throttled, 77 not permitted, 78 bad configuration, \
      130 ctrl-c.

      GLOBAL OPTIONS, before or after the command:
      \(CommandWords.help)
      """,
    version: CustomerDomain.version,
    subcommands: [
      DashboardCommand.self, DemoCommand.self, GetCommand.self, PutCommand.self,
      DeleteCommand.self, SubmitCommand.self, ExecutionsCommand.self, ExecutionCommand.self,
      LogsCommand.self, AlarmsCommand.self, ExplainCommand.self, RulesCommand.self,
      NotificationsCommand.self,
      LocalCommand.self, EnvCommand.self, FaultCommand.self, TemplateCommand.self,
      PackageCommand.self, DeployCommand.self, DestroyCommand.self, DoctorCommand.self,
      PolicyCommand.self,
      ReplayCommand.self, ScreenshotCommand.self,
      ContextsCommand.self, ThemesCommand.self, ConfigCommand.self, CompletionsCommand.self,
      KeysCommand.self, CoverageCommand.self,
    ],
    defaultSubcommand: DashboardCommand.self
  )

  /// The words of the command line.
  private static let line = CommandWords(Array(CommandLine.arguments.dropFirst()))

  /// Runs the command that the arguments ask for, and ends with its status.
  static func main() async {
    StandardStreams.openMissing()
    Interruption.endProcessOnInterrupt()
    // A reader that is gone shows as an error of `write`, which is answered quietly.
    signal(SIGPIPE, SIG_IGN)
    do {
      try refuseWhatIsNoText()
      try refuseUnknownCommand()
      try refuseTimeLimitOfFault()
      var command = try command()
      if var command = command as? any AsyncParsableCommand {
        try await command.run()
      } else {
        try command.run()
      }
      end(.done)
    } catch {
      end(with: error)
    }
  }

  /// The command that the arguments ask for.
  ///
  /// The parser's tree of all commands takes longer to build than the first frame takes to draw, so
  /// the one that is named is read alone; whatever is wrong with it is told by the whole tree.
  ///
  /// - Throws: what the parser says of the arguments.
  private static func command() throws -> any ParsableCommand {
    let named = line.command.flatMap { word in
      configuration.subcommands.first { $0.configuration.commandName == word }
    }
    if let named {
      let words = line.words.dropFirst()
      do {
        return try named.parse(Array(words))
      } catch {
        let isRefused = named.exitCode(for: error) != .success
        if isRefused { try refuseUnknownOption(in: words, of: named) }
      }
    } else if line.command == nil, let command = try? DashboardCommand.parse(line.words) {
      return command
    }
    do {
      return try parseAsRoot(line.words)
    } catch {
      if line.command == nil, exitCode(for: error) != .success,
        let option = UnknownOption(in: line.words, ofDashboardIn: Rollcall.self)
      {
        Printer.complain(option.sentence(of: nil))
        throw ExitStatus.usage
      }
      throw error
    }
  }

  /// Ends the process with the status that an error stands for, after it has been told.
  static func end(with error: any Error) -> Never {
    switch error {
    case let status as ExitStatus: end(status)
    case is PipeClosed: end(.done)
    default:
      guard let status = ExitStatus(reporting: error) else { exit(withError: error) }
      end(status)
    }
  }

  /// The name of the command that was given, for the log.
  static var commandName: String {
    let names = configuration.subcommands.compactMap { $0.configuration.commandName }
    return line.command.flatMap { names.contains($0) ? $0 : nil } ?? "dashboard"
  }

  /// Names arguments that are no UTF-8, which would be taken for others that are.
  ///
  /// - Throws: `ExitStatus.badInput` once they have been told.
  private static func refuseWhatIsNoText() throws(ExitStatus) {
    var isRefused = false
    for index in 1..<max(1, Int(CommandLine.argc)) {
      guard let argument = CommandLine.unsafeArgv[index] else { continue }
      let bytes = UnsafeRawBufferPointer(start: argument, count: strlen(argument))
      guard String(validating: bytes, as: UTF8.self) == nil else { continue }
      let text = IDLine.short(String(decoding: bytes, as: UTF8.self))
      Printer.complain("argument \(index) (\"\(text)\"): not UTF-8")
      isRefused = true
    }
    if isRefused { throw .badInput }
  }

  /// Names a command that there is none of, which the parser would call an argument of the
  /// dashboard's.
  ///
  /// - Throws: `ExitStatus.usage` once it has been told.
  private static func refuseUnknownCommand() throws(ExitStatus) {
    guard let word = line.command else { return }
    let names = configuration.subcommands.compactMap { $0.configuration.commandName } + ["help"]
    guard !names.contains(word) else { return }
    let advice = NearestWord.question(word, among: names) ?? "see 'rollcall --help'"
    Printer.complain("there is no command '\(word)'; \(advice)")
    throw .usage
  }

  /// Names an option that a command does not have.
  ///
  /// - Throws: `ExitStatus.usage` once it has been told.
  private static func refuseUnknownOption(
    in words: some Sequence<String>,
    of command: any ParsableCommand.Type
  ) throws(ExitStatus) {
    guard let option = UnknownOption(in: words, of: command) else { return }
    Printer.complain(option.sentence(of: commandName))
    throw .usage
  }

  /// Refuses a time limit before `fault`, whose own `--timeout` is a kind of fault.
  ///
  /// - Throws: `ExitStatus.usage` once it has been told.
  private static func refuseTimeLimitOfFault() throws(ExitStatus) {
    guard line.command == "fault", line.leading.contains(where: { $0.hasPrefix("--timeout") })
    else { return }
    Printer.complain(
      "'fault' takes no time limit; its --timeout is a kind of fault: "
        + "rollcall fault FUNCTION --timeout"
    )
    throw .usage
  }

  /// Ends the process at once.
  ///
  /// The libraries' own farewells would race with threads that still run: OpenSSL frees what a
  /// transfer may be using. Nothing of ours is buffered.
  private static func end(_ status: ExitStatus) -> Never { _exit(status.code) }
}

internal import AWSWire
internal import ArgumentParser
internal import CustomerDomain
internal import DashboardRuntime
internal import Glibc
internal import JSONValue
internal import Terminal

/// `rollcall replay`: what was on the screen, once more.
struct ReplayCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "replay",
    abstract: "Show a recorded dashboard once more.",
    discussion: """
      Nothing is connected to. Space pauses, left and right go ten seconds, [ and ] change the speed, \
      e goes to the next alarm or error, q quits. Where there is no terminal, and with --json, it \
      tells what is in the recording.
      """
  )

  @Argument(help: ArgumentHelp("A file that --record wrote.", valueName: "file"))
  var file: String

  @Flag(name: .customLong("json"), help: "Tell what is in it in JSON on stdout.")
  var isJSON = false

  func run() async throws {
    let reader = try RecordedFile.reader(of: file)
    if isJSON || isatty(STDOUT_FILENO) == 0 || isatty(STDIN_FILENO) == 0 {
      return try tell(reader)
    }
    let player = try RecordedFile.reading(file) { () throws(RecordingProblem) in
      try ReplayPlayer(reader)
    }
    let ending = await OwnThread.run("replay") { () -> Result<ReplayLoop.Ending, TerminalError> in
      do throws(TerminalError) {
        let session = try TerminalSession(
          environment: ProcessEnvironment.current,
          options: .init(usesMouse: false)
        )
        defer { session.close(ignoring: []) }
        return .success(ReplayLoop(session: session, reader: reader, player: player).run())
      } catch {
        return .failure(error)
      }
    }
    switch ending {
    case .success(.ended(let ending)): try DashboardProgram.end(ending)
    case .success(.unreadable(let problem)): throw RecordedFile.failure(problem, file)
    case .failure(let error): throw DashboardProgram.refused(error)
    }
  }

  private func tell(_ reader: RecordingReader) throws {
    let summary = try RecordedFile.reading(file) { () throws(RecordingProblem) in
      try RecordingSummary(reader)
    }
    try Printer(isJSON: isJSON).document(summary.json(path: file), text: summary.lines(path: file))
  }
}

/// A recording that the user names.
enum RecordedFile {
  /// The most bytes that are read into memory.
  private static let limit = 4 << 30

  /// Reads a file.
  ///
  /// - Throws: `ServiceFailure` where it cannot be read, or is no recording.
  static func reader(of path: String) throws(ServiceFailure) -> RecordingReader {
    let bytes = try UserFile.bytes(of: path, limit: limit)
    return try reading(path) { () throws(RecordingProblem) in
      try RecordingReader(bytes, version: CustomerDomain.version)
    }
  }

  /// Does something with a recording.
  ///
  /// - Throws: `ServiceFailure` with the file's name where the recording cannot be read.
  static func reading<Value>(
    _ path: String,
    _ body: () throws(RecordingProblem) -> Value
  ) throws(ServiceFailure) -> Value {
    do throws(RecordingProblem) { return try body() } catch { throw failure(error, path) }
  }

  /// What a problem with a recording amounts to.
  static func failure(_ problem: RecordingProblem, _ path: String) -> ServiceFailure {
    ServiceFailure(
      kind: .invalidInput,
      action: "replay",
      resource: path,
      reason: problem.description,
      advice: problem.advice
    )
  }
}

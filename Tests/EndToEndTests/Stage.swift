import TestKit
import Testing

/// A place for one test: folders of its own, and the program that is tested.
final class Stage {
  /// The program.
  let program: String
  /// Where the program keeps its files.
  let folder = TemporaryFolder()

  init() throws {
    program = try #require(builtProgram("rollcall"), "rollcall is not built beside the tests")
  }

  /// An environment that leads nowhere but to this stage.
  var environment: [String: String] {
    [
      "HOME": folder.path, "PATH": "/usr/bin:/bin", "TERM": "xterm-256color", "TZ": "UTC",
      "LANG": "C.UTF-8", "SWIFT_BACKTRACE": "enable=no",
    ]
  }

  /// Runs a command to its end.
  func run(
    _ arguments: String...,
    input: String = "",
    environment changes: [String: String] = [:]
  ) throws -> CommandRun {
    try CommandRun(
      program,
      arguments,
      environment: environment.merging(changes) { _, new in new },
      input: input
    )
  }

  /// Opens the dashboard, or what the arguments say, on a terminal.
  func open(
    _ arguments: String...,
    columns: Int = 120,
    rows: Int = 36,
    environment changes: [String: String] = [:]
  ) throws -> PseudoTerminal {
    try PseudoTerminal(
      program,
      arguments,
      columns: columns,
      rows: rows,
      environment: environment.merging(changes) { _, new in new }
    )
  }
}

extension PseudoTerminal {
  /// Requires that the screen comes to show a text, and fails with the screen where it doesn't.
  func shows(
    _ text: String,
    seconds: Double = 15,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let isShown = wait(for: text, seconds: seconds)
    try #require(
      isShown,
      "\"\(text)\" is not on the screen:\n\(screen.text)",
      sourceLocation: sourceLocation
    )
  }

  /// Requires that the screen comes to show a text no longer.
  func hides(
    _ text: String,
    seconds: Double = 15,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let isHidden = wait(seconds: seconds) { !$0.screen.text.contains(text) }
    try #require(
      isHidden,
      "\"\(text)\" is still on the screen:\n\(screen.text)",
      sourceLocation: sourceLocation
    )
  }
}

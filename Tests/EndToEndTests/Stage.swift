import Glibc
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

  /// Puts a file into the configuration's folder.
  func write(_ name: String, _ text: String) throws {
    let path = "\(folder.path)/.config/rollcall/\(name)"
    for (index, character) in path.enumerated() where character == "/" && index > 0 {
      mkdir(String(path.prefix(index)), 0o700)
    }
    let file = try #require(fopen(path, "w"))
    fputs(text, file)
    fclose(file)
  }

  /// What a file below the home folder holds; nothing where there is none.
  func read(_ name: String) -> String {
    guard let file = fopen("\(folder.path)/\(name)", "r") else { return "" }
    defer { fclose(file) }
    var bytes = [UInt8](repeating: 0, count: 1 << 20)
    bytes.removeLast(bytes.count - fread(&bytes, 1, bytes.count, file))
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Whether there is such a file or folder below the home folder.
  func exists(_ name: String) -> Bool { access("\(folder.path)/\(name)", F_OK) == 0 }

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

  /// How long the program takes just now to say its version, which is next to nothing: what lasts ten
  /// times as long and more beyond its limit is late of itself, and not because the machine is busy.
  func slack() throws -> Duration {
    let begun = ContinuousClock.now
    let run = try run("--version")
    try #require(run.status == 0, "\(run)")
    return (ContinuousClock.now - begun) * 10
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

  /// Presses Esc in the field that has the cursor, and waits until the rows have the keys.
  ///
  /// Esc followed at once by another key would be that key with Alt.
  func leavesField(sourceLocation: SourceLocation = #_sourceLocation) throws {
    let hasField = wait(seconds: 15) { $0.footer.contains("rows") }
    try #require(hasField, "no field has the cursor:\n\(text)", sourceLocation: sourceLocation)
    try press("esc")
    let hasRows = wait(seconds: 15) { !$0.footer.contains("rows") }
    try #require(
      hasRows,
      "the field still has the cursor:\n\(text)",
      sourceLocation: sourceLocation
    )
  }

  /// The last line of the screen.
  private var footer: String { line(screen.rows - 1) }

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

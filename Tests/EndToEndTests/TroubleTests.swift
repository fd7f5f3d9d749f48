import Glibc
import TestKit
import Testing

@Suite("The dashboard in trouble", .timeLimit(.minutes(30)))
@BlockingTests
struct TroubleTests {
  /// What leads to a cloud at `port` of this machine, whoever listens there.
  private func remote(_ port: Int) -> [String: String] {
    [
      "AWS_ENDPOINT_URL": "http://127.0.0.1:\(port)", "AWS_REGION": "eu-central-1",
      "ROLLCALL_API_URL": "http://127.0.0.1:\(port)/prod",
      "ROLLCALL_API_KEY": "01234567890123456789", "AWS_ACCESS_KEY_ID": "AKIAIOSFODNN7EXAMPLE",
      "AWS_SECRET_ACCESS_KEY": "not-a-secret", "AWS_MAX_ATTEMPTS": "1",
    ]
  }

  @Test(
    "With a dead network each pane says what failed and goes on trying",
    arguments: PaneTests.sizes
  )
  func deadNetwork(columns: Int, rows: Int) throws {
    let terminal = try Stage().open(columns: columns, rows: rows, environment: remote(9))
    for pane in ["2", "3", "4"] {
      if pane == "2" { try terminal.leavesField() }
      try terminal.press(pane)
      let title = ["2": "2 Workflow", "3": "3 Logs", "4": "4 Alarms"][pane] ?? ""
      try terminal.shows("╭ \(title)")
      try terminal.shows("✕")
      if columns >= 80 { try terminal.shows("retrying in") }
      // The form of the Workflow pane has the cursor.
      if pane == "2" { try terminal.leavesField() }
    }
    try terminal.press("ctrl-c")
    #expect(terminal.waitForExit(seconds: 15) == .code(0))
  }

  @Test("When the cloud is gone, nothing says for long that its alarms are well")
  func goneCloud() throws {
    let stage = try Stage()
    let cloud = try stage.open("local")
    try cloud.shows("ready http://")
    let exports = try stage.run("env").output.split(separator: "\n")
    let pairs = exports.map { line in
      line.dropFirst("export ".count).filter { $0 != "'" && $0 != "\"" }
        .split(separator: "=", maxSplits: 1).map(String.init)
    }
    let known = pairs.filter { $0.count == 2 }.map { ($0[0], $0[1]) }
    let terminal = try stage.open(environment: Dictionary(known) { first, _ in first })
    try terminal.shows("● 9 ok")
    cloud.send(signal: SIGKILL)
    #expect(cloud.waitForExit(seconds: 15) == .signal(SIGKILL))
    // Alarms are asked for each quarter of a minute; the first call that fails asks at once.
    #expect(terminal.wait(for: "● 9 ok?", seconds: 12), "\(terminal.text)")
    try terminal.shows("as in ")
    try terminal.press("ctrl-c")
    #expect(terminal.waitForExit(seconds: 15) == .code(0))
  }

  @Test("While every call hangs keys are drawn, and quitting is immediate")
  func hangingCalls() throws {
    let (listener, port) = try silentListener()
    defer { close(listener) }
    let terminal = try Stage().open(environment: remote(port))
    try terminal.shows("id ▸")
    terminal.type("waiting")
    try terminal.press("enter")
    try terminal.shows("looking up")
    terminal.type("next-one")
    try terminal.shows("next-one")
    try terminal.press("ctrl-c")
    #expect(terminal.waitForExit(seconds: 15) == .code(0))
    #expect(terminal.hasModesOfBefore)
  }

  @Test("While the cloud inside it is attacked, keys are drawn, and it answers afterwards")
  func attackedCloud() throws {
    let stage = try Stage()
    let terminal = try stage.open()
    try terminal.shows("customers-w")
    let attack = try StartedProgram(
      stage.program,
      ["env", "--", "sh", "-c", TroubleTests.attack],
      environment: stage.environment
    )
    // The workflows without end have begun where they are listed.
    let hasBegun = terminal.wait(seconds: 30) { _ in
      (try? stage.run("env", "--", "sh", "-c", TroubleTests.begun).status) == 0
    }
    #expect(hasBegun)
    for word in ["one", "two", "three"] {
      terminal.type(word)
      try terminal.shows(word, seconds: 5)
    }
    try terminal.press("enter")
    try terminal.shows("absent", seconds: 60)
    withExtendedLifetime(attack) {}
    try terminal.press("ctrl-c")
    #expect(terminal.waitForExit(seconds: 15) == .code(0))
  }

  private static let call = #"""
    call() {
      curl -sf --aws-sigv4 "aws:amz:$AWS_REGION:states" \
        -u "$AWS_ACCESS_KEY_ID:$AWS_SECRET_ACCESS_KEY" -H "X-Amz-Target: AWSStepFunctions.$1" \
        -H "Content-Type: application/x-amz-json-1.0" -d "$2" "$AWS_ENDPOINT_URL/"
    }
    machine=arn:aws:states:$AWS_REGION:000000000000:stateMachine:endless

    """#

  /// Four workflows that loop for ever, a flood of bytes, and senders that send nothing more.
  private static let attack =
    call + #"""
      call CreateStateMachine '{"name": "endless", "roleArn": "arn:aws:iam::000000000000:role/x",
        "definition": "{\"StartAt\":\"A\",\"States\":{\"A\":{\"Type\":\"Pass\",\"Next\":\"A\"}}}"}'
      for n in 1 2 3 4; do
        call StartExecution "{\"stateMachineArn\": \"$machine\"}" &
        head -c 40000000 /dev/zero | curl -s --data-binary @- "$ROLLCALL_API_URL/customers/a" &
        (printf 'PUT / HTTP/1.1\r\nContent-Length: 9\r\n\r\n'; sleep 20) \
          | curl -s "telnet://${AWS_ENDPOINT_URL#http://}" &
      done >/dev/null 2>&1
      wait
      """#

  /// Succeeds where the machine that loops is there.
  private static let begun =
    call + #"""
      call DescribeStateMachine "{\"stateMachineArn\": \"$machine\"}" >/dev/null
      """#

  @Test("A wrong API key is said where it was used, and the other panes go on")
  func wrongKey() throws {
    let stage = try Stage()
    let cloud = try stage.open("local")
    try cloud.shows("ready http://")
    let exports = try stage.run("env").output.split(separator: "\n")
    let url = try #require(exports.first { $0.hasPrefix("export ROLLCALL_API_URL=") })
    let terminal = try stage.open(
      "--api-url",
      String(url.dropFirst("export ROLLCALL_API_URL=".count)),
      environment: ["ROLLCALL_API_KEY": "01234567890123456789", "AWS_REGION": "eu-central-1"]
    )
    try terminal.shows("id ▸")
    terminal.type("somebody")
    try terminal.press("enter")
    try terminal.shows("Forbidden")
    #expect(!terminal.screen.text.contains("absent"))
    try terminal.press("ctrl-c")
    #expect(terminal.waitForExit(seconds: 15) == .code(0))
  }

  @Test("When the owner of the local cloud is killed, the panes recover by themselves")
  func killedOwner() throws {
    let stage = try Stage()
    let owner = try stage.open("local")
    try owner.shows("ready http://")
    let terminal = try stage.open()
    try terminal.shows("customers-w")
    owner.send(signal: SIGKILL)
    #expect(owner.waitForExit(seconds: 15) == .signal(SIGKILL))
    terminal.type("after-the-kill")
    try terminal.press("enter")
    // The call itself waits until the next owner serves: nobody has to ask twice.
    let hasAnswer = terminal.wait(seconds: 30) {
      $0.text.contains("absent") || $0.text.contains("✕ after-the-kill")
    }
    #expect(hasAnswer && !terminal.text.contains("✕ after-the-kill"), "\(terminal.text)")
    try terminal.press("ctrl-c")
    #expect(terminal.waitForExit(seconds: 15) == .code(0))
  }

  @Test("A terminal that cannot move its cursor is refused, with what to do")
  func dumbTerminal() throws {
    let terminal = try Stage().open(environment: ["TERM": "dumb"])
    try terminal.shows("set TERM")
    #expect(terminal.waitForExit(seconds: 15) == .code(64))
    #expect(terminal.hasModesOfBefore)
  }

  @Test(
    "Without a TERM, or with one nobody knows, it is taken for an xterm",
    arguments: ["", "what"]
  )
  func unknownTerminal(name: String) throws {
    let terminal = try Stage().open(environment: ["TERM": name])
    try terminal.shows("4 Alarms")
    try terminal.press("ctrl-c")
    #expect(terminal.waitForExit(seconds: 15) == .code(0))
    #expect(terminal.hasModesOfBefore)
  }

  @Test("Terminals without Unicode get ASCII alone", arguments: ["linux", "vt100"])
  func plainTerminal(name: String) throws {
    let terminal = try Stage().open(environment: ["TERM": name, "LANG": "C", "LC_ALL": "C"])
    try terminal.shows("4 Alarms")
    try terminal.shows("customers-w")
    try terminal.leavesField()
    for pane in ["4", "3", "?"] { try terminal.press(pane) }
    try terminal.shows("Help")
    let strange = terminal.text.unicodeScalars.filter { $0.value > 0x7E }
    #expect(strange.isEmpty, "\(String(String.UnicodeScalarView(strange)))")
    let footer = try #require(
      terminal.text.split(separator: "\n").last { !$0.allSatisfy(\.isWhitespace) }
    )
    try terminal.press("ctrl-c")
    #expect(terminal.waitForExit(seconds: 15) == .code(0))
    #expect(!terminal.text.contains(footer), "the shell would write into it")
  }

  @Test("NO_COLOR draws without a colour")
  func noColor() throws {
    let terminal = try Stage().open(environment: ["NO_COLOR": "1"])
    try terminal.shows("customers-w")
    for row in 0..<36 {
      for column in 0..<120 {
        let cell = terminal.cell(row, column)
        #expect(cell.foreground == "default" && cell.background == "default", "\(row) \(column)")
      }
    }
    try terminal.press("ctrl-c")
    #expect(terminal.waitForExit(seconds: 15) == .code(0))
  }

  @Test("Without a terminal it says so, draws nothing, and begins nothing")
  func noTerminal() throws {
    let stage = try Stage()
    let run = try stage.run()
    #expect(!stage.exists(".local/share/rollcall"))
    #expect(run.status == 64)
    #expect(run.output.isEmpty)
    #expect(run.errors.contains("not a terminal"))
  }

  /// A socket that takes connections and never answers.
  private func silentListener() throws -> (descriptor: Int32, port: Int) {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isReady = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(descriptor, $0, size) == 0 && listen(descriptor, 64) == 0
          && getsockname(descriptor, $0, &size) == 0
      }
    }
    try #require(isReady)
    return (descriptor, Int(UInt16(bigEndian: address.sin_port)))
  }
}

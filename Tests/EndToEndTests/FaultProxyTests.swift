import Glibc
import TestKit
import Testing

/// The dashboard and a follower of the logs behind a proxy that troubles their calls.
@Suite("Behind a proxy that troubles calls", .timeLimit(.minutes(30)))
@BlockingTests
struct FaultProxyTests {
  /// A cloud, a proxy in front of it, and what leads there.
  private final class Scene {
    let stage: Stage
    let cloud: PseudoTerminal
    let proxy: FaultProxy
    /// The environment of a program that calls through the proxy.
    let troubled: [String: String]
    /// The environment of a program that calls the cloud itself.
    let direct: [String: String]

    init() throws {
      stage = try Stage()
      cloud = try stage.open("local")
      try cloud.shows("ready http://")
      var exports: [String: String] = [:]
      for line in try stage.run("env").output.split(separator: "\n") {
        let pair = line.dropFirst("export ".count).split(separator: "=", maxSplits: 1)
        if pair.count == 2 { exports[String(pair[0])] = pair[1].filter { $0 != "'" && $0 != "\"" } }
      }
      direct = exports
      let address = try #require(exports["AWS_ENDPOINT_URL"])
      let port = try #require(UInt16(address.split(separator: ":").last ?? ""))
      let proxy = try FaultProxy(port: port)
      self.proxy = proxy
      troubled = exports.mapValues {
        $0.replacing(":\(port)", with: ":\(proxy.port)")
      }
    }

    /// Puts so many new ids in, past the proxy; each leaves lines in the log.
    func put(_ prefix: String, _ count: Int) throws {
      let ids = (1...count).map { "\(prefix)-\($0)\n" }.joined()
      let run = try stage.run("put", "--file", "-", input: ids, environment: direct)
      #expect(run.status == 0, "\(run.errors)")
    }

    /// The ids of all events that the log of `put_customer_id` holds.
    func held() throws -> [String] {
      let run = try stage.run(
        "logs",
        "put_customer_id",
        "--json",
        "--since",
        "1h",
        environment: direct
      )
      return Scene.ids(run.output)
    }

    /// The ids of the events in lines of JSON.
    static func ids(_ text: String) -> [String] {
      text.split(separator: "\n").compactMap { line in
        line.split(separator: #""eventId":""#, maxSplits: 1).dropFirst().first?
          .prefix { $0 != "\"" }.description
      }
    }

    /// Follows the log through the proxy into a file of the home folder.
    func follow() throws -> StartedProgram {
      let command =
        "exec '\(stage.program)' logs put_customer_id --follow --json --since 1h > '\(stage.folder.path)/followed'"
      return try StartedProgram(
        "/bin/sh",
        ["-c", command],
        environment: stage.environment.merging(troubled) { $1 }
      )
    }

    /// The ids of the events that the follower has told so far.
    var followed: [String] { Scene.ids(stage.read("followed")) }
  }

  @Test(
    "Keys are drawn, the trouble is said, and afterwards nothing is missing or doubled",
    arguments: [
      .throttling, .stalling(seconds: 30), .serverError, .webPage, .truncation, .garbling,
      .dripping, .closing, .resetting, .expiry, .clockJump, .delaying(seconds: 8), .unreachable,
    ] as [FaultProxy.Fault]
  )
  func fault(_ fault: FaultProxy.Fault) throws {
    let scene = try Scene()
    let terminal = try scene.stage.open(environment: scene.troubled)
    try terminal.shows("● 9 ok")
    let follower = try scene.follow()
    try scene.put("before", 5)
    #expect(terminal.wait(seconds: 30) { _ in scene.followed.count >= 10 })

    try scene.proxy.trouble(fault)
    try scene.put("during", 10)
    // Who cannot be reached counts no calls.
    if fault != .unreachable {
      #expect(terminal.wait(seconds: 30) { _ in scene.proxy.troubledCount >= 3 })
    }
    terminal.type("typed-in-trouble")
    try terminal.shows("typed-in-trouble", seconds: 2)
    if FaultProxyTests.isFatal(fault) {
      try terminal.shows("✕", seconds: 45)
      try terminal.shows("retrying in", seconds: 45)
    }
    if case .delaying = fault {
      // What comes late comes while it does: nothing is let go of at once.
      let late = try scene.held()
      #expect(terminal.wait(seconds: 60) { _ in Set(scene.followed).isSuperset(of: late) })
    }
    try scene.proxy.trouble(.none)
    try scene.put("after", 5)

    let held = try scene.held()
    #expect(held.count >= 20 * 3)
    let isWhole = terminal.wait(seconds: 60) { _ in Set(scene.followed).isSuperset(of: held) }
    let followed = scene.followed
    #expect(isWhole, "missing: \(Set(held).subtracting(followed).count) of \(held.count)")
    #expect(Set(followed).count == followed.count, "some were told twice")
    #expect(terminal.wait(seconds: 60) { !$0.text.contains("retrying in") }, "\(terminal.text)")
    withExtendedLifetime(follower) {}
    try terminal.press("ctrl-c")
    #expect(terminal.waitForExit(seconds: 5) == .code(0))
    #expect(terminal.hasModesOfBefore)
  }

  @Test(
    "It can be left at once while the trouble lasts",
    arguments: [
      .throttling, .stalling(seconds: 30), .serverError, .webPage, .truncation, .garbling,
      .dripping, .closing, .resetting, .expiry, .clockJump, .delaying(seconds: 8), .unreachable,
    ] as [FaultProxy.Fault]
  )
  func leaving(_ fault: FaultProxy.Fault) throws {
    let scene = try Scene()
    let terminal = try scene.stage.open(environment: scene.troubled)
    try terminal.shows("● 9 ok")
    try scene.proxy.trouble(fault)
    if fault == .unreachable {
      try terminal.shows("cannot reach", seconds: 45)
    } else {
      #expect(terminal.wait(seconds: 30) { _ in scene.proxy.troubledCount >= 3 })
    }
    let begun = ContinuousClock.now
    try terminal.press("ctrl-c")
    #expect(terminal.waitForExit(seconds: 10) == .code(0))
    #expect(ContinuousClock.now - begun < .seconds(1))
    #expect(terminal.hasModesOfBefore)
    try scene.proxy.trouble(.none)
  }

  /// Whether calls fail for good while a fault lasts, and not only more slowly or now and then.
  private static func isFatal(_ fault: FaultProxy.Fault) -> Bool {
    switch fault {
    case .none, .throttling, .dripping, .stalling, .delaying: false
    default: true
    }
  }
}

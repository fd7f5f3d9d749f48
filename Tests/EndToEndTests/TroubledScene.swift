import TestKit
import Testing

/// A cloud, a proxy in front of it that troubles calls, and what leads there.
final class TroubledScene {
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
    return TroubledScene.ids(run.output)
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
  var followed: [String] { TroubledScene.ids(stage.read("followed")) }
}

import TestKit
import Testing

/// Contexts that ask for Live Tail, on the local cloud.
@Suite("Live Tail") struct LiveTailTests {
  @Test("A context with live-tail follows logs by it, in the command and in the dashboard")
  func follow() throws {
    let stage = try Stage()
    let cloud = try stage.open("local")
    try cloud.shows("ready http://")
    let address = try #require(
      try stage.run("env").output.split(separator: "\n")
        .first { $0.contains("AWS_ENDPOINT_URL=") }?
        .split(separator: "=").last?.filter { $0 != "'" && $0 != "\"" }
    )
    try stage.write(
      "config.yaml",
      "contexts:\n  lt: {endpoint-url: \"\(address)\", live-tail: true}\n"
    )
    let config = try stage.run("config", "--context", "lt", "--json")
    #expect(config.output.contains("live-tail"), "\(config.output)")

    let follower = try stage.open(
      "logs",
      "put_customer_id",
      "--follow",
      "--verbose",
      "--context",
      "lt",
      "--since",
      "1m"
    )
    try follower.shows("logs StartLiveTail  200")
    #expect(try stage.run("put", "told-live").status == 0)
    try follower.shows("created  id=told-live")

    let terminal = try stage.open("--context", "lt")
    try terminal.leavesField()
    try terminal.press("3")
    try terminal.shows("following ─ live")
    try terminal.press("?")
    try terminal.shows("Help")
    try terminal.press("G")
    try terminal.shows("1 session, about $0.6000 an hour on AWS")
  }
}

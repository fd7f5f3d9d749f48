import AWSWire
import CustomerBackend
import JSONValue
import Testing

/// Ids that travel as one percent-encoded segment of a path, in every verb.
struct HostileIDTests {
  @Test(
    arguments: BackendFunction.verbs.map(\.function),
    [
      ("a%2Fb", "a/b"), ("%252F", "%2F"), ("100%25", "100%"), ("%F0%9F%99%82", "🙂"),
      ("%F0%9F%91%A8%E2%80%8D%F0%9F%91%A9", "👨\u{200D}👩"), ("a+b", "a+b"), ("a%2Bb", "a+b"),
      ("%2E", "."), ("%2E%2E", ".."), (".", "."), ("..", ".."), ("a%20b", "a b"),
      ("%3Fa%3D1%26b%23", "?a=1&b#"), ("%22%27%3Cscript%3E", "\"'<script>"), ("%zz", "%zz"),
      ("%", "%"), ("%C3%A9", "\u{E9}"), ("e%CC%81", "e\u{301}"),
      (String(repeating: "a", count: 2048), String(repeating: "a", count: 2048)),
      (
        String(repeating: "%F0%9F%99%82", count: 512), String(repeating: "🙂", count: 512)
      ),
    ]
  )
  func `an odd id is decoded once and used as it is`(
    function: BackendFunction,
    id: (segment: String, text: String)
  ) async throws {
    let verb = try #require(BackendFunction.verbs.first { $0.function == function })
    var steps: [AWSScript.Step] = [.answers(verb.operation)]
    if function == .putCustomerID { steps.append(.answers("events PutEvents")) }
    let run = await Run(function, Events.rest(verb.method, segment: id.segment), steps)
    #expect(try #require(run.status) < 300)
    let input = try #require(run.calls.first?.input)
    let key = try #require((input["Key"] ?? input["Item"])?["id"]?["S"]?.string)
    // Compared as bytes: Swift takes composed and decomposed letters for equal, the table does not.
    #expect(Array(key.utf8) == Array(id.text.utf8))
    #expect(run.body?["id"]?.string.map { Array($0.utf8) } == Array(id.text.utf8))
  }

  @Test(
    arguments: BackendFunction.verbs.map(\.function),
    [
      ("", "id is empty"), ("%20", "id is only white space"),
      ("%E3%80%80", "id is only white space"),
      ("%20a", "id has leading white space"), ("a%C2%A0", "id has trailing white space"),
      ("a%00b", "id has a control character"), ("%1B%5B2J", "id has a control character"),
      ("a%7F", "id has a control character"), ("a%C2%85b", "id has a control character"),
      ("%FF", "id is not UTF-8"), ("%C0%AF", "id is not UTF-8"), ("%ED%A0%80", "id is not UTF-8"),
      (String(repeating: "a", count: 2049), "id has 2049 bytes"),
      (String(repeating: "%F0%9F%99%82", count: 750), "id has 3000 bytes"),
    ]
  )
  func `what is no id is refused with the reason, before anything is called`(
    function: BackendFunction,
    id: (segment: String, reason: String)
  ) async throws {
    let verb = try #require(BackendFunction.verbs.first { $0.function == function })
    let run = await Run(function, Events.rest(verb.method, segment: id.segment))
    #expect(run.status == 400)
    #expect(run.body?["error"]?.string?.hasPrefix(id.reason) == true, "\(run.body ?? .null)")
    #expect(run.lines.last?["status"] == 400)
    #expect(run.lines.last?["level"] == "INFO")
  }

  @Test func `no id can break a log line in two`() async {
    let run = await Run(.getCustomerID, Events.rest("GET", segment: "a%0A%7B%22level%22%3A1%7D"))
    #expect(run.lines.count == run.text.count)
    #expect(run.text.allSatisfy { !$0.utf8.contains { $0 < 0x20 } })
  }
}

import Glibc
import NIOHTTP1
import Testing

@testable import LocalCloud

struct RuntimeSessionTests {
  private enum Step: Sendable {
    case next
    case handOver(String)
    case result(String)
    case failedStart
    case end
  }

  /// What a session answers to a step: `held`, `taken`, `handed`, `no`, or a status.
  private func answer(_ step: Step, _ session: inout RuntimeSession) -> String {
    switch step {
    case .next: return text(session.asksForNext())
    case .handOver(let id): return session.handsOver(id) ? "handed" : "no"
    case .result(let id): return text(session.tellsResult(of: id))
    case .failedStart: return text(session.tellsFailedStart())
    case .end:
      session.ends()
      return "ended"
    }
  }

  private func text(_ verdict: RuntimeSession.Verdict) -> String {
    switch verdict {
    case .held: "held"
    case .taken: "taken"
    case .refused(let status, _, _): "\(status)"
    }
  }

  private static let conversations: [([Step], [String])] = [
    ([.next, .handOver("a"), .result("a"), .next], ["held", "handed", "taken", "held"]),
    ([.next, .next, .handOver("a")], ["held", "held", "handed"]),
    ([.handOver("a"), .next], ["no", "held"]),
    ([.next, .handOver("a"), .next, .result("a")], ["held", "handed", "403", "taken"]),
    ([.next, .handOver("a"), .result("b"), .result("a")], ["held", "handed", "400", "taken"]),
    ([.next, .handOver("a"), .result("a"), .result("a")], ["held", "handed", "taken", "403"]),
    ([.result("a"), .next, .result("a")], ["403", "held", "403"]),
    ([.failedStart, .next, .failedStart], ["taken", "403", "403"]),
    ([.next, .failedStart], ["held", "403"]),
    (
      [.next, .handOver("a"), .end, .result("a"), .next], ["held", "handed", "ended", "403", "403"]
    ),
    ([.next, .end, .handOver("a")], ["held", "ended", "no"]),
  ]

  @Test func `A conversation takes what has its turn and refuses the rest`() {
    for (steps, expected) in RuntimeSessionTests.conversations {
      var session = RuntimeSession()
      #expect(steps.map { answer($0, &session) } == expected, "\(steps)")
    }
  }

  @Test func `Requests are known by method and path`() {
    func request(_ method: String, _ path: String, _ headers: HTTPHeaders = [:]) -> RuntimeRequest?
    {
      RuntimeRequest(WebRequest(method: method, target: path, headers: headers))
    }
    let root = "/2018-06-01/runtime"
    #expect(request("GET", "\(root)/invocation/next") == .next(takesFaults: false))
    #expect(
      request("GET", "\(root)/invocation/next", ["Rollcall-Takes-Faults": "error"])
        == .next(takesFaults: true)
    )
    #expect(request("POST", "\(root)/invocation/a/response") == .response(requestID: "a"))
    #expect(
      request(
        "POST",
        "\(root)/invocation/a/error",
        ["Lambda-Runtime-Function-Error-Type": "T"]
      ) == .failure(requestID: "a", type: "T")
    )
    #expect(request("POST", "\(root)/init/error") == .failedStart(type: nil))
    #expect(request("POST", "\(root)/invocation/next") == nil)
    #expect(request("GET", "/2015-01-01/runtime/invocation/next") == nil)
    #expect(request("GET", "/") == nil)
  }

  @Test func `A page in a browser is not taken for a process`() {
    func isTrusted(_ headers: HTTPHeaders) -> Bool {
      RuntimeRequest.isTrusted(WebRequest(method: "GET", target: "/", headers: headers))
    }
    #expect(isTrusted(["Host": "127.0.0.1:1"]))
    #expect(!isTrusted([:]))
    #expect(!isTrusted(["Host": "evil.example:1"]))
    #expect(!isTrusted(["Host": "127.0.0.1:1", "Origin": "http://evil.example"]))
    #expect(!isTrusted(["Host": "127.0.0.1:1", "Sec-Fetch-Site": "cross-site"]))
  }

  @Test func `A process that says that it cannot start before anybody waits is heard`() async throws
  {
    var ends: [Int32] = [-1, -1]
    try #require(pipe(&ends) == 0)
    defer { close(ends[1]) }
    let process = FunctionProcess(output: OutputPump(ends[0]))
    let answer = await process.answer(
      WebRequest(
        method: "POST",
        target: "/2018-06-01/runtime/init/error",
        headers: ["Host": "127.0.0.1:1"],
        body: Array("{}".utf8)
      )
    )
    #expect(answer.status == 202)
    // It ends before it is waited for, too.
    process.ends { 0 }
    let start = await process.firstAsking { _ in }
    guard case .failed(type: nil, let body) = start else {
      Issue.record("\(start)")
      return
    }
    #expect(body == Array("{}".utf8))
  }
}

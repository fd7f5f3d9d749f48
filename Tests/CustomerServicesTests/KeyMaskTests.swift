import AWSClient
import AWSWire
import CustomerDomain
import JSONValue
import Testing

@testable import CustomerServices

@Suite("The API's key in log lines")
struct KeyMaskTests {
  private static let key = "0123456789abcdefghijKLMNOP"

  private func messages(_ key: APIKey?, _ lines: [String]) async throws -> [String] {
    let caller = ScriptedCaller { call in
      guard call.operation == "FilterLogEvents" else { return [:] }
      let events = lines.enumerated().map { number, line -> JSON in
        ["eventId": .string("\(number)"), "timestamp": 1, "message": .string(line)]
      }
      return ["events": .array(events)]
    }
    let service = LogService(caller: caller, mask: KeyMask { key })
    var all: [LogEvent] = []
    try await service.read(["/g"], since: Instant(milliseconds: 0)) { all += $0 }
    return all.map(\.message)
  }

  @Test("The key that is known is hidden wherever it stands, and nothing else")
  func hidden() async throws {
    let lines = [
      Self.key, #"{"x-api-key":"\#(Self.key)","again":"é\#(Self.key)é"}"#,
      "its beginning, 0123456789abcdef, tells nothing", "",
    ]
    let found = try await messages(APIKey(Self.key), lines)
    #expect(
      found == [
        "(API key)", #"{"x-api-key":"(API key)","again":"é(API key)é"}"#, lines[2], lines[3],
      ]
    )
    #expect(try await messages(nil, lines) == lines, "nobody knows it")
    #expect(try await messages(APIKey("0123"), lines) == lines, "that may be any text")
  }

  @Test("A reason has no key in its lines either")
  func why() async throws {
    let caller = ScriptedCaller { call in
      guard call.operation == "FilterLogEvents" else { return [:] }
      return ["events": [["eventId": "1", "timestamp": 1, "message": .string(Self.key)]]]
    }
    let mask = KeyMask { APIKey(Self.key) }
    let service = try WhyServiceTests.service(caller, mask: mask)
    let window = Explanation.Window(from: .init(milliseconds: 0), to: .init(milliseconds: 9))
    let found = try await service.lines(.init(group: "/g", window: window))
    #expect(found.value.map(\.message) == ["(API key)"])
  }
}

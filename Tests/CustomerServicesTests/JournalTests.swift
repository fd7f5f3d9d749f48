import AWSClient
import AWSWire
import CustomerDomain
import Glibc
import JSONValue
import Testing

@testable import CustomerServices

struct JournalTests {
  /// A journal in a file of its own, and what was written into it.
  private final class Book {
    let path: String
    let journal: Journal

    init() {
      path = "/tmp/rollcall-journal-\(getpid())-\(UInt64.random(in: 0...UInt64.max)).jsonl"
      journal = Journal(path: path, who: "me", context: "local", clock: SystemWallClock())
    }

    deinit { unlink(path) }

    /// The outcomes, one for each line.
    var outcomes: [String] {
      get throws {
        guard let file = fopen(path, "r") else { return [] }
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: 65_536)
        bytes.removeLast(bytes.count - fread(&bytes, 1, bytes.count, file))
        return try bytes.split(separator: 0x0A).map {
          try JSON(parsing: Array($0))["outcome"]?.string ?? ""
        }
      }
    }
  }

  @Test(arguments: [
    (201, "created"), (409, "already existed"),
    (504, "unknown: status 504 with a body that is not the API's"),
    (403, "failed: status 403 with a body that is not the API's"),
  ])
  func `an insertion is one line with what came of it`(status: Int, outcome: String) async throws {
    let book = Book()
    let api = try ScriptedAPI { _ in .json(status, "{}") }.api()
    let service = CustomerService(api: api, mode: .full, journal: book.journal)
    _ = await service.insert(try CustomerID("x"))
    _ = await service.lookUp(try CustomerID("x"))
    #expect(try book.outcomes == [outcome])
  }

  @Test func `a submission is one line with its run, or with why there is none`() async throws {
    let book = Book()
    func submit(_ mode: AccessMode, _ status: Int, _ body: String) async throws {
      let api = try ScriptedAPI { _ in .json(status, body) }.api()
      let service = WorkflowService(
        caller: ScriptedCaller { _ in [:] },
        api: api,
        mode: mode,
        journal: book.journal
      )
      _ = try? await service.submit(try CustomerID("x"), name: "n")
    }
    try await submit(.full, 202, #"{"executionArn":"arn:e"}"#)
    try await submit(.readOnly, 202, "{}")
    try await submit(.full, 504, #"{"message":"late"}"#)
    #expect(
      try book.outcomes == ["arn:e", "failed: this session is READ-ONLY", "unknown: late"]
    )
  }
}

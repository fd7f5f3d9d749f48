import AWSClient
import AWSWire
import CustomerDomain
import Glibc
import JSONValue
import Synchronization
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
    (201, "created"), (409, "existed"),
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

  @Test func `what is under way when the program ends is recorded as unknown, once`() async throws {
    let book = Book()
    let isSent = Atomic(false)
    let api = try ScriptedAPI { _ throws(HTTPError) in
      isSent.store(true, ordering: .releasing)
      while !Task.isCancelled { await Task.yield() }
      throw HTTPError(.cancelled, mayHaveBeenSent: true, message: "cancelled")
    }.api()
    let service = CustomerService(api: api, mode: .full, journal: book.journal)
    let id = try CustomerID("x")
    let task = Task { await service.insert(id) }
    while !isSent.load(ordering: .acquiring) { await Task.yield() }
    #expect(book.journal.interrupt(patience: .zero) {} == ["insert x"])
    task.cancel()
    _ = await task.value
    #expect(try book.outcomes == ["unknown: interrupted"])
  }

  @Test func `what ends by itself while the program ends is recorded as it ended`() async throws {
    let book = Book()
    let entry = book.journal.begin("insert", "x")
    let other = book.journal.begin("insert", "y")
    let ending = Task.detached { [journal = book.journal] in
      journal.interrupt(patience: .seconds(60)) {}
    }
    book.journal.end(entry, outcome: "created")
    // Only once it is being interrupted does it matter what is unknown.
    while try book.outcomes.isEmpty { await Task.yield() }
    book.journal.end(other, outcome: "deleted")
    #expect(await ending.value == [])
    #expect(try book.outcomes == ["created", "deleted"])
  }

  @Test func `work that was cancelled before it was sent is not recorded as unknown`() async throws
  {
    let book = Book()
    let api = ScriptedAPI { _ throws(HTTPError) in
      throw HTTPError(.cancelled, mayHaveBeenSent: false, message: "cancelled")
    }
    let service = CustomerService(api: try api.api(), mode: .full, journal: book.journal)
    let id = try CustomerID("x")
    _ = await service.insert(id)
    #expect(try book.outcomes == ["failed: cancelled before it was sent"])
    let task = Task {
      while !Task.isCancelled { await Task.yield() }
      return await service.insert(id)
    }
    task.cancel()
    guard case .failed = await task.value.outcome else {
      Issue.record("it was done")
      return
    }
    #expect(api.count.load(ordering: .relaxed) == 1)
    #expect(try book.outcomes.count == 1)
  }

  @Test func `a cut connection leaves the fate of a rule and of a fault open`() async throws {
    let book = Book()
    let caller = ScriptedCaller { _ in
      throw AWSError(kind: .unreachable, code: "cutOff", message: "gone")
    }
    let rules = RuleService(caller: caller, mode: .full, journal: book.journal)
    let faults = FaultService(caller: caller, mode: .full, journal: book.journal)
    let rule = await #expect(throws: ServiceFailure.self) {
      try await rules.set("r", enabled: false)
    }
    let fault = await #expect(throws: ServiceFailure.self) { try await faults.clear() }
    #expect(rule?.isOutcomeOpen == true && fault?.isOutcomeOpen == true)
    #expect(try book.outcomes == ["unknown: gone", "unknown: gone"])
    let reading = await #expect(throws: ServiceFailure.self) { _ = try await rules.list() }
    #expect(reading?.isOutcomeOpen == false)
  }

  @Test func `a journal that cannot be written is told once`() async throws {
    let told = Mutex<[String]>([])
    let journal = Journal(
      path: "/proc/nowhere/journal.jsonl",
      who: "me",
      context: "local",
      clock: SystemWallClock()
    ) { words in told.withLock { $0.append(words) } }
    let api = try ScriptedAPI { _ in .json(201, "{}") }.api()
    let service = CustomerService(api: api, mode: .full, journal: journal)
    for _ in 0..<3 { _ = await service.insert(try CustomerID("x")) }
    #expect(told.withLock { $0.count } == 1)
    let words = told.withLock { $0.first ?? "" }
    #expect(words.hasPrefix("actions go unrecorded: "), "what matters is not cut")
    #expect(words.hasSuffix("/proc/nowhere/journal.jsonl"))
  }

  @Test func `a journal that complains to somebody else knows of the same open actions`() throws {
    let book = Book()
    let other = book.journal.complaining { _ in }
    _ = book.journal.begin("insert", "x")
    let entry = other.begin("insert", "y")
    book.journal.end(entry, outcome: "created")
    #expect(other.interrupt(patience: .zero) {} == ["insert x"])
    #expect(try book.outcomes == ["created", "unknown: interrupted"])
  }

  @Test func `trouble is told once, whoever is told`() {
    let told = Mutex<[String]>([])
    let journal = Journal(
      path: "/proc/nowhere/journal.jsonl",
      who: "me",
      context: "local",
      clock: SystemWallClock()
    ) { _ in told.withLock { $0.append("first") } }
    let other = journal.complaining { _ in told.withLock { $0.append("second") } }
    for book in [other, journal, other] { book.end(book.begin("insert", "x"), outcome: "created") }
    #expect(told.withLock { $0 } == ["second"])
  }

  @Test func `writers that rotate at the same time lose no line`() async throws {
    let path = "/tmp/rollcall-rotating-\(getpid())-\(UInt64.random(in: 0...UInt64.max))"
    defer { for name in [path, path + ".1"] { unlink(name) } }
    func count(_ path: String) -> Int {
      guard let file = fopen(path, "r") else { return 0 }
      defer { fclose(file) }
      var (lines, buffer) = (0, [CChar](repeating: 0, count: 256))
      while fgets(&buffer, 256, file) != nil { lines += 1 }
      return lines
    }
    // 400 lines of 100 bytes in all, of which 300 fit: it is rotated once, by whoever comes first.
    await withTaskGroup(of: Void.self) { group in
      for _ in 0..<8 {
        group.addTask {
          let file = RotatingFile(path: path, limit: 30_000)
          for _ in 0..<50 {
            #expect(file.append([UInt8](repeating: UInt8(ascii: "x"), count: 99)) == nil)
          }
        }
      }
    }
    #expect(count(path + ".1") == 300 && count(path) == 100)
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
      try book.outcomes == ["arn:e", "not sent: this session is READ-ONLY", "unknown: late"]
    )
  }
}

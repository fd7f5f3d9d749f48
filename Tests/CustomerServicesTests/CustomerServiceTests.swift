import AWSClient
import AWSWire
import CustomerDomain
import Synchronization
import Testing

@testable import CustomerServices

/// Something that can be waited for until it is opened.
private final class Gate: Sendable {
  private let (stream, end) = AsyncStream<Never>.makeStream()

  func opened() async { for await _ in stream {} }

  func open() { end.finish() }
}

struct CustomerServiceTests {
  private func service(_ api: ScriptedAPI, _ mode: AccessMode = .full) throws -> CustomerService {
    CustomerService(api: try api.api(), mode: mode)
  }

  private static func answering(_ status: Int, _ body: String = "{}") -> ScriptedAPI {
    ScriptedAPI { _ in .json(status, body) }
  }

  @Test func `each answer has its outcome`() async throws {
    let id = try CustomerID("x")
    func outcome(
      _ action: CustomerAnswer.Action,
      _ status: Int,
      _ body: String
    ) async throws -> CustomerAnswer.Outcome {
      try await service(Self.answering(status, body)).perform(action, id).outcome
    }
    #expect(try await outcome(.lookUp, 200, #"{"exists":true}"#) == .exists)
    #expect(try await outcome(.lookUp, 200, #"{"exists":false}"#) == .absent)
    #expect(try await outcome(.insert, 201, "{}") == .created)
    #expect(try await outcome(.insert, 409, "{}") == .alreadyExisted)
    #expect(try await outcome(.delete, 200, "{}") == .deleted)
    #expect(try await outcome(.delete, 404, #"{"id":"x","error":"id not found"}"#) == .wasAbsent)
  }

  @Test(arguments: [
    (500, true), (502, true), (504, true), (503, false), (429, false), (403, false), (400, false),
  ])
  func `a changing call's fate is open only where it may have been done`(
    status: Int,
    isOpen: Bool
  ) async throws {
    let answer = try await service(Self.answering(status)).insert(CustomerID("x"))
    if case .unknown = answer.outcome { #expect(isOpen) } else { #expect(!isOpen) }
    let lookUp = try await service(Self.answering(status)).lookUp(CustomerID("x"))
    guard case .failed = lookUp.outcome else {
      Issue.record("a look-up changes nothing")
      return
    }
  }

  @Test(arguments: [true, false])
  func `a cut connection leaves the fate open where bytes went out`(wasSent: Bool) async throws {
    let api = ScriptedAPI { _ throws(HTTPError) in
      throw HTTPError(.cutOff, mayHaveBeenSent: wasSent, message: "gone")
    }
    let answer = try await service(api).delete(CustomerID("x"))
    if case .unknown = answer.outcome { #expect(wasSent) } else { #expect(!wasSent) }
  }

  @Test func `an open fate is settled by looking up`() async throws {
    let api = ScriptedAPI { request in
      request.method == "GET" ? .json(200, #"{"exists":true}"#) : .json(504, "{}")
    }
    let service = try service(api)
    let answer = await service.insert(try CustomerID("x"))
    #expect(await service.settle(answer)?.outcome == .exists)
    let known = await service.lookUp(try CustomerID("x"))
    #expect(await service.settle(known) == nil)
  }

  @Test(arguments: [CustomerAnswer.Action.insert, .delete])
  func `read-only sends nothing`(action: CustomerAnswer.Action) async throws {
    let api = Self.answering(201)
    let answer = try await service(api, .readOnly).perform(action, CustomerID("x"))
    guard case .failed(let failure) = answer.outcome else {
      Issue.record("it was done")
      return
    }
    #expect(failure.kind == .notPermitted)
    #expect(failure.resource == "x")
    #expect(api.count.load(ordering: .relaxed) == 0)
  }

  @Test func `a batch's answers can be told in the order asked, with bounded work under way`()
    async throws
  {
    let underWay = Atomic(0)
    let greatest = Atomic(0)
    let api = ScriptedAPI { request in
      let now = underWay.add(1, ordering: .relaxed).newValue
      greatest.max(now, ordering: .relaxed)
      for _ in 0..<(request.url.utf8.reduce(0) { $0 &+ Int($1) } % 17) { await Task.yield() }
      underWay.subtract(1, ordering: .relaxed)
      return .json(200, #"{"exists":\#(request.url.hasSuffix("7"))}"#)
    }
    let ids = try (0..<500).map { try CustomerID("id\($0)") }
    var answers: [CustomerAnswer] = []
    var order = AnswerOrder()
    for await numbered in try service(api).batch(.lookUp, ids, concurrency: 8) {
      answers += order.take(numbered)
    }
    #expect(answers.map(\.id) == ids.map(\.text))
    #expect(answers.map { $0.outcome == .exists } == ids.map { $0.text.hasSuffix("7") })
    #expect(greatest.load(ordering: .relaxed) <= 8)
  }

  /// An API whose answer about one id comes only when it is let, or the call is given up.
  private static func holding(_ id: String, _ status: Int) -> (ScriptedAPI, Gate) {
    let gate = Gate()
    let api = ScriptedAPI { request in
      if request.url.hasSuffix("/\(id)") { await gate.opened() }
      return .json(status, #"{"exists":true}"#)
    }
    return (api, gate)
  }

  @Test func `a look-up that takes long holds no other one back`() async throws {
    let (api, gate) = Self.holding("id0", 200)
    let ids = try (0..<5000).map { try CustomerID("id\($0)") }
    var numbers: [Int] = []
    for await numbered in try service(api).batch(.lookUp, ids, concurrency: 4) {
      numbers.append(numbered.number)
      if numbers.count == ids.count - 1 { gate.open() }
    }
    #expect(numbers.last == 0)
    #expect(Set(numbers) == Set(ids.indices))
  }

  @Test func `changes go only so far beyond one that is open`() async throws {
    let (api, gate) = Self.holding("id0", 201)
    let ids = try (0..<200).map { try CustomerID("id\($0)") }
    var isFirstKnown = false
    var ahead: [Int] = []
    for await numbered in try service(api).batch(.insert, ids, concurrency: 4) {
      isFirstKnown = isFirstKnown || numbered.number == 0
      if !isFirstKnown { ahead.append(numbered.number) }
      if ahead.count == 31 { gate.open() }
    }
    // Eight for each of four workers, of which the open one is one.
    #expect(ahead.sorted() == Array(1..<32))
  }

  @Test func `what is done to equal ids is done one after another, in the order asked`()
    async throws
  {
    let underWay = Atomic(0)
    let count = Atomic(0)
    let api = ScriptedAPI { request in
      guard request.url.hasSuffix("/z") else { return .json(201, "{}") }
      #expect(underWay.add(1, ordering: .relaxed).newValue == 1)
      for _ in 0..<50 { await Task.yield() }
      underWay.subtract(1, ordering: .relaxed)
      return .json(count.add(1, ordering: .relaxed).newValue == 1 ? 201 : 409, "{}")
    }
    let ids = try ["z", "a", "z", "z", "b", "z"].map { try CustomerID($0) }
    var outcomes: [CustomerAnswer.Outcome] = []
    var order = AnswerOrder()
    for await numbered in try service(api).batch(.insert, ids) {
      outcomes += order.take(numbered).map(\.outcome)
    }
    #expect(
      outcomes
        == [.created, .created, .alreadyExisted, .alreadyExisted, .created, .alreadyExisted]
    )
  }

  @Test func `a batch that nobody reads on does not go on`() async throws {
    let api = Self.answering(200, #"{"exists":true}"#)
    let ids = try (0..<10_000).map { try CustomerID("id\($0)") }
    var iterator = try service(api).batch(.lookUp, ids, concurrency: 4).makeAsyncIterator()
    for _ in 0..<3 { _ = await iterator.next() }
    // Four workers, at most eight times as many answers ahead of the reader.
    #expect(api.count.load(ordering: .relaxed) <= 3 + 4 * 8)
  }

  @Test func `an empty batch ends at once`() async throws {
    var iterator = try service(Self.answering(200)).batch(.lookUp, []).makeAsyncIterator()
    #expect(await iterator.next() == nil)
  }
}

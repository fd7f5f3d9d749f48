import Glibc
import JSONValue
import StatesLanguage

/// What a run left behind.
struct Run {
  var execution: Execution
  var history: [HistoryEvent] = []
  /// The waits until timers were due, in milliseconds.
  var delays: [Milliseconds] = []
  var requests: [TaskRequest] = []
  var time: Milliseconds = Harness.epoch

  var outcome: ExecutionOutcome? { execution.outcome }
  var types: [String] { history.map(\.type) }
  var output: JSON? {
    if case .succeeded(let output) = outcome { output } else { nil }
  }
  var error: String? {
    if case .failed(let error, _) = outcome { error } else { nil }
  }
  var cause: String? {
    if case .failed(_, let cause) = outcome { cause } else { nil }
  }
}

/// Runs executions without a clock: timers fire one after the other at their due times.
struct Harness {
  static let epoch: Milliseconds = 1_700_000_000_000

  /// What a task becomes.
  enum Answer {
    case success(JSON)
    case failure(String, String)
    case silence
  }

  /// Whether the execution goes through its snapshot's text before every step.
  var isPersistent = false
  var tasks: (TaskRequest) -> Answer = { .success($0.parameters) }

  static let context = ExecutionContext(
    executionArn: "arn:aws:states:eu-central-1:123456789012:execution:machine:run",
    name: "run",
    roleArn: "arn:aws:iam::123456789012:role/workflow",
    startTime: epoch,
    stateMachineArn: "arn:aws:states:eu-central-1:123456789012:stateMachine:machine",
    stateMachineName: "machine"
  )

  func run(_ definition: JSON, _ input: JSON = [:]) throws -> Run {
    let machine = try StateMachine(definition: definition, hash: md5Only)
    return try run(Execution(machine: machine, input: input, context: Self.context))
  }

  func run(_ execution: Execution) throws -> Run {
    var run = Run(execution: execution)
    var timers: [Int: Milliseconds] = [:]
    var waiting: [Happening] = []
    var orders = run.execution.start(at: run.time, seed: 1)
    var seed: UInt64 = 1
    while true {
      for order in orders { carryOut(order, &run, &timers, &waiting) }
      guard run.outcome == nil else { return run }
      seed += 1
      if isPersistent {
        let text = run.execution.snapshot.text()
        run.execution = try Execution(
          snapshot: JSON(parsing: text),
          machine: run.execution.machine
        )
      }
      if waiting.isEmpty {
        guard let (id, due) = timers.min(by: { ($0.value, $0.key) < ($1.value, $1.key) }) else {
          return run
        }
        timers.removeValue(forKey: id)
        run.delays.append(due - run.time)
        run.time = due
        waiting.append(.timerFired(id: id))
      }
      orders = run.execution.handle(waiting.removeFirst(), at: run.time, seed: seed)
    }
  }

  private func carryOut(
    _ order: Order,
    _ run: inout Run,
    _ timers: inout [Int: Milliseconds],
    _ waiting: inout [Happening]
  ) {
    switch order {
    case .record(let events): run.history += events
    case .runTask(let request):
      run.requests.append(request)
      switch tasks(request) {
      case .success(let output): waiting.append(.taskSucceeded(id: request.id, output: output))
      case .failure(let error, let cause):
        waiting.append(.taskFailed(id: request.id, error: error, cause: cause))
      case .silence: break
      }
    case .cancelTask(let id): waiting.removeAll { $0.taskID == id }
    case .setTimer(let id, let due): timers[id] = due
    case .cancelTimer(let id): timers.removeValue(forKey: id)
    case .finish: break
    }
  }
}

extension Happening {
  fileprivate var taskID: Int? {
    switch self {
    case .taskSucceeded(let id, _), .taskFailed(let id, _, _): id
    default: nil
    }
  }
}

extension JSON {
  /// A document in a test; the test fails where it is malformed.
  static func parsed(_ text: String) throws -> JSON { try JSON(parsing: text) }
}

/// MD5 after RFC 1321, as a function to inject; other algorithms give nothing.
let md5Only: HashFunction = { algorithm, bytes in
  guard algorithm == .md5 else { return [] }
  let shifts: [UInt32] = [7, 12, 17, 22, 5, 9, 14, 20, 4, 11, 16, 23, 6, 10, 15, 21]
  let sines = (0..<64).map { UInt32(abs(sin(Double($0 + 1))) * 4_294_967_296) }
  var padded = bytes + [0x80]
  while padded.count % 64 != 56 { padded.append(0) }
  padded += (0..<8).map { UInt8(truncatingIfNeeded: bytes.count * 8 >> ($0 * 8)) }
  var sums: [UInt32] = [0x6745_2301, 0xEFCD_AB89, 0x98BA_DCFE, 0x1032_5476]
  for start in stride(from: 0, to: padded.count, by: 64) {
    let words = (0..<16).map { word in
      (0..<4).reduce(UInt32(0)) { $0 | UInt32(padded[start + word * 4 + $1]) << UInt32($1 * 8) }
    }
    var (a, b, c, d) = (sums[0], sums[1], sums[2], sums[3])
    for round in 0..<64 {
      let (mix, word): (UInt32, Int) =
        switch round / 16 {
        case 0: (b & c | ~b & d, round)
        case 1: (d & b | ~d & c, (5 * round + 1) % 16)
        case 2: (b ^ c ^ d, (3 * round + 5) % 16)
        default: (c ^ (b | ~d), 7 * round % 16)
        }
      let sum = a &+ mix &+ sines[round] &+ words[word]
      let shift = shifts[round / 16 * 4 + round % 4]
      (a, d, c, b) = (d, c, b, b &+ (sum << shift | sum >> (32 - shift)))
    }
    sums = [sums[0] &+ a, sums[1] &+ b, sums[2] &+ c, sums[3] &+ d]
  }
  return sums.flatMap { sum in (0..<4).map { UInt8(truncatingIfNeeded: sum >> UInt32($0 * 8)) } }
}

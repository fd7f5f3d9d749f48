import Glibc
import Synchronization
import Testing

@testable import LocalCloud

/// What a process prints, read from a pipe.
@Suite struct OutputPumpTests {
  private let pump: OutputPump
  private let reading: Int32
  private let writing: Int32
  private let log = Recorded()

  /// The lines of an invocation.
  private final class Recorded: Sendable {
    private let kept = Mutex<[String]>([])

    var lines: [String] { kept.withLock { $0 } }

    func add(_ line: String) { kept.withLock { $0.append(line) } }

    func take() -> [String] {
      kept.withLock { lines in
        defer { lines = [] }
        return lines
      }
    }
  }

  init() throws {
    var ends: [Int32] = [-1, -1]
    try #require(pipe(&ends) == 0 && fcntl(ends[0], F_SETFL, O_NONBLOCK) == 0)
    (reading, writing) = (ends[0], ends[1])
    pump = OutputPump(reading)
  }

  private func begin() { pump.begin { [log] in log.add($0) } }

  /// Prints so many bytes in lines of 1,000, and has them read.
  private func print(_ count: Int) {
    let line = Array(repeating: UInt8(ascii: "x"), count: 999) + [UInt8(ascii: "\n")]
    for _ in 0..<count / line.count {
      #expect(write(writing, line, line.count) == line.count)
      pump.catchUp()
    }
  }

  private func print(_ line: String) {
    let bytes = Array("\(line)\n".utf8)
    #expect(write(writing, bytes, bytes.count) == bytes.count)
    pump.catchUp()
  }

  private func isCut(_ line: String?) -> Bool {
    line?.hasPrefix("[rollcall] The output was cut: ") == true
  }

  @Test func `What is printed between invocations is not lost to a noisy one`() {
    defer { close(writing) }
    begin()
    print(OutputPump.keptBytes + 10_000)
    pump.end()
    #expect(isCut(log.take().last))
    print("between")
    begin()
    print("within")
    pump.end()
    #expect(log.take() == ["between", "within"])
  }

  @Test func `What was cut between invocations is told, and leaves the next one its room`() {
    defer { close(writing) }
    begin()
    pump.end()
    print(OutputPump.keptBytes + 10_000)
    begin()
    let before = log.take()
    #expect(before.count > 1000 && isCut(before.last))
    print("within")
    pump.end()
    #expect(log.take() == ["within"])
  }

  @Test func `Only the thread closes the pipe, which it may be waiting for`() throws {
    close(writing)
    pump.catchUp()
    #expect(fcntl(reading, F_GETFD) >= 0)
    let work = Mutex<(@Sendable () -> Void)?>(nil)
    try pump.start { body in work.withLock { $0 = body } }
    work.withLock { $0 }?()
    #expect(fcntl(reading, F_GETFD) < 0)
  }
}

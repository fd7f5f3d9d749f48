import AWSWire
import CustomerDomain
import Testing

@testable import DashboardRuntime

@Suite("The text of log rows")
struct LogTextTests {
  private func events(_ numbers: Range<Int>, at milliseconds: Int64) -> [LogEvent] {
    numbers.map { number in
      let time = Instant(milliseconds: milliseconds + Int64(number))
      return LogEvent(
        eventID: "\(number)",
        group: "/aws/lambda/f",
        stream: "s",
        timestamp: time,
        ingestedAt: time,
        message: String(repeating: "x", count: 180)
      )
    }
  }

  @Test("Going up again and again in a full store holds no more text than once")
  func olderLines() {
    let limit = 400_000
    var store = LogScrollback(capacity: 1_000_000, byteCapacity: limit)
    store.append(events(0..<2500, at: 1_000_000))
    for round in 0..<10 {
      _ = store.makeRoomForOlder()
      store.append(events(0..<500, at: 500_000), areOlder: true)
      store.append(events(3000 + round * 10..<3010 + round * 10, at: 1_000_000))
      store.hasRoomForOlder = false
      store.trim()
    }
    #expect(store.bytes <= limit)
    #expect(store.text.size <= limit + 3 * limit / 16, "\(store.text.size)")
  }
}

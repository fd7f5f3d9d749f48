import AWSWire
import CustomerDomain
import Testing

@testable import CustomerServices

/// Follows one group in simulated time, of a store that says when each of its answers comes.
struct SimulatedFollower {
  /// An answer, and when it comes.
  typealias Answer = (page: LogTail.Page, endsAt: Instant)

  /// How it stands.
  private(set) var tail: LogTail
  /// The simulated moment.
  private(set) var now = Instant(milliseconds: 0)

  /// Begins at the moment 0.
  init(_ options: LogTail.Options) {
    tail = LogTail(groups: ["g"], since: now, options: options, at: now)
  }

  /// Goes on until a moment.
  ///
  /// - Parameters:
  ///   - end: the moment.
  ///   - answer: what a call brings that is made at a moment.
  ///   - take: takes events that are shown at a moment.
  ///   - goesOn: told after each step how it stands; ends it with `false`.
  mutating func follow(
    until end: Instant,
    answer: (LogTail.Call, Instant) -> Answer,
    take: ([LogEvent], Instant) -> Void,
    goesOn: (SimulatedFollower) -> Bool = { _ in true }
  ) {
    var underWay: [(call: LogTail.Call, answer: Answer)] = []
    while now < end, goesOn(self) {
      var wakeAt: Instant?
      steps: while true {
        switch tail.next(at: now) {
        case .call(let call): underWay.append((call, answer(call, now)))
        case .emit(let events): take(events, now)
        case .gap, .filled: Issue.record("a gap where none was needed")
        case .wait(let until):
          wakeAt = until
          break steps
        }
      }
      let moments = [wakeAt, underWay.map(\.answer.endsAt).min()].compactMap(\.self)
      guard let next = moments.min() else {
        Issue.record("it waits for nothing")
        return
      }
      now = max(next, now)
      for item in underWay where item.answer.endsAt <= now {
        tail.answered(item.call, item.answer.page, at: now)
      }
      underWay.removeAll { $0.answer.endsAt <= now }
    }
  }
}

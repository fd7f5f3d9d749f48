/// How many events came in the last five seconds; a pure value.
struct EventRate: Sendable {
  private var counts: [(second: Int, count: Int)] = []
  private static let seconds = 5

  /// No events yet.
  init() {}

  /// Counts events that came when so much time had passed.
  mutating func count(_ count: Int, at elapsed: Duration) {
    let second = Int(elapsed / .seconds(1))
    if counts.last?.second == second {
      counts[counts.count - 1].count += count
    } else {
      counts.append((second, count))
    }
    counts.removeAll { $0.second < second - EventRate.seconds }
  }

  /// Events a second.
  func perSecond(at elapsed: Duration) -> Double {
    let second = Int(elapsed / .seconds(1))
    let recent = counts.filter { $0.second > second - EventRate.seconds }
    return Double(recent.reduce(0) { $0 + $1.count }) / Double(EventRate.seconds)
  }
}

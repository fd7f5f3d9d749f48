package import AWSWire

/// A value for each of the minutes of a span, `nil` where the service has none.
package struct MinuteSeries: Hashable, Sendable, Codable {
  /// When the first minute begins.
  package var start: Instant
  /// The values, the oldest first.
  package var values: [Double?]

  /// The length of a minute, in milliseconds.
  package static let minute: Int64 = 60_000

  /// Makes a series.
  package init(start: Instant, values: [Double?]) {
    self.start = start
    self.values = values
  }

  /// Makes a series of nothing, for so many minutes.
  package init(start: Instant, count: Int) {
    self.init(start: start, values: Array(repeating: nil, count: max(0, count)))
  }

  /// Whether no minute has a value.
  package var isEmpty: Bool { values.allSatisfy { $0 == nil } }

  /// The sum of all values; `nil` where there is none.
  package var total: Double? { isEmpty ? nil : values.reduce(0) { $0 + ($1 ?? 0) } }

  /// The moment at which the minute with that number begins.
  package func time(of index: Int) -> Instant { start + Int64(index) * MinuteSeries.minute }

  /// Puts a value into the minute that a moment lies in, as `join` has it where there is one already;
  /// a moment outside of the span is passed over.
  package mutating func put(
    _ value: Double,
    at instant: Instant,
    _ join: (Double, Double) -> Double
  ) {
    let passed = instant - start
    guard value.isFinite, passed >= 0, passed / MinuteSeries.minute < values.count else { return }
    let index = Int(passed / MinuteSeries.minute)
    values[index] = values[index].map { join($0, value) } ?? value
  }
}

extension MinuteSeries {
  /// How much came in the sixty seconds before a moment; `nil` where nothing is known of any minute.
  ///
  /// What came in a minute that began earlier than that is taken to be spread evenly over it.
  package func lastMinute(until end: Instant) -> Double? {
    guard !isEmpty else { return nil }
    let from = end + -MinuteSeries.minute
    return values.indices.reduce(0.0) { sum, index in
      let begun = time(of: index)
      guard let value = values[index], begun < end, begun + MinuteSeries.minute > from else {
        return sum
      }
      let share = begun >= from ? 1 : Double(begun + MinuteSeries.minute - from) / 60_000
      return sum + value * share
    }
  }

  /// The sum of the minutes that are less than so many milliseconds old at a moment; `nil` where
  /// nothing is known of any minute.
  package func sum(of milliseconds: Int64, until end: Instant) -> Double? {
    guard !isEmpty else { return nil }
    return values.indices.reduce(0.0) { sum, index in
      let isRecent = time(of: index) + MinuteSeries.minute > end + -milliseconds
      return sum + (isRecent && time(of: index) < end ? values[index] ?? 0 : 0)
    }
  }

  /// The newest value that is less than so many milliseconds old at a moment.
  package func newest(within milliseconds: Int64, until end: Instant) -> Double? {
    let recent = values.indices.last { index in
      values[index] != nil && time(of: index) + MinuteSeries.minute > end + -milliseconds
    }
    return recent.flatMap { values[$0] }
  }

  /// Whether some minute has more than `earlier` knew of; where nothing was known, whether the
  /// minute that `end` lies in, or ends, has anything.
  func hasGrown(since earlier: MinuteSeries?, until end: Instant) -> Bool {
    guard let earlier else {
      let last = Int((max(1, end - start) - 1) / MinuteSeries.minute)
      return values.indices.contains(last) && values[last] ?? 0 > 0
    }
    return values.indices.contains { index in
      let passed = time(of: index) - earlier.start
      guard let value = values[index], value > 0, passed >= 0 else { return false }
      let old = Int(passed / MinuteSeries.minute)
      return value > (earlier.values.indices.contains(old) ? earlier.values[old] ?? 0 : 0)
    }
  }
}

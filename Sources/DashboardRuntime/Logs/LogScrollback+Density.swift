internal import AWSWire

/// How close to each other the events are that lie beside what is to be read.
extension LogScrollback {
  /// How many rows tell it.
  private static let sample = 1000

  /// How many events a millisecond has from a moment on, up to the next gap; 0 where that is not known.
  func density(from moment: Instant) -> Double {
    guard let start = lowerBound(time: moment.milliseconds) else { return 0 }
    let beside = chunks[start.chunk].rows[start.row...]
    let beyond = chunks[(start.chunk + 1)...].lazy.flatMap(\.rows)
    return density(of: sample(beside.lazy.map(\.self), beyond))
  }

  /// How many events a millisecond has up to a moment, itself included, back to the last gap; 0 where
  /// that is not known.
  func density(to moment: Instant) -> Double {
    let end = lowerBound(time: moment.milliseconds + 1) ?? Position(chunk: chunks.count, row: 0)
    let beside = end.chunk < chunks.count ? chunks[end.chunk].rows[..<end.row] : []
    let beyond = chunks[..<end.chunk].reversed().lazy.flatMap { $0.rows.reversed() }
    return density(of: sample(beside.reversed().lazy.map(\.self), beyond))
  }

  /// The times of the first events of the one and then of the other, up to a gap.
  private func sample(_ beside: some Sequence<LogRow>, _ beyond: some Sequence<LogRow>) -> [Int64] {
    var times: [Int64] = []
    for rows in [AnySequence(beside), AnySequence(beyond)] {
      for row in rows {
        guard times.count < LogScrollback.sample, times.isEmpty || !row.isGap else { return times }
        if !row.isGap { times.append(row.time) }
      }
    }
    return times
  }

  private func density(of times: [Int64]) -> Double {
    guard let first = times.first, let last = times.last else { return 0 }
    return Double(times.count - 1) / Double(max(1, abs(last - first)))
  }
}

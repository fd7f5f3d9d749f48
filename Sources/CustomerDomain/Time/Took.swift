internal import AWSWire

/// How long something took, in words; the same on the screen and in the commands' text.
package enum Took {
  /// The longest time that is told, in milliseconds: some 30,000 years.
  package static let longest: Int64 = 1_000_000_000_000_000

  /// A latency such as `<1 ms`, `62 ms`, `1.2 s`.
  package static func latency(_ milliseconds: Double) -> String {
    let whole = Int64(milliseconds.whole(in: 0...Int(longest)))
    return whole < 1 ? "<1 ms" : whole < 1000 ? "\(whole) ms" : text(whole)
  }

  /// A duration such as `3 ms`, `0.8 s`, `12 s`, `3 m 05 s`, `2 h 10 m`.
  package static func text(_ milliseconds: Int64) -> String {
    let milliseconds = min(milliseconds, longest)
    if milliseconds < 50 { return "\(max(0, milliseconds)) ms" }
    let tenths = (max(0, milliseconds) + 50) / 100
    if tenths < 100 { return "\(tenths / 10).\(tenths % 10) s" }
    let seconds = milliseconds / 1000
    if seconds < 60 { return "\(seconds) s" }
    if seconds < 3600 { return "\(seconds / 60) m \(Instant.padded(Int(seconds % 60), 2)) s" }
    return "\(seconds / 3600) h \(Instant.padded(Int(seconds / 60 % 60), 2)) m"
  }
}

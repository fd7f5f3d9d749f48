internal import AWSWire
internal import Terminal

/// What a chart shows: one or several series over a span of time, and the threshold they are held to.
///
/// This room draws numbers over time, as charts and as lines of a single row. It must not know what
/// the numbers are of, where they come from, or what is done about them.
struct Chart: Hashable, Sendable {
  /// One value of a series.
  struct Point: Hashable, Sendable {
    /// When the period begins that the value is of.
    var time: Instant
    /// The value; one that is not finite is left out.
    var value: Double
    /// Whether it is on the bad side of the threshold.
    var isBreaching = false
  }

  /// Values that belong together.
  struct Series: Hashable, Sendable {
    /// What the values are of; told where there are several series.
    var label: SafeText = .empty
    /// The values, the oldest first.
    var points: [Point]
    /// The colour; `nil` for the one of the series' place.
    var role: Role?

    /// Makes a series.
    init(label: SafeText = .empty, points: [Point], role: Role? = nil) {
      self.label = label
      self.points = points
      self.role = role
    }
  }

  /// The series; the first one lies above the others.
  var series: [Series]
  /// The value that is drawn as a line from edge to edge; `nil` for none.
  var threshold: Double?
  /// The moment at the left edge.
  var from: Instant
  /// The moment at the right edge.
  var to: Instant
  /// How far apart neighbours are; what is farther apart has a gap between.
  var periodMilliseconds: Int64
  /// Minutes that the clock of the time axis is east of UTC.
  var utcOffsetMinutes = 0
  /// Which clock that is, such as `UTC`; empty for none.
  var zone: SafeText = .empty

  /// How a point that breaches is marked, whatever colours there are.
  static func mark(_ glyphs: Glyphs) -> SafeText { glyphs.alarm }

  /// The colour of the series with that number.
  func role(of index: Int) -> Role {
    series[index].role ?? (index == 0 ? .chart : .source(index - 1))
  }

  /// The letter by which the series with that number is told where there are several.
  static func letter(of index: Int) -> SafeText {
    SafeText(String(Character(Unicode.Scalar(UInt8(ascii: "a") + UInt8(index % 26)))))
  }
}

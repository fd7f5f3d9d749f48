import AWSWire
import Terminal
import Testing

@testable import Dashboard

@Suite("Charts")
struct ChartTests {
  /// A chart of the time before `Sample.now`, a value a minute; `nil` where one is missing.
  static func chart(_ values: [Double?], threshold: Double? = nil) -> Chart {
    let points = values.enumerated().compactMap { index, value -> Chart.Point? in
      guard let value else { return nil }
      let time = Sample.ago(Double(values.count - 1 - index) * 60)
      let isBreaching = threshold.map { value >= $0 } ?? false
      return Chart.Point(time: time, value: value, isBreaching: isBreaching)
    }
    return Chart(
      series: [.init(points: points)],
      threshold: threshold,
      from: Sample.ago(Double(values.count) * 60),
      to: Sample.now,
      periodMilliseconds: 60_000,
      zone: "UTC"
    )
  }

  static func lines(_ chart: Chart, _ columns: Int, _ rows: Int, _ glyphs: Glyphs) -> [String] {
    chart.picture(Size(columns: columns, rows: rows), glyphs: glyphs).lines.map { line in
      line.map(\.text.text).joined()
    }
  }

  static let spike: [Double?] = (0..<60).map { $0 == 40 ? 3 : $0 == 41 ? 1 : 0 }

  @Test("A spike above a threshold, in braille")
  func braille() {
    let drawn = Self.lines(Self.chart(Self.spike, threshold: 1), 76, 10, .unicode)
    #expect(
      drawn == [
        "  3 ┤                                                ▲",
        "    │                                                ⣿",
        "  2 ┤                                               ⢸⠸⡀",
        "    │                                               ⢸ ⡇",
        "    │                                               ⢸ ⢣",
        "  1 ┤┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄⢸┄▲┄┄┄┄┄┄┄┄ threshold 1",
        "    │                                               ⡇  ⡇",
        "  0 ┤ ⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⡇  ⢱⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀",
        "    ╰──────┬───────────┬───────────┬──────────┬───────────┬───────────┬─────",
        "UTC      11:10       11:20       11:30      11:40       11:50       12:00",
      ]
    )
  }

  @Test(
    "What lies below a threshold never stands in its row, and what reaches it never below it",
    arguments: [Glyphs.unicode, .ascii],
    5...14
  )
  func lowThreshold(glyphs: Glyphs, height: Int) throws {
    let scales: [(values: [Double?], threshold: Double)] = [
      ([0, 5, 0, 1, 0], 1), ([0, 15, 0, 1, 0], 1), ([0, 0, 0.3, 0], 0.01), ([0, 18, 1, 0], 1),
      ([0, -40, 40, 1, 0], 1), ([-40, 0, -39, -40], -39), ([0, 1000, 1, 0], 0.5), ([1, 1, 0], 1),
    ]
    for (values, threshold) in scales {
      var chart = Self.chart(values, threshold: threshold)
      for isLegended in [false, true] {
        if isLegended { chart.series.append(.init(label: "other", points: [])) }
        let lines = chart.picture(Size(columns: 60, rows: height), glyphs: glyphs).lines
          .dropFirst(isLegended ? 1 : 0)
        let drawn = lines.map { $0.map(\.text.text).joined() }
        let line = try #require(
          lines.map { $0.contains { $0.role == .chartThreshold } }.lastIndex(of: true)
        )
        let zero = drawn.firstIndex { Double($0.split(separator: " ").first ?? "") == 0 }
        // Of two rows the upper one has zero where there are values on both sides of it.
        let isTight = lines.count == 4 && values.contains { $0 ?? 0 < 0 }
        if threshold > 0, !isTight { #expect(try line < #require(zero), "\(drawn)") }
        #expect(line < height - 3 - (isLegended ? 1 : 0), "\(drawn)")
        let marks = lines.map { $0.contains { $0.role == .alarm } }
        #expect(try #require(marks.lastIndex(of: true)) <= line, "\(drawn)")
      }
    }
  }

  @Test(
    "Each number left of the axis is one of the axis's or the threshold",
    arguments: [20, 60],
    5...14
  )
  func numbersOfAxis(width: Int, height: Int) throws {
    let scales: [(values: [Double?], threshold: Double)] = [
      ([0, -40, 40, 1, 0], 1), ([0, 100, 5, 0], 5), ([0, -4, 4, 1, 0], 1), ([0, -40, 4, 0], 1),
      ([0, -4, 30, 1, 0], 1), ([0, 1000, 1, 0], 0.5), ([0, -4, 4, 0], -3), ([0, 15, 1, 0], 1),
    ]
    for (values, threshold) in scales {
      var chart = Self.chart(values, threshold: threshold)
      for isLegended in [false, true] {
        if isLegended { chart.series.append(.init(label: "other", points: [])) }
        let lines = Self.lines(chart, width, height, .ascii).dropFirst(isLegended ? 1 : 0)
        let axis = ValueAxis(chart.values, atMost: min(6, (lines.count - 1) / 2))
        let number = AlarmWords.number(threshold)
        let numbers = lines.dropLast(2).map { line in
          line.prefix { $0 != "|" && $0 != "+" }.filter { $0 != " " }
        }
        let known = axis.ticks.map { axis.text($0) } + [number, ""]
        #expect(Set(known).isSuperset(of: numbers), "\(lines)")
        #expect(numbers.last == axis.text(axis.low), "\(lines)")
        // The upper end gives way only to a threshold that nothing else tells.
        let isNamed = lines.contains { $0.contains("threshold \(number)") }
        if isNamed { #expect(numbers.contains(axis.text(axis.high)), "\(lines)") }
      }
    }
  }

  @Test("A threshold of 1 stands above the zeros of a chart up to 15")
  func thresholdAboveZeros() {
    let chart = Self.chart(Self.spike.map { $0 == 3 ? 15 : $0 }, threshold: 1)
    let drawn = Self.lines(chart, 76, 7, .unicode)
    #expect(
      drawn.prefix(5) == [
        " 20 ┤",
        "    │                                                ▲",
        " 10 ┤                                               ⢰⠙⡄",
        "  1 ┤┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄⢸┄▲┄┄┄┄┄┄┄┄ threshold 1",
        "  0 ┤ ⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⡇  ⢣⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀",
      ]
    )
  }

  @Test("The same in plain ASCII")
  func ascii() {
    let drawn = Self.lines(Self.chart(Self.spike, threshold: 1), 76, 10, .ascii)
    #expect(
      drawn == [
        "  3 +                                                !",
        "    |                                                |",
        "  2 +                                                |_",
        "    |                                                ||",
        "    |                                               | |",
        "  1 +...............................................|.!........ threshold 1",
        "    |                                               | '|",
        "  0 + ______________________________________________|  |____________________",
        "    +------+-----------+-----------+----------+-----------+-----------+-----",
        "UTC      11:10       11:20       11:30      11:40       11:50       12:00",
      ]
    )
    #expect(drawn.joined().utf8.allSatisfy { $0 < 0x7F })
  }

  @Test("Where data is missing nothing is drawn, and a value alone stands for its period")
  func gaps() {
    var values: [Double?] = Array(repeating: 4, count: 30)
    for index in Array(5..<12) + Array(13..<20) { values[index] = nil }
    let drawn = Self.lines(Self.chart(values), 36, 6, .unicode)
    #expect(drawn[0] == "  5 ┤ ⣀⣀⣀⣀⡀       ⣀       ⢀⣀⣀⣀⣀⣀⣀⣀⣀⣀")
  }

  @Test("What breaches is marked by a sign in the role of an alarm, also where it lies below")
  func breaching() {
    var chart = Self.chart([9, 9, 2, 9], threshold: nil)
    chart.threshold = 5
    chart.series[0].points[2].isBreaching = true
    for glyphs in [Glyphs.unicode, .ascii] {
      let pieces = chart.picture(Size(columns: 40, rows: 8), glyphs: glyphs).lines.joined()
      let marks = pieces.filter { $0.role == .alarm }
      #expect(marks.map(\.text) == [glyphs.alarm])
    }
  }

  @Test("Several series have letters that tell them apart without colours")
  func series() {
    var chart = Self.chart((0..<60).map { Double($0) }, threshold: 45)
    chart.series[0].label = "errors / requests"
    let falling = chart.series[0].points.map { Chart.Point(time: $0.time, value: 60 - $0.value) }
    chart.series.append(.init(label: "requests", points: falling))
    let drawn = Self.lines(chart, 60, 12, .unicode)
    #expect(drawn[0].hasPrefix("a errors / requests  b requests"))
    #expect(drawn.dropFirst().contains { $0.hasSuffix("a") })
    #expect(drawn.dropFirst().contains { $0.hasSuffix("b") })
    #expect(drawn.contains { $0.contains("threshold 45") })
  }

  @Test("Without a value it says so, and without room it is nothing")
  func empty() {
    let drawn = Self.lines(Self.chart([nil, nil]), 36, 8, .unicode)
    #expect(drawn[3] == "    │     no data in this time")
    #expect(drawn[0] == "  1 ┤" && drawn[5] == "  0 ┤")
    #expect(Self.lines(Self.chart([1]), 36, 4, .unicode) == [])
    #expect(Self.lines(Self.chart([1]), 0, 9, .unicode) == [])
    #expect(Self.lines(Self.chart([1], threshold: 1), 3, 5, .unicode).count == 5)
  }

  @Test("No line is wider or higher than asked for", arguments: [1, 7, 20, 32, 118], [5, 8, 40])
  func bounds(columns: Int, rows: Int) {
    for glyphs in [Glyphs.unicode, .ascii] {
      let lines = Self.lines(Self.chart(Self.spike, threshold: 1), columns, rows, glyphs)
      #expect(lines.count == rows)
      #expect(lines.allSatisfy { $0.unicodeScalars.count <= max(columns, 6) }, "\(lines)")
    }
  }

  @Test(
    "Values of any size are drawn",
    arguments: [1e300, -1e300, .infinity, .nan, 1e-300, .leastNonzeroMagnitude]
  )
  func oddValues(value: Double) {
    for threshold in [nil, 1, -1e308, Double.infinity, .nan] {
      let lines = Self.lines(Self.chart([0, value, 1], threshold: threshold), 60, 9, .unicode)
      #expect(lines.count == 9)
    }
    var far = Self.chart([1, 2], threshold: 1)
    far.series[0].points[0].time = Instant(milliseconds: .min)
    far.series[0].points[1].time = Instant(milliseconds: .max)
    #expect(Self.lines(far, 60, 9, .unicode).count == 9)
    (far.from, far.to) = (Instant(milliseconds: .min), Instant(milliseconds: .max))
    #expect(Self.lines(far, 60, 9, .unicode).count == 9)
  }

  @Test(
    "The value axis has round numbers",
    arguments: [
      ([0, 3], ["0", "1", "2", "3"]), ([0, 1], ["0", "1"]), ([], ["0", "1"]),
      ([0, 0], ["0", "1"]),
      ([0, 0.3], ["0.0", "0.1", "0.2", "0.3"]), ([0, 950], ["0", "500", "1000"]),
      ([0, 42_000], ["0", "20k", "40k", "60k"]), ([95, 99.5], ["94", "96", "98", "100"]),
      ([-3, 4], ["-4", "-2", "0", "2", "4"]),
      ([0, 7e6], ["0", "2000k", "4000k", "6000k", "8000k"]),
      ([0, 1e300], ["0", "5e299", "1e300"]),
    ] as [([Double], [String])]
  )
  func values(values: [Double], expected: [String]) {
    let axis = ValueAxis(values, atMost: 5)
    #expect(axis.ticks.map(axis.text) == expected)
    #expect(axis.low <= values.min() ?? 0 && axis.high >= values.max() ?? 0)
  }

  @Test("An axis on both sides of zero has three round numbers, however low the chart is")
  func bothSides() {
    let axis = ValueAxis([-40, 40], atMost: 2)
    #expect(axis.ticks.map(axis.text) == ["-50", "0", "50"])
  }

  @Test("The time axis has round times of its clock, and a day's name where one begins")
  func times() {
    let hour = TimeAxis(from: Sample.ago(3600), to: Sample.now, utcOffsetMinutes: 0)
    #expect(hour.ticks(columns: 40).map(\.text) == ["11:15", "11:30", "11:45", "12:00"])
    let india = TimeAxis(from: Sample.ago(3600), to: Sample.now, utcOffsetMinutes: 330)
    #expect(india.ticks(columns: 24).map(\.text) == ["17:00", "17:30"])
    let day = TimeAxis(from: Sample.ago(86_400), to: Sample.now, utcOffsetMinutes: 0)
    #expect(day.ticks(columns: 40).map(\.text) == ["18:00", "11-24", "06:00", "12:00"])
    #expect(day.ticks(columns: 0).isEmpty)
    #expect(day.position(Sample.ago(86_401)) == nil && day.position(Sample.now + 1) == nil)
  }

  @Test("A sparkline keeps peaks, gaps and zero apart")
  func sparkline() {
    func text(_ line: Sparkline, _ width: Int, _ glyphs: Glyphs = .unicode) -> String {
      line.pieces(width: width, glyphs: glyphs).map(\.text.text).joined()
    }
    let line = Sparkline(values: [0, 1, 2, 3, nil, 5, 8, 4])
    #expect(text(line, 20) == "▁▂▃▄ ▅█▅")
    #expect(text(line, 4) == "▂▄▅█")
    #expect(text(line, 20, .ascii) == "_.-~ =#=")
    #expect(text(Sparkline(values: [1, 9], breaching: [1]), 2) == "▂▲")
    #expect(text(Sparkline(values: [1, 2], top: 8), 2) == "▂▃")
    #expect(text(Sparkline(values: [.nan, .infinity, 1]), 3) == "  █")
    #expect(text(Sparkline(values: []), 3) == "" && text(line, 0) == "")
  }
}

import Testing

@testable import LocalCloud

@Suite struct `Statistics` {
  /// 1 to 10, each once but for 10, which is there twice.
  private var samples: MetricStatistics {
    var samples = MetricStatistics(1)
    for value in 2...10 { samples.merge(MetricStatistics(Double(value))) }
    samples.merge(MetricStatistics(10))
    return samples
  }

  @Test(
    arguments: [
      ("SampleCount", 11), ("Average", 65.0 / 11), ("Sum", 65), ("Minimum", 1), ("Maximum", 10),
      ("p0", 1), ("p50", 6), ("p90", 10), ("p100", 10), ("p9.0909", 1), ("p99.9", 10),
      ("tm100", 65.0 / 11), ("TM(1:3)", 2.5), ("TM(:3)", 2), ("TM(3:)", 59.0 / 8), ("TS(1:3)", 5),
      ("TC(1:3)", 2), ("tc100", 11), ("PR(:5)", 500.0 / 11), ("PR(5:)", 600.0 / 11),
      ("PR(2:4)", 200.0 / 11), ("WM(3:9)", (3.0 * 3 + 39 + 9 * 2) / 11), ("ts50", 18),
      ("TC(25%:75%)", 5.5),
    ] as [(String, Double)]
  )
  func `are worked out of the samples`(name: String, value: Double) throws {
    let statistic = try #require(MetricStatistic(name))
    let found = try #require(statistic.value(of: samples))
    #expect(abs(found - value) < 1e-9, "\(name) is \(found)")
  }

  @Test func `trim halves of samples as they lie`() throws {
    // Five and a half of eleven samples are the lower half: 1 to 5, and half of 6.
    let mean = try #require(MetricStatistic("tm50")?.value(of: samples))
    #expect(abs(mean - 18 / 5.5) < 1e-9)
    let inner = try #require(MetricStatistic("IQM")?.value(of: samples))
    #expect(inner == MetricStatistic("TM(25%:75%)")?.value(of: samples))
    let winsorized = try #require(MetricStatistic("wm50")?.value(of: samples))
    #expect(abs(winsorized - (18 + 5.5 * 6) / 11) < 1e-9)
  }

  @Test(arguments: [
    "p", "p101", "p-1", "P50", "p1.12345678901", "tm", "tm101", "TM50", "tm(1:2)", "TM(1)", "TM(:)",
    "TM(5:1)", "TM(10%:20)", "TM(0%:101%)", "PR(10%:20%)", "pr50", "average", "", "p5 0", "p.5",
  ])
  func `with other names are none`(name: String) { #expect(MetricStatistic(name) == nil) }

  @Test func `of sets that do not tell their samples have no percentiles`() throws {
    let percentile = try #require(MetricStatistic("p50"))
    var set = MetricStatistics(count: 3, sum: 6, minimum: 1, maximum: 3)
    #expect(percentile.value(of: set) == nil)
    set.merge(MetricStatistics(2))
    #expect(percentile.value(of: set) == nil)
    #expect(MetricStatistic("Sum")?.value(of: set) == 8)
    let same = MetricStatistics(count: 3, sum: 6, minimum: 2, maximum: 2)
    #expect(percentile.value(of: same) == 2)
    #expect(percentile.value(of: MetricStatistics(-1)) == nil)
  }

  @Test func `of very many values stay near what they are`() throws {
    var many = MetricStatistics(1)
    for value in 2...20_000 { many.merge(MetricStatistics(Double(value))) }
    guard case .values(let counts) = many.spread else {
      Issue.record("the values are lost")
      return
    }
    #expect(counts.count <= MetricSpread.most)
    #expect(counts.values.reduce(0, +) == 20_000)
    for percent in [10, 50, 90, 99] as [Double] {
      let found = try #require(MetricStatistic("p\(percent)")?.value(of: many))
      #expect(abs(found / (percent * 200) - 1) < 0.1, "p\(percent) is \(found)")
    }
  }

  @Test func `keep their spread as bytes`() {
    #expect(MetricSpread(bytes: samples.spread.bytes ?? []) == samples.spread)
    let odd = MetricSpread.values([0: 0.5, 1e-300: 255, -7.25: 256, 3: 1e100])
    let bytes = odd.bytes ?? []
    #expect(MetricSpread(bytes: bytes) == odd)
    #expect(MetricSpread.uniform.bytes == nil)
    for count in 1..<9 { #expect(MetricSpread(bytes: Array(bytes.prefix(count))) == nil) }
  }
}

import JSONValue
import Testing

@testable import LocalCloud

@Suite struct `Metric math` {
  private let window = MetricWindow(from: 0, end: 240)

  /// The series of the tables: `m1` has all of its four points, `m2` lacks the third.
  private var evaluator: MathEvaluator {
    func series(_ values: [Double?]) -> MathValue {
      let points = values.enumerated().compactMap { index, value in
        value.map { (Int64(index) * 60, $0) }
      }
      return .series(
        MetricSeries(points: Dictionary(uniqueKeysWithValues: points), period: 60, label: "m")
      )
    }
    return MathEvaluator(
      window: window,
      values: ["m1": series([1, 2, 3, 4]), "m2": series([10, 0, nil, -2.5]), "e1": .scalar(5)],
      metrics: ["m1", "m2"],
      period: 60
    )
  }

  private func shown(_ value: MathValue) -> String {
    func number(_ value: Double) -> String { JSON(value).text() }
    func line(_ series: MetricSeries) -> String {
      stride(from: 0, to: 240, by: 60).map { series.points[Int64($0)].map(number) ?? "-" }
        .joined(separator: " ")
    }
    switch value {
    case .scalar(let scalar): return number(scalar)
    case .series(let series): return line(series)
    case .array(let all): return all.map(line).joined(separator: " | ")
    }
  }

  @Test(
    arguments: [
      ("1 + 2 * 3 - 4 / 2", "5"), ("(1 + 2) * 3", "9"), ("2 ^ 3 ^ 1", "8"), ("-2 ^ 2", "-4"),
      ("2 - -3", "5"), ("1.5e2", "150"), (".5 * 4", "2"), ("1 < 2 AND 3 >= 3", "1"),
      ("1 == 2 || 2 != 2", "0"), ("m1 + 1", "2 3 4 5"), ("10 / m1 > 4", "1 1 0 0"),
      ("m1 + m2", "11 2 - 1.5"), ("m1 / m2", "0.1 - - -1.6"), ("-m2", "-10 0 - 2.5"),
      ("m1 * e1", "5 10 15 20"), ("SUM(m1)", "10"), ("AVG(m1)", "2.5"), ("MIN(m2)", "-2.5"),
      ("MAX(m1)", "4"), ("STDDEV(m1)", "1.118033988749895"), ("DATAPOINT_COUNT(m2)", "3"),
      ("SUM([m1, m2])", "11 2 3 1.5"), ("AVG(METRICS())", "5.5 1 1.5 0.75"),
      ("MAX(METRICS())", "10 2 3 4"), ("SUM(METRICS(\"m2\"))", "10 0 - -2.5"),
      ("DATAPOINT_COUNT(METRICS())", "2 2 1 2"), ("METRIC_COUNT(METRICS())", "2"),
      ("ABS(m2)", "10 0 - 2.5"), ("CEIL(m2)", "10 0 - -2"), ("FLOOR(m2)", "10 0 - -3"),
      ("LOG10(m2)", "1 - - -"), ("FILL(m2, 7)", "10 0 7 -2.5"),
      ("FILL(m2, REPEAT)", "10 0 0 -2.5"), ("FILL(m2, LINEAR)", "10 0 -1.25 -2.5"),
      ("FILL(m2, m1)", "10 0 3 -2.5"), ("DIFF(m1)", "- 1 1 1"), ("DIFF_TIME(m2)", "- 60 - 120"),
      ("RATE(m2) * 60", "- -10 - -1.25"), ("RUNNING_SUM(m1)", "1 3 6 10"), ("PERIOD(m1)", "60"),
      ("IF(m1 > 2, m1, 0)", "0 0 3 4"), ("IF(m1 > 2, m1)", "- - 3 4"), ("IF(m2, 1, 2)", "1 2 - 1"),
      ("IF(1, m1, m2)", "1 2 3 4"), ("IF(0, 1, 2)", "2"), ("TIME_SERIES(3)", "3 3 3 3"),
      ("m1 > 1 AND m1 < 4", "0 1 1 0"), ("m2 == 0", "0 1 - 0"), ("MINUTE(m1)", "0 1 2 3"),
      ("DAY(m1)", "4 4 4 4"), ("YEAR(m1) - 1900 + HOUR(m1) + MONTH(m1)", "71 71 71 71"),
      ("EPOCH(m1)", "0 60 120 180"), ("SORT(METRICS(), SUM, DESC)", "1 2 3 4 | 10 0 - -2.5"),
      ("SORT(METRICS(), MAX, DESC, 1)", "10 0 - -2.5"), ("FIRST(METRICS())", "1 2 3 4"),
      ("LAST(METRICS())", "10 0 - -2.5"), ("SLICE(METRICS(), 1, 2)", "10 0 - -2.5"),
      ("SLICE(METRICS(), 0)", "1 2 3 4"), ("METRICS() * 2", "2 4 6 8 | 20 0 - -5"),
      ("REMOVE_EMPTY([m1, m1 / 0])", "1 2 3 4"), ("m1 - MIN(m1)", "0 1 2 3"),
      ("sum(m1)", "10"), ("100 * (m2 / m1)", "1000 0 - -62.5"),
    ] as [(String, String)]
  )
  func `makes of series what the documentation says`(text: String, expected: String) throws {
    #expect(shown(try evaluator.value(of: MathParser.parse(text))) == expected)
  }

  @Test(
    arguments: [
      ("", "[Unexpected end at char 0]"), ("m1 +", "[Unexpected end at char 4]"),
      ("m1 m2", "[Unsupported token 'm2' at char 3]"),
      ("m1 & m2", "[Unsupported token '&' at char 3]"),
      ("(m1", "[Unexpected end at char 3, must be: ')']"),
      ("m1)", "[Unsupported token ')' at char 2]"),
      ("SUM(m1", "[Unexpected end at char 6, must be: ',' or ')']"),
      ("'m1", "[Unsupported token ''m1' at char 0]"),
      ("1..2", "[Unsupported token '.2' at char 2]"),
      ("m1 AND", "[Unexpected end at char 6]"), ("$", "[Unsupported token '$' at char 0]"),
      ("m9", "Undefined variable 'm9'"), ("NOPE(m1)", "Function 'NOPE' not found"),
      ("SUM(1)", "Unsupported argument type(s) for function SUM"),
      ("SUM(m1, m2)", "Function SUM expects 1 argument, but 2 were given"),
      ("FILL(m1)", "Function FILL expects 2 arguments, but 1 were given"),
      ("FILL(m1, SIDEWAYS)", "[Unsupported operand 'SIDEWAYS']"),
      ("IF(METRICS(), 1)", "Unsupported argument type(s) for function IF"),
      ("METRIC_COUNT(m1)", "Unsupported argument type(s) for function METRIC_COUNT"),
      ("SEARCH('x', 'Sum')", "Function 'SEARCH' not found"),
      ("ANOMALY_DETECTION_BAND(m1, 2)", "Function 'ANOMALY_DETECTION_BAND' not found"),
      ("PERIOD(m1 + m2)", "Unsupported argument type(s) for function PERIOD"),
      (
        "METRICS() + [m1]",
        "Unsupported operand type(s) for +: 'TimeSeries[]' and 'TimeSeries[]' of different lengths"
      ),
    ] as [(String, String)]
  )
  func `refuses what is no expression`(text: String, problem: String) {
    #expect(throws: MathFault(problem)) { try evaluator.value(of: MathParser.parse(text)) }
  }

  @Test(arguments: ["(", "-", "[", "SUM(", "1+(", "1^"])
  func `refuses what is nested too deeply, and does not fall over it`(part: String) {
    #expect(throws: MathFault.self) { try MathParser.parse(String(repeating: part, count: 5000)) }
  }

  @Test func `takes any row of its pieces apart without falling over`() {
    let pieces = [
      "m1", "m2", "e1", "1", "2.5", "+", "-", "*", "/", "^", "(", ")", "[", "]", ",", "SUM", "IF",
      "FILL", "SORT", "METRICS", "AND", "OR", "<", "==", "'x'", "REPEAT", "DESC", " ", "\"", "ü",
    ]
    let words = [
      "ALARM", "OK", "(", ")", ",", "NOT", "AND", "OR", "AT_LEAST", "50%", "2", "a", "\"", "\\",
      " ",
    ]
    var random: UInt64 = 42
    func any(_ list: [String]) -> String {
      random = random &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return list[Int(random >> 33) % list.count]
    }
    var (values, rules) = (0, 0)
    for _ in 0..<20_000 {
      let text = (0..<Int(random >> 40) % 9 + 1).map { _ in any(pieces) }.joined()
      if let expression = try? MathParser.parse(text), (try? evaluator.value(of: expression)) != nil
      {
        values += 1
      }
      let rule = (0..<Int(random >> 40) % 9 + 1).map { _ in any(words) }.joined()
      if (try? AlarmRule(rule)) != nil { rules += 1 }
    }
    #expect(values > 0)
    #expect(rules > 0)
  }

  @Test func `works out no more points than an answer may have`() async throws {
    let stage = try ServiceStage()
    let service = CloudWatchFixture.service(stage, ServiceWitness(), try stage.open())
    let refusal = await service.refusal(
      "GetMetricData",
      [
        "StartTime": -1e10, "EndTime": 1e10,
        "MetricDataQueries": [["Id": "a", "Expression": "1", "Period": 1]],
      ],
      stage
    )
    #expect(refusal?.message.contains("exceeds the limit of 100800") == true)
  }

  private func program(_ expressions: [String]) throws -> MetricDataProgram {
    let metric: JSON = [
      "Id": "m1",
      "MetricStat": [
        "Metric": ["Namespace": "Mine", "MetricName": "m"], "Period": 300, "Stat": "Sum",
      ],
    ]
    let others = expressions.enumerated().map { index, text in
      JSON.object(["Id": .string("e\(index + 1)"), "Expression": .string(text)])
    }
    return try MetricDataProgram([metric] + others, parameter: "MetricDataQueries")
  }

  @Test func `works expressions out in the order in which they need each other`() throws {
    let program = try program(["e2 + 1", "m1 * 2"])
    let values = try program.run(over: MetricWindow(from: 0, end: 600)) { _ in [0: 1, 300: 2] }
    guard case .series(let series) = values["e1"] else {
      Issue.record("no series")
      return
    }
    #expect(series.points == [0: 3, 300: 5])
    #expect(series.period == 300)
  }

  @Test(
    arguments: [
      (["e2", "e1"], "Error in expression 'e1': Circular dependency between expressions"),
      (["e1"], "Error in expression 'e1': Circular dependency between expressions"),
      (["m1 + x"], "Error in expression 'e1': Undefined variable 'x'"),
      (["m1 +"], "Error in expression 'e1': [Unexpected end at char 4]"),
      (
        ["SELECT AVG(x) FROM y"],
        "Error in expression 'e1': Metrics Insights queries are not supported by the local cloud"
      ),
    ] as [([String], String)]
  )
  func `refuses expressions that cannot be worked out`(texts: [String], message: String) {
    #expect(throws: CloudError("ValidationError", message)) { try program(texts) }
  }
}

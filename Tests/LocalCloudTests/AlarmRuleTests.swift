import AWSWire
import Testing

@testable import LocalCloud

@Suite struct `Rules of composite alarms` {
  private let states = ["a": "ALARM", "b": "OK", "c": "INSUFFICIENT_DATA", "with space": "ALARM"]

  @Test(
    arguments: [
      ("ALARM(a)", true), ("OK(a)", false), ("INSUFFICIENT_DATA(c)", true), ("TRUE", true),
      ("FALSE", false), ("false", false), ("NOT ALARM(a)", false), ("NOT NOT ALARM(a)", true),
      ("ALARM(a) AND ALARM(b)", false), ("ALARM(a) OR ALARM(b)", true),
      ("ALARM(a) OR ALARM(b) AND ALARM(c)", true), ("(ALARM(a) OR ALARM(b)) AND ALARM(c)", false),
      ("ALARM(a) AND NOT ALARM(b)", true), ("NOT (ALARM(a) AND OK(b))", false),
      ("ALARM(\"a\")", true), ("ALARM( \"with space\" )", true), ("OK (b)", true),
      ("ALARM(arn:aws:cloudwatch:eu-central-1:000000000000:alarm:a)", true),
      ("ALARM(nobody)", false), ("AT_LEAST(2, ALARM, (a, b, \"with space\"))", true),
      ("AT_LEAST(3, ALARM, (a, b, \"with space\"))", false),
      ("AT_LEAST(2, NOT OK, (a, b, c))", true),
      ("AT_LEAST(50%, OK, (a, b))", true), ("AT_LEAST(\"51%\", OK, (a, b))", false),
      ("AT_LEAST(1, OK, (a, b)) AND NOT ALARM(c)", true),
    ] as [(String, Bool)]
  )
  func `hold or do not hold`(rule: String, holds: Bool) throws {
    let states = states
    #expect(try AlarmRule(rule).holds { states[AlarmRule.name(of: $0)] } == holds)
  }

  @Test(
    arguments: [
      (
        "()",
        "Unsupported token ')' at char 1, must be: '(', 'NOT', AT_LEAST, TRUE or FALSE, ALARM, OK, or INSUFFICIENT_DATA"
      ),
      ("ALARM(SampleQueue Oldest)", "Unsupported token 'Oldest' at char 18, must be: ')'"),
      ("ALARM(a) ALARM(b)", "Unsupported token 'ALARM' at char 9, must be: 'AND' or 'OR'"),
      (
        "ALARM(a) AND",
        "Unexpected end of the rule at char 12, must be: '(', 'NOT', AT_LEAST, TRUE or FALSE, ALARM, OK, or INSUFFICIENT_DATA"
      ),
      ("ALARM a", "Unsupported token 'a' at char 6, must be: '('"),
      ("ALARM()", "Unsupported token ')' at char 6, must be: the name or ARN of an alarm"),
      (
        "RED(a)",
        "Unsupported token 'RED' at char 0, must be: '(', 'NOT', AT_LEAST, TRUE or FALSE, ALARM, OK, or INSUFFICIENT_DATA"
      ),
      (
        "\"ALARM\"(a)",
        "Unsupported token 'ALARM' at char 0, must be: '(', 'NOT', AT_LEAST, TRUE or FALSE, ALARM, OK, or INSUFFICIENT_DATA"
      ),
      ("ALARM(\"a)", "Unsupported token '\"a)' at char 6"),
      (
        "AT_LEAST(0, ALARM, (a))",
        "AT_LEAST needs a number from 1 to that of its alarms, which are 1"
      ),
      (
        "AT_LEAST(x, ALARM, (a))",
        "Unsupported token 'x' at char 9, must be: a number or percentage"
      ),
      (
        "AT_LEAST(1, RED, (a))",
        "Unsupported token 'RED' at char 12, must be: ALARM, OK, or INSUFFICIENT_DATA"
      ),
    ] as [(String, String)]
  )
  func `are refused with what is wrong and where`(rule: String, problem: String) {
    #expect(throws: AlarmRuleFault(problem)) { try AlarmRule(rule) }
  }

  @Test func `name each alarm once, with its quotes and escapes undone`() throws {
    let rule = try AlarmRule("ALARM(\"a \\\"b\\\"\") AND OK(x) OR NOT ALARM(x)")
    #expect(rule.references == ["a \"b\"", "x"])
  }

  @Test func `have a hundred alarms and five hundred elements at most`() throws {
    func rule(_ count: Int) -> String {
      (0..<count).map { "ALARM(a\($0))" }.joined(separator: " OR ")
    }
    #expect(try AlarmRule(rule(100)).references.count == 100)
    #expect(throws: AlarmRuleFault("The rule has more than 100 alarms")) {
      try AlarmRule(rule(101))
    }
    let deep = String(repeating: "(", count: 499) + "TRUE" + String(repeating: ")", count: 499)
    #expect(try AlarmRule(deep).holds { _ in nil })
    #expect(throws: AlarmRuleFault("The rule has more than 500 elements")) {
      try AlarmRule("(\(deep))")
    }
    #expect(try !AlarmRule(String(repeating: "NOT ", count: 2001) + "TRUE").holds { _ in nil })
  }
}

@Suite struct `Suppressed actions` {
  private let start = StagedTimer().now
  private let periods = ActionSuppression.Periods(wait: 60_000, extension: 180_000)

  /// One event a row: at which second, what, the state of the alarm, whether the suppressor is in
  /// ALARM, and which state the alarm is then told to have left.
  private typealias Row = (Int64, ActionSuppression.Event, String, Bool, String?, String?)

  private func expect(_ rows: [Row], periods: ActionSuppression.Periods? = nil) {
    var suppression = ActionSuppression()
    for (index, row) in rows.enumerated() {
      let moment: Instant = start + row.0 * 1000
      let left = suppression.take(
        row.1,
        state: row.2,
        isSuppressing: row.3,
        periods: periods ?? self.periods,
        now: moment
      )
      #expect(left == row.4, "row \(index)")
      #expect(suppression.name == row.5, "row \(index)")
      #expect(ActionSuppression(stored: suppression.stored).hold == suppression.hold)
    }
  }

  @Test func `are taken when the wait ends and the suppressor is quiet`() {
    expect([
      (0, .stateChanged(from: "OK"), "ALARM", false, nil, "WaitPeriod"),
      (59, .timePassed, "ALARM", false, nil, "WaitPeriod"),
      (60, .timePassed, "ALARM", false, "OK", nil), (61, .timePassed, "ALARM", false, nil, nil),
    ])
  }

  @Test func `are not taken while the suppressor is in ALARM, nor for a while after`() {
    expect([
      (0, .stateChanged(from: "OK"), "ALARM", false, nil, "WaitPeriod"),
      (30, .suppressorChanged, "ALARM", true, nil, "Alarm"),
      (60, .timePassed, "ALARM", true, nil, "Alarm"),
      (600, .suppressorChanged, "ALARM", false, nil, "ExtensionPeriod"),
      (779, .timePassed, "ALARM", false, nil, "ExtensionPeriod"),
      (780, .timePassed, "ALARM", false, "OK", nil),
    ])
  }

  @Test func `are forgotten where the alarm is back in the state it had`() {
    expect([
      (0, .suppressorChanged, "OK", true, nil, "Alarm"),
      (1, .stateChanged(from: "OK"), "ALARM", true, nil, "Alarm"),
      (2, .stateChanged(from: "ALARM"), "OK", true, nil, "Alarm"),
      (3, .suppressorChanged, "OK", false, nil, "ExtensionPeriod"),
      (183, .timePassed, "OK", false, nil, nil),
    ])
  }

  @Test func `do not wait where the periods are zero`() {
    expect(
      [
        (0, .stateChanged(from: "OK"), "ALARM", false, "OK", nil),
        (1, .suppressorChanged, "ALARM", true, nil, "Alarm"),
        (2, .stateChanged(from: "ALARM"), "OK", true, nil, "Alarm"),
        (3, .suppressorChanged, "OK", false, "ALARM", nil),
      ],
      periods: ActionSuppression.Periods(wait: 0, extension: 0)
    )
  }
}

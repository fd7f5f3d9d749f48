import JSONValue
import StatesLanguage
import Testing

@Suite struct ChoiceTests {
  /// A rule's operator and operand, the variable's value, and whether they match.
  struct Row: CustomTestStringConvertible, Sendable {
    let rule: JSON
    let value: JSON
    let matches: Bool

    init(_ name: String, _ operand: JSON, _ value: JSON, _ matches: Bool) {
      rule = ["Variable": "$.v", name: operand]
      self.value = value
      self.matches = matches
    }

    var testDescription: String { "\(rule) on \(value) is \(matches)" }
  }

  static func takes(_ rule: JSON, _ input: JSON) throws -> Run {
    var rule = rule
    rule["Next"] = "Yes"
    return try Harness().run(
      [
        "StartAt": "C",
        "States": [
          "C": ["Type": "Choice", "Choices": [rule], "Default": "No"],
          "Yes": ["Type": "Pass", "Result": true, "End": true],
          "No": ["Type": "Pass", "Result": false, "End": true],
        ],
      ],
      input
    )
  }

  static let rows: [Row] = [
    Row("StringEquals", "a", "a", true), Row("StringEquals", "a", "A", false),
    Row("StringEquals", "1", 1, false), Row("StringLessThan", "b", "a", true),
    Row("StringLessThan", "a", "a", false), Row("StringLessThanEquals", "a", "a", true),
    Row("StringGreaterThan", "a", "b", true), Row("StringGreaterThan", "b", "b", false),
    Row("StringGreaterThanEquals", "b", "b", true), Row("StringGreaterThanEquals", "c", "b", false),
    Row("StringMatches", "log-*.txt", "log-2026.txt", true),
    Row("StringMatches", "*", "", true), Row("StringMatches", "a*b*c", "aXbYbZc", true),
    Row("StringMatches", "a*b", "abc", false), Row("StringMatches", "a\\*", "a*", true),
    Row("StringMatches", "a\\*", "ab", false), Row("StringMatches", "a\\\\*", "a\\b", true),
    Row("NumericEquals", 1, 1.0, true), Row("NumericEquals", 1, "1", false),
    Row("NumericLessThan", 2, 1.5, true), Row("NumericLessThan", 1, 1, false),
    Row("NumericLessThanEquals", 1, 1, true), Row("NumericGreaterThan", -1, 0, true),
    Row("NumericGreaterThan", 0, 0, false), Row("NumericGreaterThanEquals", 0, 0, true),
    Row("BooleanEquals", true, true, true), Row("BooleanEquals", false, true, false),
    Row("BooleanEquals", true, "true", false),
    Row("TimestampEquals", "2026-01-01T00:00:00Z", "2026-01-01T01:00:00+01:00", true),
    Row("TimestampLessThan", "2026-01-01T00:00:01Z", "2026-01-01T00:00:00.999Z", true),
    Row("TimestampLessThan", "2026-01-01T00:00:01Z", "yesterday", false),
    Row("TimestampLessThanEquals", "2026-01-01T00:00:01Z", "2026-01-01T00:00:01Z", true),
    Row("TimestampGreaterThan", "2024-02-28T00:00:00Z", "2024-02-29T00:00:00Z", true),
    Row("TimestampGreaterThan", "2025-02-28T00:00:00Z", "2025-02-29T00:00:00Z", false),
    Row("TimestampGreaterThanEquals", "2026-01-01T00:00:01Z", "2026-01-01T00:00:01Z", true),
    Row("IsNull", true, nil, true), Row("IsNull", false, 0, true),
    Row("IsPresent", true, nil, true),
    Row("IsNumeric", true, 1, true), Row("IsNumeric", true, "1", false),
    Row("IsString", true, "x", true), Row("IsString", false, 1, true),
    Row("IsBoolean", true, false, true), Row("IsBoolean", true, nil, false),
    Row("IsTimestamp", true, "2026-01-01T00:00:00Z", true),
    Row("IsTimestamp", true, "2026-01-01 00:00:00Z", false), Row("IsTimestamp", true, 5, false),
  ]

  @Test("Each operator compares as the language says", arguments: rows)
  func operators(_ row: Row) throws {
    #expect(try Self.takes(row.rule, ["v": row.value]).output == .bool(row.matches))
  }

  @Test("An operator with Path compares with another part of the input")
  func paths() throws {
    let rule: JSON = ["Variable": "$.a", "NumericLessThanPath": "$.b"]
    #expect(try Self.takes(rule, ["a": 1, "b": 2]).output == true)
    #expect(try Self.takes(rule, ["a": 2, "b": 2]).output == false)
  }

  @Test("And stops at the first part that fails, so that a later one may be about what is missing")
  func conjunction() throws {
    let rule: JSON = [
      "And": [
        ["Variable": "$.a", "IsPresent": true],
        [
          "Or": [
            ["Variable": "$.a", "NumericEquals": 1], ["Not": ["Variable": "$.b", "IsNull": true]],
          ]
        ],
      ]
    ]
    #expect(try Self.takes(rule, [:]).output == false)
    #expect(try Self.takes(rule, ["a": 1]).output == true)
    #expect(try Self.takes(rule, ["a": 2, "b": nil]).output == false)
    #expect(try Self.takes(rule, ["a": 2, "b": 1]).output == true)
  }

  @Test("A missing variable and a lack of any match fail the execution")
  func faults() throws {
    let missing = try Self.takes(["Variable": "$.v", "NumericEquals": 1], [:])
    #expect(missing.error == "States.Runtime")
    #expect(
      missing.cause
        == "An error occurred while executing the state 'C' (entered at the event id #2). "
        + "Invalid path '$.v': The choice state's condition path references an invalid value."
    )
    let unmatched = try Harness().run([
      "StartAt": "C",
      "States": [
        "C": [
          "Type": "Choice",
          "Choices": [["Variable": "$.v", "IsPresent": true, "Next": "C"]],
        ]
      ],
    ])
    #expect(unmatched.error == "States.Runtime")
    #expect(
      unmatched.cause?.hasSuffix(
        "Failed to transition out of the state. The state does not point to a next state."
      ) == true
    )
  }
}

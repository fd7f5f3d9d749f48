import JSONValue
import StatesLanguage
import Testing

@Suite struct DefinitionTests {
  static func problem(_ text: String) throws -> String? {
    do {
      _ = try StateMachine(definition: JSON(parsing: text))
      return nil
    } catch let error as DefinitionError {
      return error.description
    }
  }

  static let rows: [(String, String)] = [
    (#"{"StartAt":"A"}"#, "SCHEMA_VALIDATION_FAILED: These fields are required: [States] at /"),
    (#"{}"#, "SCHEMA_VALIDATION_FAILED: These fields are required: [States, StartAt] at /"),
    (#"[]"#, "SCHEMA_VALIDATION_FAILED: Definition must be a valid JSON object at /"),
    (
      #"{"StartAt":"B","States":{"A":{"Type":"Succeed"}}}"#,
      "MISSING_TRANSITION_TARGET: Missing 'StartAt' target: B at /StartAt"
    ),
    (
      #"{"StartAt":"A","States":{"A":{"Type":"Pass","Next":"B"}}}"#,
      "MISSING_TRANSITION_TARGET: Missing 'Next' target: B at /States/A/Next"
    ),
    (
      #"{"StartAt":"A","States":{"A":{"Type":"Task","End":true}}}"#,
      "SCHEMA_VALIDATION_FAILED: These fields are required: [Resource] at /States/A"
    ),
    (
      #"{"StartAt":"A","QueryLanguage":"JSONata","States":{"A":{"Type":"Succeed"}}}"#,
      "SCHEMA_VALIDATION_FAILED: The query language \"JSONata\" is not supported, only "
        + "\"JSONPath\" is at /QueryLanguage"
    ),
    (
      #"{"StartAt":"A","States":{"A":{"Type":"Pass","Assign":{"a":1},"End":true}}}"#,
      "SCHEMA_VALIDATION_FAILED: Variables are not supported: the field 'Assign' at "
        + "/States/A/Assign"
    ),
    (
      #"{"StartAt":"A","States":{"A":{"Type":"Pass"}}}"#,
      "SCHEMA_VALIDATION_FAILED: One of the fields 'Next' and 'End' is required at /States/A"
    ),
    (
      #"{"StartAt":"A","States":{"A":{"Type":"Nap","End":true}}}"#,
      "SCHEMA_VALIDATION_FAILED: The value for the field 'Type' must be one of: "
        + "[Task, Wait, Pass, Succeed, Fail, Choice, Parallel, Map] at /States/A/Type"
    ),
  ]

  @Test("A faulty definition is refused with the fault and its place", arguments: rows)
  func faults(_ definition: String, _ expected: String) throws {
    #expect(try Self.problem(definition) == expected)
  }

  @Test("All faults are told at once")
  func several() throws {
    let text =
      #"{"StartAt":"A","States":{"A":{"Type":"Pass","Next":"X"},"B":{"Type":"Pass","Next":"Y"}}}"#
    #expect(
      try Self.problem(text)
        == "MISSING_TRANSITION_TARGET: Missing 'Next' target: X at /States/A/Next, "
        + "MISSING_TRANSITION_TARGET: Missing 'Next' target: Y at /States/B/Next"
    )
  }
}

import JSONValue
import Testing

@testable import LocalCloud

@Suite struct `Log filter patterns` {
  @Test func `the documented cases match as documented`() throws {
    guard let cases = conformanceCases("log-filters") else { return }
    #expect(!cases.isEmpty)
    for example in cases {
      let pattern = example["pattern"]?.string ?? ""
      let message = example["message"]?.string ?? ""
      #expect(
        try FilterPattern(pattern).matches(message) == example["matches"]?.bool,
        "\(pattern) on \(message)"
      )
    }
  }

  @Test(arguments: [
    ("?ERROR ?WARN", "a WARN b", true), ("?ERROR ?WARN", "info", false),
    ("ERROR -timeout", "ERROR timeout", false), ("ERROR -timeout", "ERROR other", true),
    ("\"a \\\"b\\\"\"", "x a \"b\" y", true), ("{ $.a = \"x*\" }", #"{"a":"xyz"}"#, true),
    ("{ $.a.b[1] >= 2.5 && $.c NOT EXISTS }", #"{"a":{"b":[0,3]}}"#, true),
    ("{ $.a IS TRUE }", #"{"a":true}"#, true), ("{ $.a = %^x[0-9]+$% }", #"{"a":"x12"}"#, true),
    ("{ $.a = \"x\" }", #"{"a":{"b":1}}"#, false), ("[a, ..., z = END]", "1 2 3 END", true),
    ("[a, b]", "one [two three]", true), ("%a{2,3}b%", "xaab", true), ("%a{2,3}b%", "xab", false),
    ("%foo|bar%", "a bar", true), ("%\\d+ms$%", "took 12ms", true), ("%\\d+ms$%", "12ms or", false),
  ])
  func `every form matches`(pattern: String, message: String, matches: Bool) throws {
    #expect(try FilterPattern(pattern).matches(message) == matches)
  }

  @Test(arguments: ["{ $.a }", "{ $.a = }", "[a", "\"open", "%(a)%", "a.b", "{ $.a IS NOT NULL }"])
  func `a malformed pattern is refused`(pattern: String) {
    #expect(throws: CloudError.self) { try FilterPattern(pattern) }
  }
}

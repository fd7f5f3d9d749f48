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

  private static let trail = #"""
    {"eventType":"UpdateTrail","sourceIPAddress":"111.111.111.111","arrayKey":["value","another value"],\#
    "objectList":[{"name":"a","id":1},{"name":"b","id":2}],"SomeObject":null,"cluster.name":"c",\#
    "someInt":123,"someFloat":12.34,"whole":12.0,"empty":{},"none":[],"flag":true}
    """#

  private static let conditions: [(String, Bool)] = [
    // "Using filter patterns to match terms in JSON log events".
    ("$.arrayKey[*] = %val.{2}%", true), ("$.arrayKey[*] = \"another value\"", true),
    ("$.arrayKey[*] = \"other\"", false), (#"$.* = %111\.111\.111\.1[0-9]{1,2}%"#, true),
    (#"$.* = %222\.222%"#, false), ("$.objectList[*].id = 2", true),
    ("$.objectList[*].id > 2", false), ("$.objectList[*].nothing NOT EXISTS", true),
    ("$.objectList[*].id NOT EXISTS", false), ("$.* IS NULL", true), ("$.* IS FALSE", false),
    ("$.['cluster.name'] = \"c\"", true), ("$['cluster.name'] = \"d\"", false),
    ("$.eventType = %Trail%", true),
    // Recorded on AWS: stars count where what follows them is first found.
    ("$.sourceIPAddress != 111*111", true), ("$.sourceIPAddress = \"*.111.111.111\"", true),
    ("$.sourceIPAddress = \"*111.111.111\"", false), ("$.sourceIPAddress = \"11*1\"", false),
    ("$.sourceIPAddress = 111*", true), ("$.sourceIPAddress = *", true),
    ("$.sourceIPAddress != *222", true), ("$.someInt != \"1*3\"", false),
    ("$.someFloat != \"4*1\"", true), ("$.someInt = \"123\"", true),
    // Recorded on AWS: in quotes it is a text, without them a number.
    ("$.someInt != \"123.0\"", true), ("$.someInt = 123.0", true), ("$.whole = 12", true),
    ("$.whole != \"12\"", true), ("$.someInt = 1.23e2", true), ("$.someInt >= +123", true),
    ("$.someInt < 1e3", true), ("$.someFloat > 1e-3", true), ("$.someInt = *3", true),
    // Recorded on AWS: what is missing, an object or an array matches nothing.
    ("$.missing = \"x\"", false), ("$.missing != \"x\"", false), ("$.empty != \"x\"", false),
    ("$.none != \"x\"", false), ("$.flag[0] = \"x\"", false), ("$.objectList[1].number = 2", false),
    ("$.flag IS TRUE && ($.missing = 1 || $.someInt = 123)", true),
    ("$.SomeObject NOT EXISTS", false), ("$.eventType IS NULL", false),
  ]

  @Test(arguments: conditions)
  func `conditions on JSON hold as on AWS`(condition: String, holds: Bool) throws {
    #expect(try FilterPattern("{ \(condition) }").matches(Self.trail) == holds)
  }

  private static let forms: [(String, String, Bool)] = [
    ("?ERROR ?ARGUMENTS REQUEST", "[INFO] REQUEST FAILED", true),
    ("?ERROR -REQUEST", "[INFO] done", true), ("-ERROR", "fine", true), ("-ERROR", "ERROR", false),
    ("\"ERROR\" - \"Exiting\"", "Exiting with ERRORCODE: -1", false),
    ("\"ERROR\" - \"Exiting\"", "ERROR x", true),
    ("%^starting|^shutting down%", "shutting down", true),
    ("%^starting|^shutting down%", "not shutting down", false), ("%a{,2}b%", "b", true),
    ("%^a{,2}b%", "aaab", false), ("%^a{2, 3}b$%", "aaab", true), ("%^a{2,}b$%", "aaaaab", true),
    (#"%\x28x\x29%"#, "a (x)", true), (#"%[\x41-\x43]1%"#, "B1", true), (#"%\[.\]%"#, "[7]", true),
    (#"%a\tb%"#, "a\tb", true), ("%.at%", " at", true), ("%10.10.0.1%", "10010,051", true),
    (#"%[\D]5%"#, "x5", true), (#"%^[\D]5%"#, "15", false), ("%gra|ey%", "grey", true),
    (
      #"[ip=%127\.0\.0\.[1-9]%, user, ..., status_code = 4*, bytes]"#,
      "127.0.0.1 Prod frank [10/Oct/2000:13:25:15 -0700] \"GET /index.html HTTP/1.0\" 404 1534",
      true
    ),
    (
      "[ip, user, username, timestamp, request =*.html*, status_code = 404 || status_code = 410, bytes]",
      "127.0.0.1 Prod frank [10/Oct/2000:13:25:15 -0700] \"GET /index.html HTTP/1.0\" 410 1534",
      true
    ),
    (
      "[logLevel, date, time, method, url=%/service/resource/[0-9]+$%, response_time]",
      "INFO 09/25/2014 12:00:00 GET /service/resource/67 1200", true
    ),
    (
      "[logLevel, date, time, method, url=%/service/resource/[0-9]+$%, response_time]",
      "INFO 09/25/2014 12:00:01 POST /service/resource/67/part/111 1310", false
    ),
    ("[w1=ERROR || W1=WARNING, w2]", "WARNING boom", true), ("[a, , c = 3]", "1 2 3", true),
    ("[a > 1 && a < 1e2 || a = 7e3, b]", "7000 x", true), ("[a > 1 && a < 1e2, b]", "100 x", false),
    ("[..., code = 5*, ...]", "a b 503 c d", true), ("[..., code = 5*, ...]", "a b 403", false),
    ("[..., x = 1, y = 2, ..., z]", "1 1 2 3", true), ("[..., x = 1, y = 2, ..., z]", "1 2", false),
  ]

  @Test(arguments: forms)
  func `documented forms match`(pattern: String, message: String, matches: Bool) throws {
    #expect(try FilterPattern(pattern).matches(message) == matches)
  }

  private static let found: [(String, String, JSON)] = [
    (
      "[..., request=*.html*, status_code=4*,]",
      "127.0.0.1 - frank [10/Oct/2000:13:25:15 -0700] \"GET /index.html HTTP/1.0\" 404 1534",
      [
        "$1": "127.0.0.1", "$2": "-", "$3": "frank", "$4": "10/Oct/2000:13:25:15 -0700",
        "$request": "GET /index.html HTTP/1.0", "$status_code": "404", "$7": "1534",
      ]
    ), ("{ $.a = 1 && $.b[0] = * }", #"{"a":1.0,"b":["x"]}"#, ["$.a": "1.0", "$.b[0]": "x"]),
  ]

  @Test(arguments: found)
  func `what is found in a line is told by name or place`(
    pattern: String,
    message: String,
    values: JSON
  ) throws {
    let pattern = try FilterPattern(pattern)
    #expect(pattern.matches(message))
    for (name, value) in values.object ?? [:] {
      #expect(pattern.extractedValues(message)[name] == value, "\(name)")
    }
    #expect(pattern.extractedValues(message).count == values.object?.count)
  }

  private static let malformed: [(String, String)] = [
    ("{ $.a }", "Invalid filter pattern"), ("{ $.a = }", "Invalid filter pattern"),
    ("[a", "Invalid filter pattern"), ("\"open", "Invalid filter pattern"),
    ("{ $.a IS NOT NULL }", "Invalid filter pattern"), ("{ $.a EXISTS }", "Invalid filter pattern"),
    ("\"event\": \"x\"", "Invalid filter pattern"), ("{ a = 1 }", "Invalid filter pattern"),
    ("[a, b = 4* && c > 1]", "Invalid filter pattern"),
    ("{ $.a[*].b[*] = 1 }", "Invalid filter pattern"),
    (
      "{ $.a[*] = 1 || $.b[*] = 1 || $.c[*] = 1 || $.* = 1 }", "Invalid filter pattern"
    ), ("%(a)%", "Invalid character(s) in term '('"),
    (#"%\(a\)%"#, "Invalid character(s) in term '('"),
    ("%something!%", "Invalid character(s) in term '!'"),
    ("%käse%", "Invalid character(s) in term 'ä'"),
    ("a.b", "Invalid character(s) in term '.'"),
    ("?Status: timeout", "Invalid character(s) in term ':'"),
    ("{ $.\"sc-status\" = 5* }", "Invalid character(s) in term '$.\"'"),
    ("{ $.a >= \"123\" }", "Invalid character(s) in term '\"123\"'"),
    ("{ $.a < abc }", "Invalid character(s) in term 'abc'"),
    ("[a > x, b]", "Invalid character(s) in term 'x'"),
  ]

  @Test(arguments: malformed)
  func `a malformed pattern is refused`(pattern: String, message: String) {
    #expect(throws: CloudError("InvalidParameterException", message)) { try FilterPattern(pattern) }
  }
}

import AWSWire
import CustomerDomain
import Dashboard
import TestKit
import Testing

@testable import DashboardRuntime

@Suite("What a log filter lets through")
struct LogMatcherTests {
  private static let lines = [
    "access":
      #"{"httpMethod":"GET","path":"/prod/customers/7","status":"502","responseLatency":"31"}"#,
    "boom":
      #"{"level":"ERROR","message":"Boom at the table","id":"user_7","details":{"error":"Timeout","tries":[1,3]}}"#,
    "info":
      #"{"level":"INFO","message":"created","id":"user_12","took":0.5,"a.b":"dotted","ok":true,"no":null}"#,
    "warn":
      "2026-11-27T12:00:00Z\t5d1f8a00-0000-4000-8000-000000000000\tWARN\tslow took=132 id=user_7 q=\"a b\"",
    "text": "Größe 7 of ÄPFEL\n",
    "empty": "",
  ]

  private func passing(_ filter: String) throws -> [String] {
    var scrollback = LogScrollback(capacity: 100)
    let names = LogMatcherTests.lines.keys.sorted()
    for (index, name) in names.enumerated() {
      let time = Instant(milliseconds: Int64(index))
      scrollback.append([
        LogEvent(
          eventID: name,
          group: name == "access" ? "/aws/apigateway/api" : "/aws/lambda/put_customer_id",
          stream: "s",
          timestamp: time,
          ingestedAt: time,
          message: LogMatcherTests.lines[name] ?? ""
        )
      ])
    }
    let window = scrollback.window(
      LogQuery(above: 100, below: 0, filter: filter, isBrief: false)
    )
    #expect(window.filterProblem == nil)
    return window.lines.compactMap { $0.event?.eventID }
  }

  @Test(
    "Each term lets through what it says, and its opposite all the rest",
    arguments: [
      ("boom", ["boom"]), ("BOOM TABLE", ["boom"]), ("boom created", []),
      ("put_customer", ["boom", "empty", "info", "text", "warn"]), ("größe", ["text"]),
      ("äpfel", ["text"]), ("of", ["text"]), (#""user_7""#, ["boom", "warn"]),
      ("/time.?out/", ["boom"]), ("/TIMEOUT/", []), ("/^\\{/", ["access", "boom", "info"]),
      ("/user_\\d\\b/", ["boom", "warn"]), ("/äpf.l/", ["text"]), ("/^$/", ["empty"]),
      ("id=user_7", ["boom", "warn"]), ("id=user_*", ["boom", "info", "warn"]),
      ("id=*_1*", ["info"]), ("id!=user_7", ["info"]), ("took>100", ["warn"]),
      ("took<1", ["info"]), ("took=0.50", ["info"]), ("status>=500", ["access"]),
      ("status=502", ["access"]), ("details.error=Timeout", ["boom"]),
      ("details.tries.1=3", ["boom"]), ("details.tries.7=3", []), ("a.b=dotted", ["info"]),
      ("ok=true", ["info"]), ("no=null", ["info"]), (#"q="a b""#, ["warn"]),
      ("level:error", ["access", "boom"]), ("level:warn", ["warn"]), ("level:info", ["info"]),
      ("level>=warn", ["access", "boom", "warn"]), ("level<error", ["info", "warn"]),
      ("level!=error", ["info", "warn"]), ("group:apigateway", ["access"]),
      ("group:lambda took>0", ["info", "warn"]), ("source=api", ["access"]),
      ("source=put_*", ["boom", "empty", "info", "text", "warn"]), ("source=put", []),
    ] as [(String, [String])]
  )
  func terms(filter: String, wanted: [String]) throws {
    #expect(try passing(filter) == wanted)
    guard !filter.contains(" ") || filter.hasPrefix("q=") else { return }
    let rest = LogMatcherTests.lines.keys.sorted().filter { !wanted.contains($0) }
    #expect(try passing("-" + filter) == rest)
    #expect(try passing("!" + filter) == rest)
  }

  @Test("A regular expression that cannot be read says why, and the last filter stays")
  func problem() {
    var scrollback = LogScrollback(capacity: 10)
    let time = Instant(milliseconds: 1)
    for text in ["boom", "quiet"] {
      scrollback.append([
        LogEvent(
          eventID: text,
          group: "g",
          stream: "s",
          timestamp: time,
          ingestedAt: time,
          message: text
        )
      ])
    }
    func window(_ filter: String) -> LogWindow {
      scrollback.window(LogQuery(above: 9, below: 0, filter: filter))
    }
    #expect(window("boom").lines.count == 1)
    let broken = window("/(/")
    #expect(broken.filterProblem == "regular expression: missing closing parenthesis, at 1")
    #expect(broken.lines.map { $0.event?.message } == ["boom"])
    #expect(window("level:loud").filterProblem?.hasPrefix("there is no level loud") == true)
    let mended = window("/qu/")
    #expect(mended.filterProblem == nil && mended.highlights == ["qu"])
    #expect(mended.lines.map { $0.event?.message } == ["quiet"])
  }

  @Test("An expression that would take for ever hides no line, nor does its opposite")
  func costly() throws {
    let pattern = try LogPattern("(a+)+$", ignoresCase: false)
    var line = String(repeating: "a", count: 5000) + "b"
    #expect(line.withUTF8 { pattern.matches($0) } == nil)
    var scrollback = LogScrollback(capacity: 100)
    let time = Instant(milliseconds: 1)
    scrollback.append([
      LogEvent(
        eventID: "1",
        group: "g",
        stream: "s",
        timestamp: time,
        ingestedAt: time,
        message: line
      )
    ])
    for filter in ["/(a+)+$/", "-/(a+)+$/"] {
      let window = scrollback.window(LogQuery(above: 9, below: 0, filter: filter))
      #expect(window.lines.count == 1, "\(filter)")
    }
  }

  @Test("A text is found wherever it stands, whatever the case of its letters")
  func finder() throws {
    var random = SeededNumbers(seed: 5)
    for _ in 0..<3000 {
      let letters = Array("abAB@`[{zZ0 ")
      func text(_ count: Int) -> String {
        String((0..<count).map { _ in letters.randomElement(using: &random) ?? "a" })
      }
      let needle = text(Int.random(in: 1...4, using: &random))
      var line = text(Int.random(in: 0...70, using: &random))
      let finder = try #require(TextFinder(needle))
      let wanted = Array(line.lowercased()).windows(of: needle.count)
        .contains(Array(needle.lowercased()))
      #expect(line.withUTF8 { finder.isIn($0) } == wanted, "\(needle) in \(line)")
    }
    #expect(TextFinder("") == nil && TextFinder("ä") == nil)
  }

  @Test(
    "A star stands for anything",
    arguments: [
      ("a*c", "abc", true), ("a*c", "ac", true), ("a*c", "acd", false), ("*", "", true),
      ("*b*", "abc", true), ("*b*", "ac", false), ("a*b*c", "aXbYbc", true), ("ab", "ab", true),
      ("ab", "abc", false), ("a*a", "a", false), ("**", "x", true), ("*ab*ab", "abab", true),
      ("*ab*ab", "ab", false),
    ]
  )
  func wildcards(pattern: String, text: String, isLike: Bool) {
    #expect(Wildcard(pattern).matches(text) == isLike)
  }

  @Test("A filter that is written for texts finds them, whatever is in them, and nothing else")
  func writtenFilters() throws {
    var random = SeededNumbers(seed: 11)
    let letters = Array(#"aab -!"/\EE/=.*[({?+^$|)]}#é"#)
    func text(_ count: Int) -> String {
      String((0..<count).map { _ in letters.randomElement(using: &random) ?? "a" })
    }
    func isFound(_ filter: String, _ line: String) throws -> Bool {
      _ = try LogMatcher(LogFilter(parsing: filter))
      var scrollback = LogScrollback(capacity: 1)
      scrollback.append([event(1, Instant(milliseconds: 1), line)])
      return scrollback.window(LogQuery(above: 1, below: 0, filter: filter, isBrief: false)).lines
        .count == 1
    }
    for _ in 0..<2000 {
      let needle = text(Int.random(in: 1...5, using: &random))
      for line in ["x\(needle)y", text(8)] {
        for filter in [LogFilter.written(needle), LogFilter.written(anyOf: ["~~", needle])] {
          // An expression with a capital letter tells capitals from small letters.
          let isExact = filter.hasPrefix("/") && needle.contains("E")
          let isThere =
            isExact ? line.contains(needle) : line.lowercased().contains(needle.lowercased())
          #expect(try isFound(filter, line) == isThere, "\(filter) in \(line)")
        }
      }
    }
  }

  @Test("Any filter can be asked of any line")
  func anyFilter() {
    var random = SeededNumbers(seed: 9)
    let letters = Array(#"ab -!"/\=<>.:*[({?+^$|)]}0{,} levelé🙂"#)
    for _ in 0..<3000 {
      let text = String(
        (0..<Int.random(in: 1..<14, using: &random)).map { _ in
          letters.randomElement(using: &random) ?? "a"
        }
      )
      var scrollback = LogScrollback(capacity: 10)
      for line in [text, #"{"\#(text)":1}"#, "a=\(text)"] {
        let time = Instant(milliseconds: 1)
        scrollback.append([
          LogEvent(
            eventID: line,
            group: "g",
            stream: "s",
            timestamp: time,
            ingestedAt: time,
            message: line
          )
        ])
      }
      let window = scrollback.window(LogQuery(above: 9, below: 0, filter: text, isBrief: false))
      #expect(window.lines.count <= 3)
    }
  }
}

extension Array {
  fileprivate func windows(of count: Int) -> [[Element]] {
    count > self.count ? [] : (0...(self.count - count)).map { Array(self[$0..<$0 + count]) }
  }
}

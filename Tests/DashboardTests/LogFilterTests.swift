import CustomerDomain
import Dashboard
import TestKit
import Testing

@Suite("The log filter's language")
struct LogFilterTests {
  private static let readings: [(String, [LogFilter.Term])] = [
    ("", []),
    ("  \t ", []),
    ("boom", [.init(.text("boom"))]),
    ("user_test  exists", [.init(.text("user_test")), .init(.text("exists"))]),
    (
      "-boom !quiet",
      [.init(.text("boom"), isInverse: true), .init(.text("quiet"), isInverse: true)]
    ),
    ("- !", [.init(.text("-")), .init(.text("!"))]),
    ("load-2", [.init(.text("load-2"))]),
    (
      #""two words" -"not this""#,
      [
        .init(.text("two words"), isQuoted: true),
        .init(.text("not this"), isInverse: true, isQuoted: true),
      ]
    ),
    (#""say \"hi\" \\ \n""#, [.init(.text(#"say "hi" \ \n"#), isQuoted: true)]),
    (#""""#, []),
    ("/time.*out/", [.init(.pattern("time.*out", ignoresCase: true))]),
    ("/Time out/", [.init(.pattern("Time out", ignoresCase: false))]),
    (#"/\S+ \d/"#, [.init(.pattern(#"\S+ \d"#, ignoresCase: true))]),
    ("/Boom/i", [.init(.pattern("Boom", ignoresCase: true))]),
    (#"/a\/b/"#, [.init(.pattern("a/b", ignoresCase: true))]),
    ("-/x+/ y", [.init(.pattern("x+", ignoresCase: true), isInverse: true), .init(.text("y"))]),
    ("/prod/customers", [.init(.text("/prod/customers"))]),
    ("/customers", [.init(.text("/customers"))]),
    ("/", [.init(.text("/"))]),
    ("//", [.init(.text("//"))]),
    ("id=user_1", [.init(.field(path: ["id"], .equal, value: "user_1"))]),
    ("id==user_1", [.init(.field(path: ["id"], .equal, value: "user_1"))]),
    (#"id="a b""#, [.init(.field(path: ["id"], .equal, value: "a b"))]),
    (#"id="""#, [.init(.field(path: ["id"], .equal, value: ""))]),
    ("id!=x", [.init(.field(path: ["id"], .notEqual, value: "x"))]),
    ("-id=x", [.init(.field(path: ["id"], .equal, value: "x"), isInverse: true)]),
    ("status>=500", [.init(.field(path: ["status"], .atLeast, value: "500"))]),
    ("took<0.5", [.init(.field(path: ["took"], .less, value: "0.5"))]),
    ("took<=1e3", [.init(.field(path: ["took"], .atMost, value: "1e3"))]),
    ("took>-1", [.init(.field(path: ["took"], .more, value: "-1"))]),
    ("details.error.0=x", [.init(.field(path: ["details", "error", "0"], .equal, value: "x"))]),
    ("@timestamp=1", [.init(.field(path: ["@timestamp"], .equal, value: "1"))]),
    ("level:error", [.init(.level(.equal, .error))]),
    ("level:critical", [.init(.level(.equal, .error))]),
    ("level:Notice", [.init(.level(.equal, .info))]),
    ("level=WARN", [.init(.level(.equal, .warn))]),
    ("level>=warning", [.init(.level(.atLeast, .warn))]),
    ("-level:info", [.init(.level(.equal, .info), isInverse: true)]),
    ("group:put", [.init(.group("put"))]),
    ("source:put", [.init(.group("put"))]),
    ("source=put_*", [.init(.source("put_*"))]),
    ("12:04:28", [.init(.text("12:04:28"))]),
    ("ERROR:root", [.init(.text("ERROR:root"))]),
    ("RequestId:", [.init(.text("RequestId:"))]),
    ("a!b", [.init(.text("a!b"))]),
    ("{\"id\":1}", [.init(.text("{\"id\":1}"))]),
    ("=x", [.init(.text("=x"))]),
    ("5=x", [.init(.text("5=x"))]),
    ("größe=3", [.init(.field(path: ["größe"], .equal, value: "3"))]),
  ]

  @Test(
    "What looks like a field's test and is none is told",
    arguments: [
      ("id:user_1", "id=user_1"), ("boom status:500", "status=500"), ("level:error", nil),
      ("-message:plain", "-message=plain"), ("-level:error", nil), ("-\"a b:c\"", nil),
      ("\"status:500\"", nil), ("-\"a:b\"", nil), ("a:b:c", nil),
      ("arn:aws:states:eu-central-1:000000000000:execution:m:r", nil),
      ("http://x", nil), ("14:03", nil), ("a: b", nil), ("\"a b:c\"", nil), ("id=a:b", nil),
    ] as [(String, String?)]
  )
  func advice(text: String, meant: String?) throws {
    let lookalikes = LogFilter.lookalikes(in: text)
    #expect(lookalikes.map(\.meant) == [meant].compactMap(\.self))
    if let meant { #expect(lookalikes[0].advice.hasSuffix("a field is \(meant)")) }
  }

  @Test("A text is read as its terms", arguments: readings)
  func reading(text: String, terms: [LogFilter.Term]) throws {
    #expect(try LogFilter(parsing: text).terms == terms)
  }

  @Test(
    "What cannot be read says what is missing",
    arguments: [
      (#""open"#, "a \" is missing at the end"), (#"id="open"#, "a \" is missing at the end"),
      ("id=", "id= needs a value"), ("level:", "level: needs a value"),
      ("group: x", "group: needs a value"),
      ("level:loud", "there is no level loud: debug, info, warn and error are"),
      ("took>much", "took> needs a number, and much is none"),
    ]
  )
  func problems(text: String, sentence: String) {
    #expect(throws: LogFilter.Problem(sentence)) { try LogFilter(parsing: text) }
  }

  @Test("The words to be marked are those that must be there")
  func words() throws {
    let filter = try LogFilter(parsing: #"boom -quiet /x/ id=user_1 id!=y "a b" s=w* level:error"#)
    #expect(filter.words == ["boom", "user_1", "a b"])
  }

  @Test("Any text is read or refused, and what is read asks for something")
  func anyText() {
    var random = SeededNumbers(seed: 27)
    let letters = Array(#"ab -!"/\=<>.:*[({?+$@ levelgroupsource€🙂"# + "\t\n\u{0}\u{301}")
    for _ in 0..<20_000 {
      let count = Int.random(in: 0..<16, using: &random)
      let text = String((0..<count).map { _ in letters.randomElement(using: &random) ?? "a" })
      guard let filter = try? LogFilter(parsing: text) else { continue }
      for term in filter.terms {
        switch term.test {
        case .text(let word), .pattern(let word, _), .group(let word), .source(let word):
          #expect(!word.isEmpty, "\(text.debugDescription)")
        case .field(let path, _, _): #expect(!path.isEmpty, "\(text.debugDescription)")
        case .level: break
        }
      }
    }
  }
}

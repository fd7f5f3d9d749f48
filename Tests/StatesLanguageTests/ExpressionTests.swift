import JSONValue
import StatesLanguage
import Testing

@Suite struct ExpressionTests {
  static func value(_ expression: String, _ input: JSON = [:]) throws -> Run {
    try Harness().run(
      [
        "StartAt": "A",
        "States": [
          "A": [
            "Type": "Pass", "Parameters": ["x.$": .string(expression)], "OutputPath": "$.x",
            "End": true,
          ]
        ],
      ],
      input
    )
  }

  static let store: JSON = [
    "books": [
      ["title": "A", "price": 8, "tags": ["x"]], ["title": "B", "price": 12.5],
      ["title": "C", "price": 3],
    ],
    "a b": ["c.d": 1], "min": 4, "n": nil, "accents": ["\u{e9}", "e\u{301}"],
  ]

  static let pathRows: [(String, JSON)] = [
    ("$.min", 4), ("$.", store), ("$.n", nil), ("$['a b']['c.d']", 1), ("$.books[0].title", "A"),
    ("$.books[-1].title", "C"), ("$.books[*].price", [8, 12.5, 3]),
    ("$.books[1:].title", ["B", "C"]),
    ("$.books[:2].title", ["A", "B"]), ("$.books[-2:].title", ["B", "C"]),
    ("$.books[0:3:2].title", ["A", "C"]), ("$.books[0,2].title", ["A", "C"]),
    ("$..title", ["A", "B", "C"]), ("$.books[?(@.price < 10)].title", ["A", "C"]),
    ("$.books[?(@.price >= 8 && @.title != 'B')].title", ["A"]),
    ("$.books[?(@.tags)].title", ["A"]),
    ("$.books[?(!@.tags || @.price==8)].title", ["A", "B", "C"]),
    ("$.books[?(@.price > $.min)].title", ["A", "B"]),
    ("$.books[?(@.title in ['A', 'C'])].price", [8, 3]),
    ("$.accents[?(@ == 'e\u{301}')]", ["e\u{301}"]), ("$.accents[?(@ > 'f')]", ["\u{e9}"]),
    ("$.books.length()", 3),
    ("$.books[*].nothing", []), ("$.books[0]['title','price']", ["A", 8]),
    ("$.books[*].price.sum()", 23.5), ("$.books[*].price.max()", 12.5),
  ]

  @Test("Paths find what they name", arguments: pathRows)
  func paths(_ path: String, _ expected: JSON) throws {
    #expect(try Self.value(path, Self.store).output == expected)
  }

  static let callRows: [(String, JSON)] = [
    ("States.Format('Hi {}, {}!', $.min, 'you')", "Hi 4, you!"),
    ("States.Format('\\{{}\\} it\\'s', $.books[2].price)", "{3} it's"),
    ("States.Format('{} {}', $.books[2], $.books[0].tags)", "{title=C, price=3} [x]"),
    ("States.StringToJson('{\"a\":[1]}')", ["a": [1]]),
    ("States.StringToJson('')", nil), ("States.StringToJson(' ')", nil),
    ("States.JsonToString($.books[2])", "{\"title\":\"C\",\"price\":3}"),
    ("States.Array()", []), ("States.Array('a', 1, null, true, $.min)", ["a", 1, nil, true, 4]),
    ("States.ArrayPartition(States.ArrayRange(1, 5, 1), 2)", [[1, 2], [3, 4], [5]]),
    ("States.ArrayContains($.books[*].price, 3)", true),
    ("States.ArrayContains(States.Array('\u{e9}'), 'e\u{301}')", false),
    ("States.ArrayUnique(States.Array('\u{e9}', 'e\u{301}', '\u{e9}'))", ["\u{e9}", "e\u{301}"]),
    ("States.ArrayRange(5, 1, -2)", [5, 3, 1]), ("States.ArrayRange(5, 1, 2)", []),
    ("States.ArrayGetItem($.books[*].title, 1)", "B"),
    ("States.ArrayLength($.books)", 3),
    ("States.ArrayUnique(States.Array(1, 1.0, '1', 1))", [1, "1"]),
    ("States.Base64Encode('Data to encode')", "RGF0YSB0byBlbmNvZGU="),
    ("States.Base64Decode('RGVjb2RlZCBkYXRh')", "Decoded data"),
    ("States.Hash('input data', 'MD5')", "812f45842bc6d66ee14572ce20db8e86"),
    (
      "States.JsonMerge($.books[2], States.StringToJson('{\"price\":1}'), false)",
      ["title": "C", "price": 1]
    ),
    ("States.MathAdd(111, -1)", 110), ("States.MathAdd(1.6, 1)", 3),
    ("States.MathAdd(-1.5, 0)", -1), ("States.MathAdd(-0.5, 0.5)", 1),
    ("States.MathAdd(-1.51, 0)", -2), ("States.MathAdd(-1.49, -1.5)", -2),
    ("States.StringSplit('This.is+a,test=string', '.+,=')", ["This", "is", "a", "test", "string"]),
    ("States.ArrayLength(States.StringSplit(States.Format('{}-{}', 'a', 'b'), '-'))", 2),
  ]

  @Test("Intrinsic functions compute", arguments: callRows)
  func calls(_ call: String, _ expected: JSON) throws {
    #expect(try Self.value(call, Self.store).output == expected)
  }

  @Test(
    "A function that cannot be computed fails the state",
    arguments: [
      "States.ArrayGetItem(States.Array(1), 1)", "States.MathAdd('a', 1)",
      "States.ArrayRange(0, 1000, 1)", "States.ArrayRange(0, 1, 0)", "States.Format('{}')",
      "States.ArrayPartition(States.Array(1), 0)", "States.Base64Decode('?')",
      "States.StringToJson('{')", "States.Hash('a', 'MD6')", "States.MathRandom(1, 1)",
      "States.JsonMerge(States.Array(), States.Array(), false)",
    ]
  )
  func failures(_ call: String) throws {
    let run = try Self.value(call)
    #expect(run.error == "States.IntrinsicFailure")
    #expect(run.cause?.contains("The function '\(call)' had the following error: ") == true)
  }

  @Test("Random values depend on the seeds alone")
  func randomness() throws {
    let first = try Self.value("States.UUID()").output?.string
    #expect(first?.count == 36)
    #expect(try Self.value("States.UUID()").output?.string == first)
    let number = try Self.value("States.MathRandom(-5, 5, 9)").output
    #expect((-5..<5).contains(try #require(number?.int)))
    #expect(try Self.value("States.MathRandom(-5, 5, 9)").output == number)
  }

  @Test(
    "What is no expression makes the definition invalid",
    arguments: [
      "a", "$.a.", "$[", "$.a[?(@.b]", "States.Nothing()", "States.UUID(1)", "States.Array(1",
      "$[-9223372036854775808]",
    ]
  )
  func syntax(_ text: String) throws {
    #expect(throws: DefinitionError.self) { try Self.value(text) }
  }

  @Test("Input and output are filtered and merged in the language's order")
  func filters() throws {
    let run = try Harness(tasks: { .success(["got": $0.parameters, "more": 1]) }).run(
      [
        "StartAt": "T",
        "States": [
          "T": [
            "Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "InputPath": "$.in",
            "Parameters": ["p": ["q.$": "$.v", "c": "$.v"], "l": [["m.$": "$.v"]]],
            "ResultSelector": ["r.$": "$.got"], "ResultPath": "$.new.place",
            "OutputPath": "$.new", "End": true,
          ]
        ],
      ],
      ["in": ["v": 7]]
    )
    #expect(
      run.output == ["place": ["r": ["p": ["q": 7, "c": "$.v"], "l": [["m": 7]]]]]
    )
  }
}

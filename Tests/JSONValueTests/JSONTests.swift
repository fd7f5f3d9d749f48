import JSONValue
import Testing

@Suite("JSON values")
struct JSONTests {
  @Test(
    "A document keeps its digits and the order of its keys",
    arguments: [
      #"{"b":1.50,"a":[true,false,null,-2e9],"c":{}}"#, #""a\"b\\c""#, "[]", "0", #""é😀""#,
    ]
  )
  func roundTrip(text: String) throws {
    #expect(try JSON(parsing: text).text() == text)
  }

  @Test(
    "What is not JSON is refused",
    arguments: [
      "", "{", "[1,]", #"{"a" 1}"#, "01", "1.", "nul", #""\x""#, #""\u12""#, "[1] 2", "'a'",
      "\"\n\"",
      "-", #"{"a":1,}"#, "\u{FEFF}1",
    ]
  )
  func refused(text: String) {
    #expect(throws: JSONSyntaxError.self) { try JSON(parsing: text) }
  }

  @Test("Escapes become characters, and a lone surrogate becomes U+FFFD")
  func escapes() throws {
    #expect(try JSON(parsing: #""\u00e9\ud83d\ude00\ud83d""#).string == "é😀\u{FFFD}")
    #expect(try JSON(parsing: #""\ud83d\u0041""#).string == "\u{FFFD}A")
  }

  @Test("Control characters leave escaped")
  func controls() {
    #expect(JSON.string("\u{1B}[2J\u{7F}\u{9B}\n").text() == #""\u001b[2J\u007f\u009b\n""#)
  }

  @Test("What is invisible is escaped for people, and read back as it was")
  func hidden() throws {
    let text = "a\u{AD}\u{A0}\u{200B}b\u{202E}\u{2028}\u{FEFF}\u{61C}\u{E9}漢\u{1F469}\u{200D}\u{9B}"
    let escaped = JSON.string(text).bytes(escaping: .hidden)
    #expect(
      String(decoding: escaped, as: UTF8.self)
        == "\"a\\u00ad\u{A0}\\u200bb\\u202e\\u2028\\ufeff\\u061cé漢\u{1F469}\\u200d\\u009b\""
    )
    #expect(try JSON(parsing: escaped) == .string(text))
    #expect(
      String(
        decoding: JSON.string("D\u{FE0F}\u{E0041}\u{3164}").bytes(escaping: .hidden),
        as: UTF8.self
      )
        == #""D\ufe0f\udb40\udc41\u3164""#
    )
    #expect(JSON.string("\u{200B}").text() == "\"\u{200B}\"", "programs need no escapes")
  }

  @Test("An object keeps order and members whatever its size", arguments: [3, 24, 25, 300])
  func sizes(count: Int) throws {
    let keys = (0..<count).map { "key\($0)" }
    var object = JSONObject(keys.map { ($0, .string($0)) })
    object["key1"] = 1
    #expect(object.keys == keys)
    #expect(object["key1"] == 1)
    #expect(object["key\(count - 1)"] == .string("key\(count - 1)"))
    #expect(object["missing"] == nil)
    object["key0"] = nil
    object["last"] = true
    #expect(object.keys == keys.dropFirst() + ["last"])
    #expect(object["key\(count - 1)"] != nil)
    #expect(object["key0"] == nil)
    let doubled = keys.map { "\"\($0)\":1" } + keys.map { "\"\($0)\":2" }
    let read = try JSON(parsing: "{\(doubled.joined(separator: ","))}").object
    #expect(read?.keys == keys)
    #expect(read?.values == keys.map { _ in 2 })
  }

  @Test("Invalid UTF-8 is refused")
  func invalidUTF8() {
    #expect(throws: JSONSyntaxError.self) { try JSON(parsing: [0x22, 0xFF, 0x22]) }
  }

  @Test("Nesting is bounded")
  func depth() {
    let deep = String(repeating: "[", count: 5000) + String(repeating: "]", count: 5000)
    #expect(throws: JSONSyntaxError(reason: "nested deeper than 1000", offset: 1001)) {
      try JSON(parsing: deep)
    }
  }

  @Test("Numbers compare by value, objects without regard to order")
  func equality() throws {
    #expect(try JSON(parsing: #"{"a":1,"b":1.0}"#) == JSON(parsing: #"{"b":1,"a":1e0}"#))
    #expect(try JSON(parsing: "9007199254740993") != JSON(parsing: "9007199254740992"))
  }

  @Test(
    "A double is written so that it is read back as the same number, whole where that is exact",
    arguments: [
      (9_007_199_254_740_991, "9007199254740991"), (-9_007_199_254_740_991, "-9007199254740991"),
      (9_007_199_254_740_992, "9007199254740992.0"),
      (-9_007_199_254_740_992, "-9007199254740992.0"),
      (9_223_372_036_854_775_808, "9.223372036854776e+18"),
      (-9_223_372_036_854_775_808, "-9.223372036854776e+18"), (0.0, "0"), (-0.0, "0"),
      (0.5, "0.5"), (.nan, "0"), (.infinity, "0"), (-.infinity, "0"),
    ] as [(Double, String)]
  )
  func doubles(value: Double, text: String) throws {
    let number = JSONNumber(value)
    #expect(number.text == text)
    if value.isFinite { #expect(try JSON(parsing: number.text).double == value) }
  }

  @Test("Keys and texts that look alike but are other bytes are not the same", arguments: [0, 40])
  func looksAlike(others: Int) throws {
    // Of equal and of different lengths.
    for (one, other) in [("\u{E9}", "e\u{301}"), ("a\u{323}\u{307}", "a\u{307}\u{323}")] {
      let more = (0..<others).map { ",\"k\($0)\":0" }.joined()
      let read = try #require(try JSON(parsing: "{\"\(one)\":1,\"\(other)\":2\(more)}").object)
      #expect(read.count == 2 + others)
      #expect(read[one] == 1 && read[other] == 2)
      #expect(JSON.string(one) != JSON.string(other))
      #expect(JSON.object([one: 1]) != JSON.object([other: 1]))
    }
  }

  @Test("The pretty layout puts a member on each line")
  func pretty() {
    #expect(
      JSON.object(["a": [1], "b": [:]]).text(.pretty)
        == "{\n  \"a\": [\n    1\n  ],\n  \"b\": {}\n}"
    )
  }
}

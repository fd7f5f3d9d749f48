import Testing

@testable import JSONValue

@Suite("Values as JSON")
struct CodingTests {
  struct Thing: Codable, Hashable {
    var name: String
    var size: Int?
    var share: Double
    var document: JSON?
  }

  enum Happening: Codable, Hashable {
    case began
    case listed([Thing], at: Int64)
    case named(String, isError: Bool)
    case counted(bits: UInt8, limits: [String: Int8])
  }

  static let things = [
    Thing(name: "a", size: 1, share: 0.1), Thing(name: "é", size: nil, share: .infinity),
    Thing(name: "e\u{301}", size: .max, share: -0.0, document: .null),
    Thing(name: "\u{1B}[31m\u{0}", size: .min, share: 1e300, document: ["=": [0, 1]]),
  ]

  @Test(
    "A value reads back as it was written, byte for byte",
    arguments: [
      Happening.began, .listed(things, at: .min), .named("x", isError: true),
      .counted(bits: 255, limits: ["low": -128]), .listed([], at: 0),
    ]
  )
  func roundTrip(value: Happening) throws {
    let text = try JSON(encoding: value).text()
    let read = try JSON(parsing: text).decoded(as: Happening.self)
    #expect(read == value)
    #expect(try JSON(encoding: read).text() == text)
  }

  @Test("Documents in values keep the digits of their numbers, and null is not nothing")
  func documents() throws {
    let document = try JSON(parsing: #"{"n":1.50,"z":null,"list":[{"a":1},{"a":1}]}"#)
    let text = try JSON(encoding: Thing(name: "", share: 0, document: document)).text()
    #expect(text.contains(#"{"n":1.50,"z":null,"list":[{"a":1},{"a":1}]}"#))
    let read = try JSON(parsing: text).decoded(as: Thing.self)
    #expect(read.document?.text() == document.text())
    let null = try JSON(encoding: Thing(name: "", share: 0, document: .null))
      .decoded(as: Thing.self)
    #expect(null.document == .null)
  }

  @Test(
    "What is no such value is an error",
    arguments: [
      "{}", "[]", "1", #"{"gone":{}}"#, #"{"named":{"_0":1,"isError":true}}"#,
      #"{"named":{"_0":"x"}}"#, #"{"counted":{"bits":256,"limits":{}}}"#,
      #"{"listed":{"_0":[null],"at":1}}"#, #"{"began":{},"named":{}}"#,
    ]
  )
  func refused(text: String) throws {
    let json = try JSON(parsing: text)
    #expect(throws: DecodingError.self) { try json.decoded(as: Happening.self) }
  }

  @Test("What the document before held is left out, and is there when it is read")
  func runs() throws {
    var runs = JSONRuns()
    let memory = JSONMemory()
    func pass(_ things: [Thing]) throws -> String {
      let text = try runs.short(Happening.listed(things, at: 0)).text()
      let read = try JSON(parsing: text).decoded(as: Happening.self, memory: memory)
      #expect(read == .listed(things, at: 0))
      #expect(try JSON(encoding: read) == JSON(encoding: Happening.listed(things, at: 0)))
      return text
    }
    let many = (0..<50).map { (index: Int) in Thing(name: "\(index)", size: index, share: 0) }
    #expect(try !pass(many).contains("\"=\""))
    #expect(try pass(many) == #"{"listed":{"_0":[{"=":[0,50]}],"at":0}}"#)
    let scrolled = Array(many.dropFirst()) + CodingTests.things
    #expect(try pass(scrolled).hasPrefix(#"{"listed":{"_0":[{"=":[1,49]},{"name":"a""#))
    #expect(try pass(scrolled.reversed() + scrolled).count < 2000)
    #expect(try pass([CodingTests.things[2], CodingTests.things[1]]).contains("é") == false)
    #expect(try pass([]) == #"{"listed":{"_0":[],"at":0}}"#)
    #expect(try pass(many).contains("\"name\""))
  }

  @Test("A memory can be gone back to")
  func goBack() throws {
    var runs = JSONRuns()
    let texts = try [[0, 1, 2], [1, 2, 3], [2, 3, 4]].map { numbers in
      let things = numbers.map { Thing(name: "\($0)", share: 0) }
      return try runs.short(Happening.listed(things, at: 0)).text()
    }
    let memory = JSONMemory()
    func read(_ index: Int, _ memory: JSONMemory) throws -> Happening {
      try JSON(parsing: texts[index]).decoded(as: Happening.self, memory: memory)
    }
    _ = try read(0, memory)
    let kept = memory.copy()
    _ = try read(1, memory)
    let last = try read(2, memory)
    _ = try read(1, kept)
    #expect(try read(2, kept) == last)
  }

  @Test("A run beyond what was held is an error, and takes no memory")
  func badRun() throws {
    let json: JSON = ["listed": ["_0": [["=": [0, 1_000_000_000]]], "at": 0]]
    #expect(throws: DecodingError.self) {
      try json.decoded(as: Happening.self, memory: JSONMemory())
    }
  }
}

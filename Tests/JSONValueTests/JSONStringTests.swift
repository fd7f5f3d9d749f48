import JSONValue
import Testing

/// Strings are read eight bytes at a time; what ends a run may stand at each place of the eight.
@Suite("JSON strings")
struct JSONStringTests {
  /// Lengths before, at and after each multiple of eight that matters.
  private static let lengths = Array(0...33)

  @Test("A string is read whole, however long it is and whatever surrounds it")
  func lengths() throws {
    for length in Self.lengths {
      for before in 0..<9 {
        let text = String(repeating: "x", count: length)
        let space = String(repeating: " ", count: before)
        #expect(try JSON(parsing: "\(space)\"\(text)\"").string == text)
        #expect(try JSON(parsing: "[\(space)\"\(text)\", 1]")[0]?.string == text)
      }
    }
  }

  @Test(
    "An escape counts wherever it stands",
    arguments: [
      (#"\n"#, "\n"), (#"\""#, "\""), (#"\\"#, "\\"), (#"\/"#, "/"), (#"\b"#, "\u{08}"),
      (#"\f"#, "\u{0C}"), (#"\r"#, "\r"), (#"\t"#, "\t"), (#"\u0041"#, "A"), (#"\u0000"#, "\0"),
      (#"\u00e9"#, "\u{E9}"), (#"\u20AC"#, "€"), (#"\ud83d\ude00"#, "😀"), (#"\uD83D"#, "\u{FFFD}"),
      (#"\\\""#, "\\\""), (#"\u00e9\n\u20ac"#, "\u{E9}\n€"),
    ]
  )
  func escapes(written: String, meant: String) throws {
    for before in Self.lengths {
      for after in [0, 1, 7, 8, 9] {
        let (first, last) = (
          String(repeating: "a", count: before), String(repeating: "z", count: after)
        )
        let read = try JSON(parsing: "\"\(first)\(written)\(last)\"").string
        #expect(read.map { Array($0.utf8) } == Array((first + meant + last).utf8))
      }
    }
  }

  @Test("Strings with escapes that follow each other do not run into each other")
  func several() throws {
    let read = try JSON(parsing: #"["a long one\nwith \u20ac", "\t", "", "plain", "b\"c"]"#)
    #expect(read.array?.map(\.string) == ["a long one\nwith €", "\t", "", "plain", "b\"c"])
  }

  @Test("Text that is not ASCII is read as it was written", arguments: ["é", "€", "😀", "e\u{301}"])
  func unicode(character: String) throws {
    for before in Self.lengths {
      let text = String(repeating: "a", count: before) + character
      for written in [text, text + #"\n"#, #"\n"# + text] {
        let meant = written.replacing(#"\n"#, with: "\n")
        #expect(
          try Array(JSON(parsing: "\"\(written)\"").string?.utf8 ?? "".utf8) == Array(meant.utf8)
        )
      }
    }
  }

  @Test(
    "A control character is refused wherever it stands",
    arguments: [0x00, 0x0A, 0x1F] as [UInt8]
  )
  func controls(control: UInt8) {
    for before in Self.lengths {
      for start in [[], Array(#"\n"#.utf8), Array("é".utf8)] {
        let bytes = [0x22] + start + Array(repeating: 0x61, count: before) + [control, 0x61, 0x22]
        let expected = JSONSyntaxError(
          reason: "control character in a string",
          offset: 1 + start.count + before
        )
        #expect(throws: expected) { try JSON(parsing: bytes) }
      }
    }
  }

  @Test("DEL and what lies above the control characters is let through")
  func bounds() throws {
    for byte in [0x20, 0x21, 0x23, 0x5B, 0x5D, 0x7F] as [UInt8] {
      for before in Self.lengths {
        let inside = Array(repeating: 0x61, count: before) + [byte]
        #expect(
          try Array(JSON(parsing: [0x22] + inside + [0x22]).string?.utf8 ?? "".utf8) == inside
        )
      }
    }
  }

  @Test(
    "Bytes that are not UTF-8 are refused, also where their mending would be as long",
    arguments: [
      [0xFF], [0x80], [0xC3], [0xC0, 0x80], [0xE2, 0x82], [0xED, 0xA0, 0x80], [0xF0, 0x9F, 0x98],
      [0xF4, 0x90, 0x80, 0x80], [0x80, 0x80, 0x80],
    ] as [[UInt8]]
  )
  func invalid(bytes: [UInt8]) {
    for before in Self.lengths {
      let padding = Array(repeating: UInt8(ascii: "a"), count: before)
      for (start, end) in [("", ""), (#"\n"#, ""), ("", #"\n"#), (#"\u20ac"#, "é")] {
        let document = [0x22] + padding + Array(start.utf8) + bytes + Array(end.utf8) + [0x22]
        #expect(throws: JSONSyntaxError.self) { try JSON(parsing: document) }
      }
    }
  }

  @Test(
    "An escape does not complete a character that was begun in bytes",
    arguments: [#"\n"#, #"\u00a9"#, #"\u0029"#]
  )
  func splitByAnEscape(escape: String) {
    // é and € in two parts.
    for (first, last) in [([0xC3], [0xA9]), ([0xE2, 0x82], [0xAC])] as [([UInt8], [UInt8])] {
      for end in [last, []] {
        let document = [0x22] + first + Array(escape.utf8) + end + [0x22]
        #expect(throws: JSONSyntaxError.self) { try JSON(parsing: document) }
      }
    }
  }

  @Test("A replacement character that was written is let through")
  func replacement() throws {
    #expect(try JSON(parsing: "\"a\u{FFFD}b\"").string == "a\u{FFFD}b")
    #expect(try JSON(parsing: #""\ufffd""#).string == "\u{FFFD}")
  }

  @Test(
    "A string without an end is refused, with the place of the end",
    arguments: ["\"", "\"abc", "\"abcdefgh", #""abc\"#, #""abc\n"#, #""\u12"#]
  )
  func unterminated(text: String) {
    for before in Self.lengths {
      let document = String(repeating: " ", count: before) + text
      #expect {
        try JSON(parsing: document)
      } throws: { error in
        let fault = error as? JSONSyntaxError
        return fault?.reason.hasPrefix("unterminated") == true
          && (before..<before + text.utf8.count + 1).contains(fault?.offset ?? -1)
      }
    }
  }

  @Test("Only hexadecimal digits of ASCII make an escape", arguments: ["00g0", "００００", "+123"])
  func hexadecimal(digits: String) {
    #expect(throws: JSONSyntaxError.self) { try JSON(parsing: "\"\\u\(digits)\"") }
  }
}

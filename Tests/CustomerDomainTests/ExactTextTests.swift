import Foundation
import TestKit
import Testing

@testable import CustomerDomain

/// Ids are shown so that no two of them look the same.
@Suite struct ExactTextTests {
  @Test(
    "what is seen as itself stands as it is, all else as its code",
    arguments: [
      ("C-1001", "C-1001"), ("a b  c", "a b  c"), ("Zoë Çelik", "Zoë Çelik"), ("顧客１２", "顧客１２"),
      ("🙂", "🙂"), ("김철수", "김철수"), ("Nguyễn", "Nguyễn"), ("हिन्दी", "हिन्दी"), ("ชื่อ", "ชื่อ"),
      ("", ""), ("C:\\temp\\users", "C:\\temp\\users"),
      ("🇩🇪", "\\u{1F1E9}\\u{1F1EA}"), ("👩\u{200D}💻", "👩\\u{200D}💻"), ("❤\u{FE0F}", "❤\\u{FE0F}"),
      ("👍🏽", "👍\\u{1F3FD}"), ("1\u{FE0F}\u{20E3}", "1\\u{FE0F}\\u{20E3}"),
      ("e\u{301}", "e\\u{301}"), ("x\u{323}\u{302}", "x\u{323}\u{302}"),
      ("x\u{302}\u{323}", "x\u{302}\\u{323}"), ("\u{301}x", "\\u{301}x"), ("\u{212B}", "\\u{212B}"),
      ("\u{1100}\u{1161}", "\\u{1100}\\u{1161}"), ("a\u{AD}b", "a\\u{AD}b"), ("\t", "\\u{09}"),
      ("a\u{A0}b", "a\\u{A0}b"), ("a\u{3000}b", "a\\u{3000}b"), (" a ", "\\u{20}a\\u{20}"),
      ("\u{202E}abc", "\\u{202E}abc"), ("\u{FFFD}", "\\u{FFFD}"), ("\u{E000}", "\\u{E000}"),
      ("\u{2800}", "\\u{2800}"), ("\u{3164}", "\\u{3164}"), ("\u{E0067}", "\\u{E0067}"),
      ("a\u{302E}\u{301}", "a\\u{302E}\\u{301}"), ("\u{E1}\u{302E}", "\u{E1}\\u{302E}"),
      ("x\u{323}\u{323}", "x\u{323}\\u{323}"), ("\u{E01}\u{E34}\u{E48}", "\u{E01}\u{E34}\u{E48}"),
      ("\u{E01}\u{E48}\u{E34}", "\u{E01}\u{E48}\\u{E34}"),
      ("\u{915}\u{93C}\u{941}", "\u{915}\u{93C}\u{941}"),
      ("\u{915}\u{941}\u{93C}", "\u{915}\u{941}\\u{93C}"),
      (
        "\u{1D400}\u{2167}\u{2F00}\u{FB1D}\u{FE8E}",
        "\\u{1D400}\\u{2167}\\u{2F00}\\u{FB1D}\\u{FE8E}"
      ),
      ("a\u{2010}b\u{2011}c\u{2024}", "a\\u{2010}b\\u{2011}c\\u{2024}"), ("ㅋㅋ", "ㅋㅋ"),
      ("\\u{200D}", "\\u{5C}u{200D}"), ("\\\u{200D}", "\\\\u{200D}"),
    ]
  )
  func spelling(raw: String, shown: String) {
    #expect(Array(ExactText(raw).text.unicodeScalars) == Array(shown.unicodeScalars))
  }

  @Test("every text can be told from how it is shown")
  func toldApart() {
    var numbers = SeededNumbers(seed: 7)
    for _ in 0..<20_000 {
      let raw = numbers.oddText()
      let exact = ExactText(raw)
      let read = ExactTextTests.read(exact.text)
      #expect(Array(read.unicodeScalars) == Array(raw.unicodeScalars), "\(exact.text)")
      // Whichever way a screen composes its characters, they are composed already.
      let composed = exact.text.precomposedStringWithCanonicalMapping
      #expect(composed.utf8.elementsEqual(exact.text.utf8), "\(exact.text)")
    }
  }

  @Test("every scalar alone, and behind a letter, is shown as itself or as its code")
  func everyScalar() {
    for scalar in (0...0x10FFFF).lazy.compactMap(Unicode.Scalar.init) {
      for raw in ["\(scalar)", "a\(scalar)b"] {
        let shown = ExactText(raw).text
        guard ExactTextTests.read(shown).utf8.elementsEqual(raw.utf8),
          shown.precomposedStringWithCanonicalMapping.utf8.elementsEqual(shown.utf8)
        else {
          Issue.record("\(shown)")
          continue
        }
      }
    }
  }

  @Test("before a place in a typed text stands the beginning of what is shown")
  func places() {
    var numbers = SeededNumbers(seed: 8)
    for _ in 0..<500 {
      let raw = numbers.oddText()
      let whole = Array(ExactText(raw, isTyped: true).text.utf8)
      for count in 0...raw.unicodeScalars.count {
        let before = ExactText(typed: raw, before: count).text
        #expect(whole.starts(with: Array(before.utf8)))
      }
    }
    #expect(ExactText("a ", isTyped: true).text == "a ")
  }

  @Test("both ends of a long text are within their limits, apart, and cut through no code")
  func ends() throws {
    #expect(ExactText(endsOf: "abcdef", head: 4, tail: 2) == nil)
    #expect(try #require(ExactText(endsOf: "abcdefg", head: 4, tail: 2)).text == "abcd…fg")
    #expect(try #require(ExactText(endsOf: "a\u{200D}b", head: 8, tail: 1)).text == "a…b")
    #expect(ExactText(endsOf: "a\u{200D}b", head: 9, tail: 1) == nil)
    var numbers = SeededNumbers(seed: 9)
    for _ in 0..<5_000 {
      let raw = numbers.oddText() + numbers.oddText()
      let whole = ExactText(raw, isTyped: true)
      guard let ends = ExactText(endsOf: raw, head: 20, tail: 12, ellipsis: "...") else {
        #expect(ExactText(raw).text.unicodeScalars.count <= 32)
        continue
      }
      #expect(ends.text.unicodeScalars.count <= 20 + 3 + 12, "\(ends.text)")
      let utf8 = Array(ends.text.utf8)
      for code in ends.codes {
        #expect(utf8[code].starts(with: Array("\\u{".utf8)) && utf8[code].last == UInt8(ascii: "}"))
      }
      let head = ends.text.unicodeScalars.prefix { $0 != "." }
      #expect(whole.text.unicodeScalars.starts(with: head), "\(ends.text)")
    }
  }

  /// What was shown so.
  private static func read(_ shown: String) -> String {
    var text = String.UnicodeScalarView()
    var rest = Array(shown.unicodeScalars)[...]
    while let first = rest.first {
      let digits = rest.dropFirst(3).prefix { $0 != "}" }
      if rest.starts(with: ["\\", "u", "{"]),
        let code = UInt32(String(String.UnicodeScalarView(digits)), radix: 16),
        let scalar = Unicode.Scalar(code)
      {
        text.append(scalar)
        rest = rest.dropFirst(4 + digits.count)
      } else {
        text.append(first)
        rest.removeFirst()
      }
    }
    return String(text)
  }
}

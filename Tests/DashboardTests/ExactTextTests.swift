import Foundation
import Glibc
import TestKit
import Testing

@testable import CustomerDomain
@testable import Dashboard
@testable import Terminal

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
      ("\u{1100}\u{1161}", "\u{1100}\\u{1161}"), ("a\u{AD}b", "a\\u{AD}b"), ("\t", "\\u{09}"),
      ("a\u{A0}b", "a\\u{A0}b"), ("a\u{3000}b", "a\\u{3000}b"), (" a ", "\\u{20}a\\u{20}"),
      ("\u{202E}abc", "\\u{202E}abc"), ("\u{FFFD}", "\\u{FFFD}"), ("\u{E000}", "\\u{E000}"),
      ("\u{2800}", "\\u{2800}"), ("\u{3164}", "\\u{3164}"), ("\u{E0067}", "\\u{E0067}"),
      ("\\u{200D}", "\\u{5C}u{200D}"), ("\\\u{200D}", "\\\\u{200D}"),
    ]
  )
  func spelling(raw: String, shown: String) {
    #expect(Array(ExactText(raw).text.unicodeScalars) == Array(shown.unicodeScalars))
  }

  @Test("every text can be told from how it is shown, and is printed just so")
  func toldApart() {
    var numbers = SeededNumbers(seed: 7)
    for _ in 0..<20_000 {
      let raw = ExactTextTests.odd(&numbers)
      let exact = ExactText(raw)
      let read = ExactTextTests.read(exact.text)
      #expect(Array(read.unicodeScalars) == Array(raw.unicodeScalars), "\(exact.text)")
      let printed = SafeText(exact.text)
      #expect(Array(printed.text.utf8) == Array(exact.text.utf8) && !printed.hasMarks)
      let marked = SafeText(exactly: raw)
      #expect(Array(marked.text.utf8) == Array(printed.text.utf8) && marked.marks == exact.codes)
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
        let printed = SafeText(shown)
        if printed.hasMarks || !printed.text.utf8.elementsEqual(shown.utf8) {
          Issue.record("\(shown) is printed \(printed)")
        }
      }
    }
  }

  @Test("every scalar that stands as itself is as wide to the C library as it is drawn")
  func widths() throws {
    let locale = try #require(newlocale(1 << LC_CTYPE, "C.UTF-8", nil))
    let before = uselocale(locale)
    defer {
      uselocale(before)
      freelocale(locale)
    }
    var widths = GlyphWidths()
    var odd: [String] = []
    for scalar in (0x80...0x10FFFF).lazy.compactMap(Unicode.Scalar.init) {
      let text = String(scalar)
      guard ExactText(text).codes.isEmpty else { continue }
      let width = SafeText(text).width
      if !widths.agrees(scalar.value, width: width) {
        odd.append("U+\(String(scalar.value, radix: 16)) \(width)")
      }
    }
    #expect(odd.isEmpty, "\(odd.count): \(odd.prefix(60).joined(separator: "; "))")
  }

  @Test("before a place in a typed text stands the beginning of what is shown")
  func places() {
    var numbers = SeededNumbers(seed: 8)
    for _ in 0..<500 {
      let raw = ExactTextTests.odd(&numbers)
      let whole = Array(ExactText(raw, isTyped: true).text.utf8)
      for count in 0...raw.unicodeScalars.count {
        let before = ExactText(typed: raw, before: count).text
        #expect(whole.starts(with: Array(before.utf8)))
      }
    }
    #expect(ExactText("a ", isTyped: true).text == "a ")
  }

  /// A short text of what is odd in ids, so that what is alike comes up often.
  private static func odd(_ numbers: inout SeededNumbers) -> String {
    let scalars: [Unicode.Scalar] = [
      "a", "e", "1", " ", "\\", "u", "{", "}", "2", "0", "D", "\u{E9}", "\u{301}", "\u{323}",
      "\u{302}", "\u{20E3}", "\u{200D}", "\u{FE0F}", "👩", "💻", "\u{1F3FD}", "\u{1F1E9}", "한",
      "\u{1100}", "\u{1161}", "\u{11A8}", "\u{915}", "\u{93C}", "\u{93F}", "\u{928}", "\u{9C7}",
      "\u{9BE}", "\u{E01}", "\u{E31}", "\u{E48}", "\u{5D0}", "\u{5B7}", "\u{202E}", "\u{A0}",
      "\u{9}", "\u{25CC}", "\u{FFFD}", "\u{2401}", "=", "\u{338}", "\u{304B}", "\u{3099}",
    ]
    var text = String.UnicodeScalarView()
    for _ in 0..<Int.random(in: 0...8, using: &numbers) {
      let isAny = numbers.chance(0.1)
      let any = Unicode.Scalar(UInt32.random(in: 0...0x2FFFF, using: &numbers))
      text.append((isAny ? any : nil) ?? scalars.randomElement(using: &numbers) ?? "a")
    }
    return String(text)
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

import CustomerDomain
import Glibc
import TestKit
import Testing

@testable import Dashboard
@testable import Terminal

/// A text that is spelled out is printed just so.
@Suite struct SafeTextExactTests {
  @Test("every text is printed as it is spelled, its codes as marks")
  func printed() {
    var numbers = SeededNumbers(seed: 7)
    for _ in 0..<20_000 {
      let raw = numbers.oddText()
      let exact = ExactText(raw)
      let printed = SafeText(exact.text)
      #expect(Array(printed.text.utf8) == Array(exact.text.utf8) && !printed.hasMarks)
      let marked = SafeText(exactly: raw)
      #expect(Array(marked.text.utf8) == Array(printed.text.utf8) && marked.marks == exact.codes)
    }
  }

  @Test("every scalar, alone and behind a letter, is printed as it is spelled")
  func everyScalar() {
    for scalar in (0...0x10FFFF).lazy.compactMap(Unicode.Scalar.init) {
      for raw in ["\(scalar)", "a\(scalar)b"] {
        let shown = ExactText(raw).text
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
}

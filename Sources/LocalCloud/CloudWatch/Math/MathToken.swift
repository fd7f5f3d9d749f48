/// A piece of an expression of metric math, and where it begins.
struct MathToken: Hashable, Sendable {
  /// What a piece is.
  enum Kind: Hashable, Sendable {
    /// Digits with or without a point and an exponent, and what they mean.
    case number(Double)
    /// A text in quotes.
    case text
    /// An id, a keyword, a function's name, or an operator such as `AND`.
    case word
    /// An operator, a bracket or a comma.
    case symbol
    /// Stands behind the last piece, so that there is always a next one.
    case end
  }

  /// What the piece is.
  let kind: Kind
  /// The piece as it is written, without quotes.
  let text: String
  /// Counted in characters, from 0.
  let place: Int

  private static let pairs = ["==", "!=", "<=", ">=", "&&", "||"]

  /// The pieces of an expression, with one of kind `end` behind them.
  ///
  /// - Throws: `MathFault` where a character belongs to none.
  static func all(in expression: String) throws(MathFault) -> [MathToken] {
    let characters = Array(expression)
    var (tokens, at): ([MathToken], Int) = ([], 0)
    while at < characters.count {
      let first = characters[at]
      if first.isWhitespace {
        at += 1
        continue
      }
      let end: Int
      let kind: Kind
      var text: String
      if first.isASCII, first.isNumber || first == "." {
        end = numberEnd(characters, at)
        text = String(characters[at..<end])
        guard let number = Double(text) else { throw unsupported(text, at) }
        kind = .number(number)
      } else if first.isASCII, first.isLetter || first == "_" {
        end =
          characters[at...].firstIndex {
            !($0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_"))
          }
          ?? characters.count
        text = String(characters[at..<end])
        kind = .word
      } else if first == "'" || first == "\"" {
        guard let close = characters[(at + 1)...].firstIndex(of: first) else {
          throw unsupported(String(characters[at...]), at)
        }
        (end, kind, text) = (close + 1, .text, String(characters[(at + 1)..<close]))
      } else {
        let pair = String(characters[at..<min(at + 2, characters.count)])
        text = pairs.contains(pair) ? pair : String(first)
        guard pairs.contains(text) || "+-*/^<>()[],".contains(text) else {
          throw unsupported(text, at)
        }
        (end, kind) = (at + text.count, .symbol)
      }
      tokens.append(MathToken(kind: kind, text: text, place: at))
      at = end
    }
    return tokens + [MathToken(kind: .end, text: "", place: characters.count)]
  }

  /// Where a number ends: digits, a point, an exponent.
  private static func numberEnd(_ characters: [Character], _ start: Int) -> Int {
    func digits(from place: Int) -> Int {
      characters[place...].firstIndex { !($0.isASCII && $0.isNumber) } ?? characters.count
    }
    var at = digits(from: start)
    if at < characters.count, characters[at] == "." { at = digits(from: at + 1) }
    guard at < characters.count, characters[at] == "e" || characters[at] == "E" else { return at }
    var exponent = at + 1
    if exponent < characters.count, "+-".contains(characters[exponent]) { exponent += 1 }
    let end = digits(from: exponent)
    return end > exponent ? end : at
  }

  /// The refusal of a piece that nothing begins with.
  static func unsupported(_ text: String, _ place: Int) -> MathFault {
    MathFault("[Unsupported token '\(text)' at char \(place)]")
  }
}

extension LogFilter {
  /// A regular expression that finds exactly a text.
  ///
  /// What is neither a letter nor a digit is escaped one by one, since `\Q…\E` ends in a text that has
  /// `\E` in it.
  package static func expression(for text: String) -> String {
    text.unicodeScalars.reduce(into: "") { expression, scalar in
      if scalar.isASCII, !scalar.isPlain { expression.append("\\") }
      expression.unicodeScalars.append(scalar)
    }
  }

  /// How a person would write a filter for lines with a text in them.
  package static func written(_ text: String) -> String {
    guard text.isEmpty || text.hasPrefix("-") || !text.unicodeScalars.allSatisfy(\.isPlain) else {
      return text
    }
    return "\"" + text.flatMap { "\"\\".contains($0) ? ["\\", $0] : [$0] } + "\""
  }

  /// How a person would write a filter for lines with any of some texts in them.
  package static func written(anyOf texts: [String]) -> String {
    "/\(texts.map(expression).joined(separator: "|"))/"
  }
}

extension Unicode.Scalar {
  /// Whether it is a letter, a digit, `-` or `_` of ASCII, which mean nothing else in an expression.
  fileprivate var isPlain: Bool {
    isASCII && (properties.isAlphabetic || properties.numericType != nil) || self == "-"
      || self == "_"
  }
}

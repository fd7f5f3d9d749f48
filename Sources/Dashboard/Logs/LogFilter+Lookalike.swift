extension LogFilter {
  /// The words in what was typed that look like a field's test, such as `status:500`, and are looked for as
  /// they stand: a field is written `status=500`.
  package static func lookalikes(in text: String) -> [Lookalike] {
    ((try? LogFilter(parsing: text))?.terms ?? []).compactMap(Lookalike.init)
  }

  /// A word that was probably meant as a field's test, and is looked for as text.
  package struct Lookalike: Hashable, Sendable {
    /// What was typed, such as `-status:500`.
    package let written: String
    /// How a field's test is written, such as `-status=500`.
    package let meant: String
    /// Whether rows with it are left out, so that nothing tells that none has it.
    package let isInverse: Bool

    /// Sees whether a term is a text that looks like a field's test; `nil` where it does not.
    init?(_ term: Term) {
      guard case .text(let word) = term.test, !term.isQuoted, !word.contains(where: \.isWhitespace),
        let colon = word.firstIndex(of: ":")
      else { return nil }
      let (name, value) = (word[..<colon], word[word.index(after: colon)...])
      guard name.first?.isLetter == true,
        name.allSatisfy({ $0.isLetter || $0.isNumber || $0 == "_" }),
        !value.isEmpty, !value.hasPrefix("//"), !value.contains(":")
      else { return nil }
      let sign = term.isInverse ? "-" : ""
      written = sign + word
      meant = "\(sign)\(name)=\(value)"
      isInverse = term.isInverse
    }

    /// What it does, and what was probably meant, in words for people.
    package var advice: String {
      "'\(written)' \(isInverse ? "hides a text" : "is looked for as text"); a field is \(meant)"
    }
  }
}

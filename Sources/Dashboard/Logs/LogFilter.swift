package import CustomerDomain

/// What the rows of a log must be like; all of its terms must hold.
///
/// People write it as one line: words, `"phrases"`, `/regular expressions/`, `field=value`,
/// `level:error`, `group:name`, and each of them with `-` or `!` before it for the opposite.
package struct LogFilter: Hashable, Sendable {
  /// How a value stands to another one.
  package enum Relation: String, Hashable, Sendable {
    /// The same.
    case equal = "="
    /// There, and not the same.
    case notEqual = "!="
    /// Less.
    case less = "<"
    /// Less, or the same.
    case atMost = "<="
    /// More.
    case more = ">"
    /// More, or the same.
    case atLeast = ">="
  }

  /// What one term asks.
  package enum Test: Hashable, Sendable {
    /// The line, or the name of its source, has this text in it, whatever its case.
    case text(String)
    /// The line has something in it that the regular expression matches.
    case pattern(String, ignoresCase: Bool)
    /// A member of the line's JSON object, or a `name=value` in its text, stands so to a value.
    case field(path: [String], Relation, value: String)
    /// The line's level stands so to this one.
    case level(Relation, LogEvent.Level)
    /// The group's name has this text in it, whatever its case.
    case group(String)
    /// The source's name is this one; `*` stands for anything.
    case source(String)
  }

  /// One thing that must hold.
  package struct Term: Hashable, Sendable {
    /// What is asked.
    package var test: Test
    /// Whether the opposite must hold.
    package var isInverse: Bool
    /// Whether it was written in quotes, so that it is a text for certain.
    package var isQuoted: Bool

    /// Makes a term.
    package init(_ test: Test, isInverse: Bool = false, isQuoted: Bool = false) {
      self.test = test
      self.isInverse = isInverse
      self.isQuoted = isQuoted
    }
  }

  /// Why a text is no filter, in words for people.
  package struct Problem: Error, Hashable, Sendable {
    /// The sentence.
    package let sentence: String

    /// Makes a problem.
    package init(_ sentence: String) { self.sentence = sentence }
  }

  /// What must hold.
  package var terms: [Term]

  /// Makes a filter of its terms; without any, it lets all through.
  package init(_ terms: [Term] = []) { self.terms = terms }

  /// Whether everything is let through.
  package var isEmpty: Bool { terms.isEmpty }

  /// The texts that are found in the rows which pass.
  package var words: [String] {
    terms.compactMap { term in
      guard !term.isInverse else { return nil }
      switch term.test {
      case .text(let text): return text
      case .field(_, .equal, let value) where !value.isEmpty && !value.contains("*"): return value
      default: return nil
      }
    }
  }
}

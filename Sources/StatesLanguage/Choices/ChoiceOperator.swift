internal import JSONValue

/// A comparison of a choice rule, such as `NumericLessThan`.
struct ChoiceOperator: Hashable, Sendable {
  /// What kind of values are compared; values of other kinds never match.
  enum Domain: String, CaseIterable, Hashable, Sendable {
    /// Texts.
    case string = "String"
    /// Numbers.
    case numeric = "Numeric"
    /// Moments.
    case timestamp = "Timestamp"
    /// Truth values.
    case boolean = "Boolean"
  }

  /// How they are compared.
  enum Relation: String, CaseIterable, Hashable, Sendable {
    /// Both are the same.
    case equals = "Equals"
    /// The value comes first.
    case lessThan = "LessThan"
    /// The value comes after.
    case greaterThan = "GreaterThan"
    /// The value does not come after.
    case lessThanEquals = "LessThanEquals"
    /// The value does not come first.
    case greaterThanEquals = "GreaterThanEquals"
    /// The text fits a pattern.
    case matches = "Matches"
  }

  /// What kind of values are compared.
  let domain: Domain
  /// How they are compared.
  let relation: Relation

  /// All operators by name, without those that end in `Path`.
  static let named: [String: ChoiceOperator] = {
    var named: [String: ChoiceOperator] = [:]
    for domain in Domain.allCases {
      for relation in Relation.allCases {
        let isKnown =
          switch relation {
          case .equals: true
          case .matches: domain == .string
          default: domain != .boolean
          }
        guard isKnown else { continue }
        named[domain.rawValue + relation.rawValue] = ChoiceOperator(
          domain: domain,
          relation: relation
        )
      }
    }
    return named
  }()

  /// Whether `constant` may stand on the right side.
  func takes(_ constant: JSON) -> Bool {
    switch (domain, constant) {
    case (.string, .string), (.numeric, .number), (.boolean, .bool): true
    case (.timestamp, .string(let text)): Timestamp(text) != nil
    default: false
    }
  }

  /// Whether `left` compares to `right` like this.
  func accepts(_ left: JSON, _ right: JSON) -> Bool {
    switch (domain, left, right) {
    case (.boolean, .bool(let a), .bool(let b)): return a == b
    case (.numeric, .number(let a), .number(let b)): return relate(a < b, a == b)
    case (.string, .string(let a), .string(let b)):
      if relation == .matches { return Wildcard.matches(a, pattern: b) }
      if relation == .equals { return a.utf8.elementsEqual(b.utf8) }
      return relate(
        a.utf16.lexicographicallyPrecedes(b.utf16),
        a.utf8.elementsEqual(b.utf8)
      )
    case (.timestamp, .string(let a), .string(let b)):
      guard let a = Timestamp(a), let b = Timestamp(b) else { return false }
      return relate(a < b, a == b)
    default: return false
    }
  }

  private func relate(_ isLess: Bool, _ isEqual: Bool) -> Bool {
    switch relation {
    case .equals, .matches: isEqual
    case .lessThan: isLess
    case .lessThanEquals: isLess || isEqual
    case .greaterThan: !isLess && !isEqual
    case .greaterThanEquals: !isLess
    }
  }
}

/// Patterns in which `*` stands for any characters and `\*` for a star.
enum Wildcard {
  /// Whether the whole of `text` fits `pattern`; takes time in proportion to their product at most.
  static func matches(_ text: String, pattern: String) -> Bool {
    let tokens = tokens(of: pattern)
    let scalars = Array(text.unicodeScalars)
    var (place, token) = (0, 0)
    var star: (token: Int, place: Int)?
    while place < scalars.count {
      if token < tokens.count, tokens[token] == nil {
        star = (token, place)
        token += 1
      } else if token < tokens.count, tokens[token] == scalars[place] {
        place += 1
        token += 1
      } else if let last = star {
        star = (last.token, last.place + 1)
        place = last.place + 1
        token = last.token + 1
      } else {
        return false
      }
    }
    return tokens[token...].allSatisfy { $0 == nil }
  }

  /// The characters of a pattern, `nil` for each star.
  private static func tokens(of pattern: String) -> [Unicode.Scalar?] {
    var tokens: [Unicode.Scalar?] = []
    var isEscaped = false
    for scalar in pattern.unicodeScalars {
      if isEscaped {
        tokens.append(scalar)
        isEscaped = false
      } else if scalar == "\\" {
        isEscaped = true
      } else {
        tokens.append(scalar == "*" ? nil : scalar)
      }
    }
    return tokens
  }
}

/// An expression of metric math, read.
///
/// Source: CloudWatch User Guide, "Using metric math". A pure value; what it stands for is worked
/// out by `MathEvaluator`.
indirect enum MathExpression: Hashable, Sendable {
  case number(Double)
  case text(String)
  /// A word in capitals that a function takes, such as `REPEAT`.
  case keyword(String)
  /// The id of a metric or of another expression.
  case reference(String)
  case array([MathExpression])
  case negation(MathExpression)
  case operation(MathOperator, MathExpression, MathExpression)
  case call(String, [MathExpression])

  /// The ids that it names.
  var references: Set<String> {
    switch self {
    case .number, .text, .keyword: []
    case .reference(let id): [id]
    case .negation(let inner): inner.references
    case .operation(_, let left, let right): left.references.union(right.references)
    case .array(let parts), .call(_, let parts):
      parts.reduce(into: []) { $0.formUnion($1.references) }
    }
  }

  /// Whether it asks for metrics by `METRICS()`.
  var asksForMetrics: Bool {
    switch self {
    case .number, .text, .keyword, .reference: false
    case .negation(let inner): inner.asksForMetrics
    case .operation(_, let left, let right): left.asksForMetrics || right.asksForMetrics
    case .array(let parts): parts.contains(where: \.asksForMetrics)
    case .call(let name, let parts): name == "METRICS" || parts.contains(where: \.asksForMetrics)
    }
  }
}

/// An operator between two operands.
enum MathOperator: String, CaseIterable, Hashable, Sendable {
  case or = "OR"
  case and = "AND"
  case equal = "=="
  case notEqual = "!="
  case lessOrEqual = "<="
  case greaterOrEqual = ">="
  case less = "<"
  case greater = ">"
  case plus = "+"
  case minus = "-"
  case times = "*"
  case divided = "/"
  case power = "^"

  /// How strongly it binds; the stronger ones are worked out first.
  var strength: Int {
    switch self {
    case .or: 0
    case .and: 1
    case .equal, .notEqual, .lessOrEqual, .greaterOrEqual, .less, .greater: 2
    case .plus, .minus: 3
    case .times, .divided: 4
    case .power: 5
    }
  }

  /// The operator that a token writes; `nil` where it is none.
  init?(token: String) {
    switch token {
    case "&&": self = .and
    case "||": self = .or
    default:
      guard let known = MathOperator(rawValue: token) else { return nil }
      self = known
    }
  }
}

/// What is wrong with an expression of metric math.
struct MathFault: Error, Hashable, Sendable {
  let problem: String

  /// Says what is wrong.
  init(_ problem: String) { self.problem = problem }
}

/// An expression of metric math, read.
///
/// Source: CloudWatch User Guide, "Using metric math". A pure value; what it stands for is worked
/// out by `MathEvaluator`.
indirect enum MathExpression: Hashable, Sendable {
  /// A number without a sign; a minus before it is a `negation`.
  case number(Double)
  /// A text, without its quotes.
  case text(String)
  /// A word in capitals that a function takes, such as `REPEAT`.
  case keyword(String)
  /// The id of a metric or of another expression.
  case reference(String)
  /// A list in square brackets.
  case array([MathExpression])
  /// What stands behind a minus sign.
  case negation(MathExpression)
  /// An operator, with its left operand and its right one.
  case operation(MathOperator, MathExpression, MathExpression)
  /// A function, its name in capitals, and its arguments.
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
  /// 1 where either operand is not 0, else 0; also written `||`.
  case or = "OR"
  /// 1 where neither operand is 0, else 0; also written `&&`.
  case and = "AND"
  /// 1 where the operands are the same, else 0.
  case equal = "=="
  /// 1 where the operands differ, else 0.
  case notEqual = "!="
  /// 1 where the left operand is at most the right one, else 0.
  case lessOrEqual = "<="
  /// 1 where the left operand is at least the right one, else 0.
  case greaterOrEqual = ">="
  /// 1 where the left operand is below the right one, else 0.
  case less = "<"
  /// 1 where the left operand is above the right one, else 0.
  case greater = ">"
  /// The sum.
  case plus = "+"
  /// The left operand less the right one.
  case minus = "-"
  /// The product.
  case times = "*"
  /// The left operand by the right one; a series has no point where that is not finite.
  case divided = "/"
  /// The left operand to the power of the right one.
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
  /// What a refusal shows behind the id of the expression, without a full stop.
  let problem: String

  /// Says what is wrong.
  init(_ problem: String) { self.problem = problem }
}

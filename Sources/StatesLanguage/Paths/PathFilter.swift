internal import JSONValue

/// A filter of a path: what is between `?(` and `)`.
indirect enum PathFilter: Hashable, Sendable {
  /// One of both passes.
  case or(PathFilter, PathFilter)
  /// Both pass.
  case and(PathFilter, PathFilter)
  /// It does not pass.
  case not(PathFilter)
  /// There is such a value.
  case exists(Operand)
  /// Two values compare so.
  case compare(Operand, Comparison, Operand)

  /// One side of a comparison.
  enum Operand: Hashable, Sendable {
    /// A value that the path has.
    case literal(JSON)
    /// A path from the element that is tested.
    case element(JSONPath)
    /// A path from the whole document.
    case document(JSONPath)
  }

  /// How two operands are compared.
  enum Comparison: String, Hashable, Sendable {
    /// Both are the same.
    case equal = "=="
    /// They differ.
    case unequal = "!="
    /// The left does not come after.
    case lessOrEqual = "<="
    /// The left does not come first.
    case greaterOrEqual = ">="
    /// The left comes first.
    case less = "<"
    /// The left comes after.
    case greater = ">"
    /// The left is an element of the right.
    case within = "in"
  }

  /// Whether `element`, which is part of `document`, passes.
  func accepts(_ element: JSON, in document: JSON) -> Bool {
    switch self {
    case .or(let left, let right):
      left.accepts(element, in: document) || right.accepts(element, in: document)
    case .and(let left, let right):
      left.accepts(element, in: document) && right.accepts(element, in: document)
    case .not(let inner): !inner.accepts(element, in: document)
    case .exists(let operand): Self.value(operand, element, document) != nil
    case .compare(let left, let comparison, let right):
      Self.compare(
        Self.value(left, element, document),
        comparison,
        Self.value(right, element, document)
      )
    }
  }

  private static func value(_ operand: Operand, _ element: JSON, _ document: JSON) -> JSON? {
    switch operand {
    case .literal(let value): value
    case .element(let path): try? path.value(in: element)
    case .document(let path): try? path.value(in: document)
    }
  }

  private static func compare(_ left: JSON?, _ comparison: Comparison, _ right: JSON?) -> Bool {
    guard let left, let right else {
      return comparison == .unequal && (left != nil || right != nil)
    }
    switch comparison {
    case .equal: return left == right
    case .unequal: return left != right
    case .within: return right.array?.contains(left) ?? false
    default: break
    }
    let isLess: Bool
    let isEqual = left == right
    switch (left, right) {
    case (.number(let a), .number(let b)): isLess = a < b
    case (.string(let a), .string(let b)): isLess = a.utf16.lexicographicallyPrecedes(b.utf16)
    default: return false
    }
    switch comparison {
    case .less: return isLess
    case .lessOrEqual: return isLess || isEqual
    case .greater: return !isLess && !isEqual
    default: return !isLess
    }
  }
}

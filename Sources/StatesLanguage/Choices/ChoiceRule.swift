internal import JSONValue

/// One rule of a Choice state.
struct ChoiceRule: Sendable {
  /// When the rule applies.
  let condition: ChoiceCondition
  /// Which state is entered then: its index in the scope.
  let next: Int
}

/// A condition of a choice rule.
indirect enum ChoiceCondition: Hashable, Sendable {
  /// All of them hold.
  case all([ChoiceCondition])
  /// One of them holds.
  case any([ChoiceCondition])
  /// It does not hold.
  case not(ChoiceCondition)
  /// A value is of a kind, or is not.
  case kind(JSONPath, Kind, isWanted: Bool)
  /// A value compares to another.
  case compare(JSONPath, ChoiceOperator, Operand)

  /// What `Is…` operators ask for.
  enum Kind: String, CaseIterable, Hashable, Sendable {
    /// Whether it is null.
    case null = "IsNull"
    /// Whether it is there.
    case present = "IsPresent"
    /// Whether it is a number.
    case numeric = "IsNumeric"
    /// Whether it is a text.
    case string = "IsString"
    /// Whether it is a truth value.
    case boolean = "IsBoolean"
    /// Whether it is a moment.
    case timestamp = "IsTimestamp"
  }

  /// What a value is compared with.
  enum Operand: Hashable, Sendable {
    /// A value that the definition has.
    case constant(JSON)
    /// What a path finds.
    case path(JSONPath)
  }
}

extension Evaluator {
  /// Whether `condition` holds.
  ///
  /// - Throws: `StateFault` where a path leads nowhere, except for `IsPresent`.
  func holds(_ condition: ChoiceCondition) throws(StateFault) -> Bool {
    switch condition {
    case .all(let parts):
      for part in parts where try !holds(part) { return false }
      return true
    case .any(let parts):
      for part in parts where try holds(part) { return true }
      return false
    case .not(let part): return try !holds(part)
    case .kind(let path, .present, let isWanted):
      return ((try? value(path)) != nil) == isWanted
    case .kind(let path, let kind, let isWanted):
      return Self.isKind(try variable(path), kind) == isWanted
    case .compare(let path, let comparison, let operand):
      let value = try variable(path)
      switch operand {
      case .constant(let other): return comparison.accepts(value, other)
      case .path(let otherPath): return comparison.accepts(value, try variable(otherPath))
      }
    }
  }

  private func variable(_ path: JSONPath) throws(StateFault) -> JSON {
    do {
      return try value(path)
    } catch {
      throw StateFault.runtime(
        "Invalid path '\(path.text)': The choice state's condition path references an invalid "
          + "value."
      )
    }
  }

  private static func isKind(_ value: JSON, _ kind: ChoiceCondition.Kind) -> Bool {
    switch (kind, value) {
    case (.null, .null), (.numeric, .number), (.string, .string), (.boolean, .bool): true
    case (.timestamp, .string(let text)): Timestamp(text) != nil
    default: false
    }
  }
}

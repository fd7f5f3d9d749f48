/// The rule of a composite alarm, read.
///
/// Source: CloudWatch User Guide, "Composite alarms", rule expressions. A pure value.
struct AlarmRule: Hashable, Sendable {
  /// A part of a rule.
  indirect enum Node: Hashable, Sendable {
    /// `TRUE` or `FALSE`.
    case constant(Bool)
    /// Whether an alarm, named or by its ARN, is in a state.
    case state(String, of: String)
    /// Holds where the part does not.
    case not(Node)
    /// Parts joined by `AND`, which must all hold.
    case all([Node])
    /// Parts joined by `OR`, of which one must hold.
    case any([Node])
    /// Whether so many of the alarms, named or by ARN, are in the state, or out of it if negated.
    case atLeast(Least, state: String, isNegated: Bool, of: [String])
  }

  /// How many alarms must be in a state.
  enum Least: Hashable, Sendable {
    /// A number, from 1 to that of the alarms.
    case count(Int)
    /// A share of the alarms, above 0 and up to 100; the number it gives is rounded up.
    case percent(Double)

    /// The number among `total` alarms.
    func count(of total: Int) -> Int {
      switch self {
      case .count(let count): count
      case .percent(let percent): Int((percent / 100 * Double(total)).rounded(.up))
      }
    }
  }

  /// The states that a rule asks for.
  static let states = ["ALARM", "OK", "INSUFFICIENT_DATA"]
  /// The most alarms that a rule names.
  static let mostAlarms = 100
  /// The most alarms, constants and brackets that it has.
  static let mostElements = 500

  /// The part that holds all others.
  let root: Node
  /// The alarms that it names, by name or ARN, each once and in order.
  let references: [String]

  /// Reads a rule.
  ///
  /// - Throws: `AlarmRuleFault` where it is none or too long.
  init(_ text: String) throws(AlarmRuleFault) {
    let (root, references) = try AlarmRuleParser.parse(text)
    self.root = root
    var seen: Set<String> = []
    self.references = references.filter { seen.insert($0).inserted }
    guard self.references.count <= AlarmRule.mostAlarms else {
      throw AlarmRuleFault("The rule has more than \(AlarmRule.mostAlarms) alarms")
    }
  }

  /// Whether the rule holds, where `state` tells the state of a reference.
  func holds(_ state: (String) -> String?) -> Bool { AlarmRule.holds(root, state) }

  private static func holds(_ node: Node, _ state: (String) -> String?) -> Bool {
    switch node {
    case .constant(let value): value
    case .state(let wanted, let alarm): state(alarm) == wanted
    case .not(let inner): !holds(inner, state)
    case .all(let parts): parts.allSatisfy { holds($0, state) }
    case .any(let parts): parts.contains { holds($0, state) }
    case .atLeast(let least, let wanted, let isNegated, let alarms):
      alarms.count { (state($0) == wanted) != isNegated } >= least.count(of: alarms.count)
    }
  }

  /// The name of the alarm that a reference means: of an ARN what follows `:alarm:`.
  static func name(of reference: String) -> String {
    guard reference.hasPrefix("arn:"), let mark = reference.firstRange(of: ":alarm:") else {
      return reference
    }
    return String(reference[mark.upperBound...])
  }
}

/// What is wrong with a rule.
struct AlarmRuleFault: Error, Hashable, Sendable {
  /// What a refusal shows in brackets behind `Error in AlarmRule`, without a full stop.
  let problem: String

  /// Says what is wrong.
  init(_ problem: String) { self.problem = problem }
}

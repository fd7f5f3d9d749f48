/// The rule of a composite alarm, read; a pure value.
///
/// Source: CloudWatch User Guide, "Create a composite alarm", rule expressions.
package indirect enum AlarmRule: Hashable, Sendable, Codable {
  /// `TRUE` or `FALSE`.
  case constant(Bool)
  /// Whether an alarm, named or by its ARN, stands so.
  case stands(Alarm.State, alarm: String)
  /// Holds where the part does not.
  case not(AlarmRule)
  /// Parts of which each must hold.
  case all([AlarmRule])
  /// Parts of which one must hold.
  case any([AlarmRule])
  /// Whether so many of the alarms (`2` or `50%`) stand so, or do not where it is negated.
  case atLeast(String, Alarm.State, isNegated: Bool, alarms: [String])

  /// The name of the alarm that a reference means: of an ARN what follows `:alarm:`.
  package static func name(of reference: String) -> String {
    guard reference.hasPrefix("arn:"), let mark = reference.firstRange(of: ":alarm:") else {
      return reference
    }
    return String(reference[mark.upperBound...])
  }

  /// Whether it holds, where `state` tells how the alarm of a name stands; one that is not there
  /// stands in no way.
  package func holds(_ state: (String) -> Alarm.State?) -> Bool {
    switch self {
    case .constant(let value): value
    case .stands(let wanted, let alarm): state(AlarmRule.name(of: alarm)) == wanted
    case .not(let part): !part.holds(state)
    case .all(let parts): parts.allSatisfy { $0.holds(state) }
    case .any(let parts): parts.contains { $0.holds(state) }
    case .atLeast(let least, let wanted, let isNegated, let alarms):
      alarms.count { (state(AlarmRule.name(of: $0)) == wanted) != isNegated }
        >= AlarmRule.count(least, of: alarms.count)
    }
  }

  /// How many of `total` a number or a share of them is; a share is rounded up.
  static func count(_ least: String, of total: Int) -> Int {
    guard least.hasSuffix("%") else { return Int(least) ?? total }
    let share = Double(least.dropLast()) ?? 100
    return (share / 100 * Double(total)).rounded(.up).whole(in: 0...max(0, total))
  }
}

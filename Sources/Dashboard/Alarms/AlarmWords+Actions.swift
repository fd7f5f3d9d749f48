internal import CustomerDomain
internal import Terminal

/// Whom an alarm tells, and what is said when one goes red.
extension AlarmWords {
  /// The ARNs that an alarm notifies, each once, with the states in which it does.
  static func actions(of alarm: Alarm) -> [(arn: String, states: [String])] {
    var actions: [(arn: String, states: [String])] = []
    let all = [
      ("ALARM", alarm.alarmActions), ("OK", alarm.okActions),
      ("INSUFFICIENT_DATA", alarm.insufficientDataActions),
    ]
    for (state, arns) in all {
      for arn in arns {
        if let index = actions.firstIndex(where: { $0.arn == arn }) {
          actions[index].states.append(state)
        } else {
          actions.append((arn, [state]))
        }
      }
    }
    return actions
  }

  /// What an action is, in words.
  static func action(_ arn: String) -> String {
    let service = arn.split(separator: ":").dropFirst(2).first ?? ""
    let name = shortName(ofARN: arn)
    switch service {
    case "sns": return "topic \(name)"
    case "lambda": return "function \(name)"
    case "autoscaling": return "scaling policy \(name)"
    case "ssm": return "an item of Systems Manager (\(name))"
    case "ssm-incidents": return "an incident (\(name))"
    case "automate", "swf": return "EC2 action \(name)"
    default: return arn
    }
  }

  /// Where a subscription sends to; short, and never what is a key: the paths of addresses are.
  static func endpoint(
    of subscription: TopicSubscription,
    isOpen: Bool,
    ellipsis: String
  ) -> String {
    let endpoint = subscription.endpoint
    switch subscription.kind {
    case "http", "https":
      guard let mark = endpoint.firstRange(of: "://") else { return ellipsis }
      let host = endpoint[mark.upperBound...].prefix { $0 != "/" && $0 != "?" }
      // What stands before an @ is a password.
      return endpoint[..<mark.upperBound] + (host.split(separator: "@").last ?? "") + "/" + ellipsis
    case _ where isOpen: return endpoint
    case "email", "email-json":
      guard let at = endpoint.lastIndex(of: "@") else { return ellipsis }
      return endpoint.prefix(1) + ellipsis + endpoint[at...]
    case "sms": return ellipsis + endpoint.suffix(3)
    default: return shortName(ofARN: endpoint)
    }
  }

  /// What a suppressor does, and does now.
  static func suppression(_ suppression: Alarm.Suppression) -> String {
    if let reason = suppression.reason { return "its actions are held back now: \(reason)" }
    return "while it is in ALARM, actions are held back; they wait \(suppression.waitSeconds) s "
      + "for it, and \(suppression.extensionSeconds) s after it"
  }

  /// What a place of a rule's tree asks for.
  static func node(_ kind: AlarmTree.Kind) -> String {
    switch kind {
    case .all: "all of"
    case .any: "any of"
    case .not: "not"
    case .atLeast(let least, let state, let isNegated):
      "at least \(least) \(isNegated ? "not " : "")in \(state.rawValue) of"
    case .constant(let value): value ? "always" : "never"
    case .alarm(let name, _, _), .cycle(let name): name
    case .more: "… there is more"
    }
  }

  /// What happened, and the reason where one was given.
  static func history(_ item: AlarmHistoryItem) -> String {
    item.detail.isEmpty ? item.summary : "\(item.summary): \(item.detail)"
  }

  /// What is announced of alarms that went red: one with its reason, of several the names.
  static func announcement(_ rows: [AlarmRow], of context: String) -> String {
    let names = rows.prefix(3).map(\.name.text).joined(separator: ", ")
    guard rows.count == 1, let row = rows.first else {
      return "rollcall \(context): \(rows.count) alarms: \(names)" + (rows.count > 3 ? "…" : "")
    }
    return "rollcall \(context): \(names) in ALARM: \(row.reason.text)"
  }
}

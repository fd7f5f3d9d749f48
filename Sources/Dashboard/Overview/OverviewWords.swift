internal import CustomerDomain
internal import Terminal

/// How figures of parts are put in words.
enum OverviewWords {
  /// `0`, `0.4`, `12`, `340`, `1.2k`, `34k`, `1.2M`: at most four columns below a billion.
  static func amount(_ value: Double) -> String {
    guard value.isFinite, value > 0 else { return "0" }
    if value < 0.05 { return "<0.1" }
    var (scaled, unit) = (value, "")
    for next in ["k", "M", "G", "T"] where scaled >= 999.5 {
      scaled /= 1000
      unit = next
    }
    let tenths = (scaled * 10).whole(in: 0...1_000_000)
    if tenths < 100, tenths % 10 != 0 { return "\(tenths / 10).\(tenths % 10)\(unit)" }
    return "\((tenths + 5) / 10)\(unit)"
  }

  /// What passes through a part of that kind, several of it.
  static func things(_ kind: BackendPart.Kind) -> String {
    switch kind {
    case .api: "requests"
    case .apiFunction, .workflowFunction: "invocations"
    case .table: "calls"
    case .rule: "events"
    case .workflow: "runs"
    case .alarms: "changes"
    case .topic: "messages"
    }
  }

  /// What a kind is called in a list.
  static func word(_ kind: BackendPart.Kind) -> String {
    switch kind {
    case .api: "API"
    case .apiFunction, .workflowFunction: "function"
    case .table: "table"
    case .rule: "rule"
    case .workflow: "workflow"
    case .alarms: "alarms"
    case .topic: "topic"
    }
  }

  /// `0 errors`, `1 error`.
  static func errors(_ count: Double) -> String {
    let amount = amount(count)
    return amount == "1" ? "1 error" : "\(amount) errors"
  }
}

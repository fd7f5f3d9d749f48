internal import AWSWire

/// How moments are shown.
enum TimeStyle: Hashable, Sendable, CaseIterable {
  /// How long ago.
  case age
  /// By the clock on the wall.
  case local
  /// By UTC.
  case utc

  /// The style after this one, round and round.
  var next: TimeStyle {
    switch self {
    case .age: .local
    case .local: .utc
    case .utc: .age
    }
  }

  /// How many columns a moment takes in a list.
  var width: Int { self == .age ? 5 : 11 }

  /// Which clock it is by; `nil` for ages, which need none.
  var zone: String? {
    switch self {
    case .age: nil
    case .local: "local"
    case .utc: "UTC"
    }
  }

  /// What stands over a column of them.
  var heading: String { zone.map { "start \($0)" } ?? "age" }

  /// What the last line says when it is chosen.
  var sentence: String {
    switch self {
    case .age: "times as age"
    case .local: "times in local time"
    case .utc: "times in UTC"
    }
  }
}

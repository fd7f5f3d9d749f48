internal import AWSWire

/// How moments are shown.
enum TimeStyle: Hashable, Sendable, CaseIterable {
  case age
  case local
  case utc

  /// The style after this one, round and round.
  var next: TimeStyle {
    switch self {
    case .age: .local
    case .local: .utc
    case .utc: .age
    }
  }

  /// What the last line says when it is chosen.
  var sentence: String {
    switch self {
    case .age: "times as age"
    case .local: "times in local time"
    case .utc: "times in UTC"
    }
  }
}

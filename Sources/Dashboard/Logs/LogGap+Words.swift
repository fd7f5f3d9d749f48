internal import AWSWire
internal import CustomerDomain

/// A gap in words.
extension LogGap {
  /// `7 events missing`, as far as it is known how many.
  var missing: String {
    switch count {
    case nil: reason == .notHeld ? "events missing" : "not read"
    case 1: "1 event missing"
    case let count?: "\(count) events missing"
    }
  }

  /// How long it is, in whole seconds up to a minute and in whole days from two on.
  var length: String {
    let seconds = max(1, (min(to - from, Took.longest) + 999) / 1000)
    if seconds < 60 { return "\(seconds) s" }
    return seconds < 172_800 ? Took.text(seconds * 1000) : "\(seconds / 86_400) d"
  }

  /// Why they are missing.
  var why: String {
    switch reason {
    case .skipped: "read after what is newer"
    case .notHeld: "no longer held"
    case .notRead: "read as you scroll there"
    }
  }
}

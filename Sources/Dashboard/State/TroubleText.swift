internal import AWSWire
internal import CustomerDomain
internal import Terminal

/// What keeps a pane from newer data, in words: what cannot be done, why, and when it is tried again.
struct TroubleText: Hashable, Sendable {
  /// What cannot be done, why, and what to do.
  let full: String
  /// Why, and what to do, whoever else tells it.
  let sentence: String
  /// Less and less of the same, for where there is less and less room: without the service's code and
  /// request, without what cannot be done, which the pane's title tells, without what to do, and then
  /// only why.
  private let shorter: [String]
  /// What cannot be done, which stands out where it is told.
  private let head: String
  /// When it is tried again, which is never left out; empty where that is not known.
  let retry: String

  /// The most lines it takes: the last good data is worth more than the whole sentence.
  private static let limit = 2

  /// Tells a failure; where another pane tells the same, only that it does.
  init(_ failure: ServiceFailure, retryAt: Instant?, now: Instant, toldBy other: Pane? = nil) {
    var told = failure
    // It is tried again by itself, and said when.
    if retryAt != nil { told.advice = TroubleText.besidesTryingAgain(failure.advice) }
    head = failure.place
    if let other {
      full = "\(failure.action): the same as in \(other.title)"
      shorter = []
    } else {
      full = told.description
      var nameless = told
      (nameless.code, nameless.requestID) = ("", nil)
      shorter = [
        nameless.description, told.sentence, "\(failure.place): \(failure.reason)", failure.reason,
      ]
    }
    sentence = told.sentence
    retry = TroubleText.retry(at: retryAt, now: now)
  }

  /// That something is tried again at a moment, and how soon, to put after a sentence; empty where
  /// there is none.
  static func retry(at moment: Instant?, now: Instant) -> String {
    guard let moment else { return "" }
    let seconds = max(0, (moment - now + 999) / 1000)
    return seconds == 0 ? "; trying again" : "; retrying in \(seconds) s"
  }

  /// What an advice says besides to try again.
  private static func besidesTryingAgain(_ advice: String) -> String {
    for phrase in ["try again in a moment; ", "try again; "] where advice.hasPrefix(phrase) {
      return String(advice.dropFirst(phrase.count))
    }
    return ["try again in a moment", "try again"].contains(advice) ? "" : advice
  }

  /// The lines for a pane that has `inside` to draw in: two, or one where there are few.
  func lines(in inside: Rect, sign: SafeText = "✕", ellipsis: SafeText = "…") -> [SafeText] {
    let limit = max(1, min(TroubleText.limit, inside.height / 3))
    return lines(width: max(1, inside.width), limit: limit, sign: sign, ellipsis: ellipsis)
  }

  /// What stands out in lines that begin with `first`: nothing but the sign where it is not told what
  /// cannot be done.
  func emphasis(in first: SafeText?, sign: SafeText) -> String {
    if shorter.isEmpty { return head }
    let (line, start) = (first?.text ?? "", (sign + SafeText(" " + head)).text)
    return line.hasPrefix(start) || start.hasPrefix(line) ? head : ""
  }

  /// The lines for a width; what does not fit is cut before it says when it is tried again.
  func lines(width: Int, limit: Int, sign: SafeText, ellipsis: SafeText) -> [SafeText] {
    let tail = SafeText(retry)
    for text in [full] + shorter {
      let whole = (sign + SafeText(" " + text) + tail).wrapped(to: width, limit: limit + 1)
      if whole.count <= limit { return whole }
    }
    let rest = (sign + SafeText(" " + (shorter.last ?? full))).wrapped(to: width, limit: limit)
    guard let last = rest.last else { return [] }
    let room = max(0, width - tail.width)
    let cut = (last + ellipsis).truncated(to: room, ellipsis: ellipsis)
    return rest.dropLast() + [(cut + tail).truncated(to: width, ellipsis: ellipsis)]
  }
}

extension DashboardState {
  /// How old a pane's data is; `nil` for Customers, whose rows tell that each for itself.
  func freshness(of pane: Pane) -> Freshness? {
    switch pane {
    case .customers: nil
    case .workflow: workflow.freshness
    case .logs: logs.freshness
    case .alarms: alarms.freshness
    }
  }

  /// What keeps a pane from newer data; `nil` where nothing does.
  func trouble(of pane: Pane) -> TroubleText? {
    guard let freshness = freshness(of: pane), let failure = freshness.failure else { return nil }
    let teller = teller(of: failure)
    return TroubleText(
      failure,
      retryAt: freshness.retryAt,
      now: now,
      toldBy: teller == pane ? nil : teller
    )
  }

  /// The pane that tells a failure in full where several have the same: the one with the keys, else
  /// the first.
  private func teller(of failure: ServiceFailure) -> Pane? {
    ([focus] + Pane.allCases).first { freshness(of: $0)?.failure?.isLike(failure) == true }
  }

  /// Whether the services cannot be reached, or do not answer as they should.
  var hasOutage: Bool {
    Pane.allCases.contains { freshness(of: $0)?.failure?.isOutage == true }
  }
}

extension ServiceFailure {
  /// Whether both tell of the same trouble, whatever was being done; libcurl says after how many
  /// milliseconds a connection failed.
  fileprivate func isLike(_ other: ServiceFailure) -> Bool {
    kind == other.kind && code == other.code
      && reason.filter { !$0.isNumber } == other.reason.filter { !$0.isNumber }
  }

  /// Whether other calls would fail as this one did.
  fileprivate var isOutage: Bool {
    switch kind {
    case .unavailable, .throttled, .unreadableAnswer: true
    case .notPermitted, .notFound, .invalidInput, .badConfiguration: false
    }
  }
}

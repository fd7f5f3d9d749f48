internal import AWSWire
internal import CustomerDomain
internal import Terminal

/// One id that was asked about, and what came of it.
struct CustomerRow: Hashable, Sendable, Identifiable {
  /// How the row stands.
  enum Status: Hashable, Sendable {
    /// The answer is awaited; carries what was known before.
    case asking(CustomerAnswer.Action, known: Bool?)
    case answered(CustomerAnswer)
    /// The text is no id; nothing was sent.
    case invalid(CustomerID.Problem)
  }

  /// The text that was asked about.
  let id: String
  /// The same, printable, cut at 256 columns.
  let label: SafeText
  /// When it was asked, or answered.
  var at: Instant
  /// How it stands.
  var status: Status

  /// Makes a row of an id.
  init(id: String, at: Instant, status: Status) {
    self.id = id
    label = SafeText(id, columns: 0..<256)
    self.at = at
    self.status = status
  }

  /// Whether an answer is awaited.
  var isAsking: Bool {
    if case .asking = status { true } else { false }
  }

  /// Whether the id is known to be in the table, or not to be.
  var existsNow: Bool? {
    switch status {
    case .answered(let answer): answer.existsNow
    case .asking(_, let known): known
    case .invalid: nil
    }
  }

  /// Why it cannot be inserted.
  var insertRefusal: String? { refusal(needing: false, otherwise: "it exists already") }

  /// Why it cannot be deleted.
  var deleteRefusal: String? { refusal(needing: true, otherwise: "it is not in the table") }

  private func refusal(needing existence: Bool, otherwise reason: String) -> String? {
    switch status {
    case .invalid(let problem): return "it is no id: \(problem)"
    case .asking: return "its answer is awaited"
    case .answered:
      guard let existsNow else { return "it is not known whether it exists: look it up first" }
      return existsNow == existence ? nil : reason
    }
  }
}

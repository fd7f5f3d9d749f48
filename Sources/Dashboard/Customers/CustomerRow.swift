internal import AWSWire
internal import CustomerDomain
internal import Terminal

/// One id that was asked about, and what came of it.
struct CustomerRow: Hashable, Sendable, Identifiable {
  /// How the row stands.
  enum Status: Hashable, Sendable {
    /// The answer is awaited; carries what was known before.
    case asking(CustomerAnswer.Action, known: Bool?)
    /// It was answered.
    case answered(CustomerAnswer)
    /// The text is no id; nothing was sent.
    case invalid(CustomerID.Problem)
  }

  /// The text that was asked about.
  let id: String
  /// The same as exactly what it is.
  let label: SafeText
  /// When it was asked, or answered.
  var at: Instant
  /// How it stands.
  var status: Status
  /// The insert or delete before that was not plainly done; `nil` where there is none.
  var trouble: ChangeTrouble?
  /// Whether the person at this desk asked; others' rows stand below.
  let isOwn: Bool
  /// The number of the pasted list with which it is looked up; `nil` where it is not, or was.
  var batch: Int?

  /// Makes a row of an id.
  init(id: String, at: Instant, status: Status, isOwn: Bool = true, batch: Int? = nil) {
    self.id = id
    self.isOwn = isOwn
    self.batch = batch
    label = SafeText(exactly: id)
    self.at = at
    self.status = status
  }

  /// Whether an answer is awaited.
  var isAsking: Bool {
    if case .asking = status { true } else { false }
  }

  /// How it stands, in a word or two.
  var word: String {
    switch status {
    case .asking(.lookUp, _): "looking up"
    case .asking(.insert, _): "inserting"
    case .asking(.delete, _): "deleting"
    case .invalid: "not sent"
    case .answered(let answer):
      // The look-up failed, but of what was asked for before nobody knows whether it was done.
      trouble?.isOpen == true && answer.existsNow == nil ? "unknown" : answer.outcome.description
    }
  }

  /// Why it is as it is, in a sentence; `nil` where the word says it all.
  var reason: String? {
    switch status {
    case .asking: nil
    case .invalid(let problem): "\(problem), not sent"
    case .answered(let answer): trouble?.sentence(after: answer) ?? answer.outcome.sentence
    }
  }

  /// The same without what to do about it, for where there is little room.
  var briefReason: String? {
    guard trouble == nil, case .answered(let answer) = status,
      case .failed(let failure) = answer.outcome
    else { return reason }
    return failure.reason
  }

  /// Takes the answer to what was asked, or to the look-up after a change of which none came.
  mutating func take(_ answer: CustomerAnswer) {
    // Others may have changed the same id: that says nothing of what was asked here.
    if case .asking(answer.action, _) = status, answer.action != .lookUp {
      trouble = ChangeTrouble(answer, knownBefore: existsNow)
    }
    status = .answered(answer)
    at = answer.answeredAt
  }

  /// How long the answer took, in words; `nil` where there is none.
  var latency: String? {
    guard case .answered(let answer) = status, answer.existsNow != nil else { return nil }
    return Took.latency(answer.latencyMilliseconds)
  }

  /// Whether the id is known to be in the table, or not to be.
  var existsNow: Bool? {
    switch status {
    case .answered(let answer):
      // What failed for certain has changed nothing.
      answer.existsNow ?? (trouble?.isOpen == false ? trouble?.knownBefore : nil)
    case .asking(_, let known): known
    case .invalid: nil
    }
  }

  /// Why it cannot be inserted.
  var insertRefusal: String? { refusal(needing: false, otherwise: "exists already") }

  /// Why it cannot be deleted.
  var deleteRefusal: String? { refusal(needing: true, otherwise: "is absent") }

  private func refusal(needing existence: Bool, otherwise reason: String) -> String? {
    let name = label.truncatedMiddle(to: 32)
    switch status {
    case .invalid(let problem): return "\(name) is no id: \(problem)"
    case .asking: return "the answer for \(name) is awaited"
    case .answered:
      guard let existsNow else {
        return "it is not known whether \(name) exists: look it up first"
      }
      return existsNow == existence ? nil : "\(name) \(reason)"
    }
  }
}

internal import CustomerDomain

/// Ids that were pasted and are looked up together, and how far that is.
struct PastedBatch: Hashable, Sendable {
  /// Which of all pasted lists it is.
  let number: Int
  /// How many ids there are, each once.
  let total: Int
  /// How many of them can be no ids, which were not sent.
  let invalid: Int
  /// How many more there were that had been in the list before.
  let repeats: Int
  /// How many were found.
  private(set) var existing = 0
  /// How many were found not to be there.
  private(set) var absent = 0
  /// Of how many the look-up failed.
  private(set) var failed = 0
  /// Whether it was stopped before all were looked up.
  private(set) var isStopped = false
  /// Where each id stands among those that are looked up.
  private let places: [ExactID: Int]
  /// Which of them were answered; answers come in any order.
  private var isAnswered: [Bool]
  /// How many were answered.
  private var answered = 0

  /// Begins a batch of these ids, beside others that can be none.
  init(_ ids: [CustomerID], invalid: Int, repeats: Int, number: Int) {
    (total, self.invalid, self.repeats) = (ids.count + invalid, invalid, repeats)
    self.number = number
    places = Dictionary(ids.enumerated().map { (ExactID($1.text), $0) }) { first, _ in first }
    isAnswered = Array(repeating: false, count: places.count)
  }

  /// How many are known.
  var done: Int { answered + invalid }

  /// Whether no more answers are awaited.
  var isDone: Bool { answered == places.count || isStopped }

  /// Counts an answer to one of the ids, of each the first.
  mutating func take(_ answer: CustomerAnswer) {
    guard !isDone, let place = places[ExactID(answer.id)], !isAnswered[place] else { return }
    isAnswered[place] = true
    answered += 1
    switch answer.existsNow {
    case true?: existing += 1
    case false?: absent += 1
    case nil: failed += 1
    }
  }

  /// Waits for no more answers.
  mutating func stop() { isStopped = !isDone }

  /// What was found, such as `40 ids: 37 exist, 3 absent`, or of how many before it was stopped.
  var words: String {
    let start = isStopped ? "stopped at \(done) of " : ""
    let again = repeats == 0 ? "" : ", \(repeats) \(repeats == 1 ? "repeat" : "repeats") left out"
    return "\(start)\(total) \(total == 1 ? "id" : "ids")\(again): \(summary)"
  }

  /// The same without how many there are, which is nearly told by the rest.
  var briefWords: String { isStopped ? "stopped: \(summary)" : summary }

  /// What was found, such as `37 exist, 3 absent, 1 invalid`.
  var summary: String {
    let counts = [
      (existing, existing == 1 ? "exists" : "exist"), (absent, "absent"), (invalid, "invalid"),
      (failed, "failed"),
    ]
    let told = counts.filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }
    return told.isEmpty ? "nothing yet" : told.joined(separator: ", ")
  }
}

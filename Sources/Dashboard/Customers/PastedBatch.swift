internal import CustomerDomain

/// Ids that were pasted and are looked up together, and how far that is.
struct PastedBatch: Hashable, Sendable {
  /// How many ids there are, each once.
  let total: Int
  /// How many of them can be no ids, which were not sent.
  let invalid: Int
  /// How many were found.
  private(set) var existing = 0
  /// How many were found not to be there.
  private(set) var absent = 0
  /// Of how many the look-up failed.
  private(set) var failed = 0
  /// The ids whose answers are awaited, as bytes.
  private var waiting: Set<[UInt8]>

  /// Begins a batch of these ids, beside others that can be none.
  init(_ ids: [CustomerID], invalid: Int) {
    (total, self.invalid) = (ids.count + invalid, invalid)
    waiting = Set(ids.map { Array($0.text.utf8) })
  }

  /// How many are known.
  var done: Int { total - waiting.count }

  /// Whether all are known.
  var isDone: Bool { waiting.isEmpty }

  /// Counts an answer, where it is the first to one of its ids.
  mutating func take(_ answer: CustomerAnswer) {
    guard waiting.remove(Array(answer.id.utf8)) != nil else { return }
    switch answer.existsNow {
    case true?: existing += 1
    case false?: absent += 1
    case nil: failed += 1
    }
  }

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

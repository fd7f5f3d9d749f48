internal import CustomerDomain

/// How many of the answers came out how; a pure value.
struct AnswerTally: Hashable, Sendable {
  /// How many ids were asked about.
  let total: Int
  /// How many answers have come.
  private(set) var answered = 0
  private var counts: [String: Int] = [:]

  /// Begins to count answers about `total` ids.
  init(total: Int) { self.total = total }

  /// Counts an answer.
  mutating func count(_ answer: CustomerAnswer) {
    answered += 1
    counts[AnswerTally.word(answer.outcome), default: 0] += 1
  }

  /// The counts as people read them, such as `37 exist, 3 absent`.
  var summary: String {
    let known = AnswerTally.words.compactMap { word in counts[word].map { "\($0) \(word)" } }
    return known.isEmpty ? "no answers" : known.joined(separator: ", ")
  }

  /// How far it has come, in one line of `width` columns at most.
  func bar(width: Int) -> String {
    let numbers = " \(answered)/\(total)"
    let room = min(40, width - numbers.count - 2)
    guard room >= 5, total > 0 else { return String(numbers.dropFirst()) }
    let done = room * answered / total
    return "[" + String(repeating: "#", count: done) + String(repeating: "-", count: room - done)
      + "]" + numbers
  }

  private static let words = [
    "exist", "created", "deleted", "absent", "existed", "was absent", "unknown", "not sent",
    "failed",
  ]

  private static func word(_ outcome: CustomerAnswer.Outcome) -> String {
    outcome == .exists ? "exist" : outcome.description
  }
}

package import CustomerDomain

/// Puts answers that come in any order into the order of their questions; a pure value.
package struct AnswerOrder: Sendable {
  private var next = 0
  private var early: [Int: CustomerAnswer] = [:]

  /// Begins with the first question.
  package init() {}

  /// Takes an answer in.
  ///
  /// - Returns: the answers whose turn has come, in order; none where an earlier one is missing.
  package mutating func take(_ numbered: NumberedAnswer) -> [CustomerAnswer] {
    early[numbered.number] = numbered.answer
    var due: [CustomerAnswer] = []
    while let answer = early.removeValue(forKey: next) {
      due.append(answer)
      next += 1
    }
    return due
  }
}

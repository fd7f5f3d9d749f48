package import CustomerDomain

/// An answer of a batch, with the number of its question among all, from 0 on.
package struct NumberedAnswer: Hashable, Sendable {
  /// Which question it answers.
  package let number: Int
  /// The answer.
  package let answer: CustomerAnswer

  /// Makes the answer to a question.
  package init(number: Int, _ answer: CustomerAnswer) {
    self.number = number
    self.answer = answer
  }
}

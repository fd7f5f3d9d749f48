/// What is wrong with a template, and where in it.
package struct TemplateError: Error, Hashable, Sendable {
  /// The logical id of the resource, parameter, condition or output concerned, if any.
  package var logicalID: String?
  /// The line of the template, counted from 1, where it is known.
  package var line: Int?
  /// What is wrong, in words, naming type, property or function.
  package var problem: String

  /// Makes an error.
  package init(_ problem: String, logicalID: String? = nil, line: Int? = nil) {
    self.problem = problem
    self.logicalID = logicalID
    self.line = line
  }

  /// The same error with the names filled in that it did not have.
  func located(in logicalID: String, line: Int? = nil) -> TemplateError {
    var copy = self
    copy.logicalID = copy.logicalID ?? logicalID
    copy.line = copy.line ?? line
    return copy
  }
}

extension TemplateError: CustomStringConvertible {
  /// Where and what, for people.
  package var description: String {
    let place = line.map { "template line \($0)" } ?? "template"
    return "\(place): \(logicalID.map { "\($0): " } ?? "")\(problem)"
  }
}

/// What is wrong with a definition.
package struct DefinitionError: Error, Hashable, Sendable {
  /// One thing that is wrong.
  package struct Problem: Hashable, Sendable {
    /// The kind of fault, such as `SCHEMA_VALIDATION_FAILED`.
    package let code: String
    /// The fault in words, without its place.
    package let message: String
    /// Where it is, as a slash-separated path such as `/States/Check`.
    package let location: String
  }

  /// Everything that was found wrong, in the order of the definition.
  package let problems: [Problem]
}

extension DefinitionError: CustomStringConvertible {
  /// The problems as the service words them, for example
  /// `SCHEMA_VALIDATION_FAILED: These fields are required: [States] at /`.
  package var description: String {
    problems.map { "\($0.code): \($0.message) at \($0.location)" }.joined(separator: ", ")
  }
}

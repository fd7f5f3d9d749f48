package import JSONValue

/// A state machine whose definition was found sound.
package struct StateMachine: Sendable {
  /// How long an execution may take, in seconds.
  package let timeoutSeconds: Int?
  /// What `States.Hash` computes with; without it the function fails.
  package let hash: HashFunction?
  /// The top level, branches and processors; the top level comes first.
  let scopes: [Scope]

  /// Checks and reads a definition.
  ///
  /// - Parameters:
  ///   - definition: the definition in the Amazon States Language.
  ///   - hash: what `States.Hash` computes with; without it the function fails.
  /// - Throws: `DefinitionError` with everything that is wrong with it.
  package init(definition: JSON, hash: HashFunction? = nil) throws(DefinitionError) {
    var reader = DefinitionReader()
    let read = reader.machine(definition)
    guard let read, reader.problems.isEmpty, !read.scopes.isEmpty else {
      throw DefinitionError(problems: reader.problems)
    }
    self.hash = hash
    scopes = read.scopes
    timeoutSeconds = read.timeoutSeconds
  }
}

package import Dashboard

/// What there is around the dashboard on this machine, which is not the backend's.
package struct Surroundings: Sendable {
  /// Reads the contexts from the configuration, the local cloud first; throws what is wrong with it.
  package var contexts: @Sendable () throws -> [ContextMark]
  /// Throws where a context cannot be used.
  package var checkContext: @Sendable (String) throws -> Void
  /// Where typed commands are kept; `nil` for nowhere.
  package var history: HistoryFile?

  /// Names what there is; without anything there is no other context, and nothing is kept.
  package init(
    contexts: @escaping @Sendable () throws -> [ContextMark] = { [] },
    checkContext: @escaping @Sendable (String) throws -> Void = { _ in },
    history: HistoryFile? = nil
  ) {
    self.contexts = contexts
    self.checkContext = checkContext
    self.history = history
  }
}

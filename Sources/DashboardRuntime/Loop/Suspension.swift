/// What is done around the time the program is stopped by Control-Z or SIGTSTP.
///
/// A stopped program serves nobody: what other programs depend on is handed over before.
package struct Suspension: Sendable {
  /// Done before the program stops; must return within half a second.
  package var before: @Sendable () -> Void
  /// Done when it goes on; must return within half a second.
  package var after: @Sendable () -> Void

  /// Makes a suspension; nothing is done where nothing is given.
  package init(
    before: @escaping @Sendable () -> Void = {},
    after: @escaping @Sendable () -> Void = {}
  ) {
    self.before = before
    self.after = after
  }
}

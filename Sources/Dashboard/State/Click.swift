internal import AWSWire
internal import CustomerDomain

/// A click, for telling whether the next one makes it a double click.
struct Click: Hashable, Sendable {
  /// What was clicked.
  let target: MouseTarget
  /// When.
  let at: Instant

  /// How soon the second click of a double click comes, in milliseconds.
  private static let patience: Int64 = 500

  /// Whether a click makes a double click of this one: on the same thing, however that has moved
  /// meanwhile, and not on what has taken its place.
  func isDoubled(by target: MouseTarget, at instant: Instant) -> Bool {
    target == self.target && instant.passed(since: at) <= Click.patience
  }
}

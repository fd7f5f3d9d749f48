/// A rule that starts something by schedule or by event.
package struct EventRule: Hashable, Sendable {
  /// The rule's name.
  package var name: String
  /// Whether it is enabled.
  package var isEnabled: Bool
  /// The schedule, such as `rate(5 minutes)`.
  package var schedule: String?
  /// The event pattern, as JSON text.
  package var pattern: String?
  /// The ARNs of its targets.
  package var targets: [String]

  /// Makes a rule.
  package init(
    name: String,
    isEnabled: Bool,
    schedule: String?,
    pattern: String?,
    targets: [String]
  ) {
    self.name = name
    self.isEnabled = isEnabled
    self.schedule = schedule
    self.pattern = pattern
    self.targets = targets
  }
}

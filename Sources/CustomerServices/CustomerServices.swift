/// The services that the dashboard and the commands share, in the words of the field.
///
/// They turn wishes into calls and answers into domain values; no wire type leaves this room, and it
/// knows neither screen nor command line. What is read-only is refused here, before anything is sent.
package struct AccessMode: Hashable, Sendable {
  /// Whether every changing action is refused.
  let isReadOnly: Bool
  /// What to do to change something all the same, for refusals.
  let advice: String

  /// Everything is allowed.
  package static let full = AccessMode(isReadOnly: false, advice: "")
  /// Every changing action is refused.
  package static let readOnly = AccessMode.readOnly(advice: "")

  /// Every changing action is refused, with advice on what to do.
  package static func readOnly(advice: String) -> AccessMode {
    AccessMode(isReadOnly: true, advice: advice)
  }
}

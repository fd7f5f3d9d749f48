/// The services that the dashboard and the commands share, in the words of the field.
///
/// They turn wishes into calls and answers into domain values; no wire type leaves this room, and it
/// knows neither screen nor command line. What is read-only is refused here, before anything is sent.
package enum AccessMode: Hashable, Sendable {
  /// Every changing action is refused.
  case readOnly
  /// Everything is allowed.
  case full
}

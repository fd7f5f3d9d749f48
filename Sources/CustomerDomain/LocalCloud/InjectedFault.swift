package import AWSWire

/// A fault that was asked for in the local cloud.
package struct InjectedFault: Hashable, Sendable {
  /// What goes wrong.
  package enum Kind: Hashable, Sendable {
    /// The function throws.
    case error
    /// The function is throttled, and does not run.
    case throttle
    /// The function runs into its timeout.
    case timeout
    /// Answers come late, by so many milliseconds.
    case delay(milliseconds: Int)
  }

  /// The function's name.
  package var function: String
  /// What goes wrong.
  package var kind: Kind
  /// How often, from 0 to 1.
  package var rate: Double
  /// Until when; `nil` until it is cleared.
  package var until: Instant?

  /// Makes a fault.
  package init(function: String, kind: Kind, rate: Double = 1, until: Instant? = nil) {
    self.function = function
    self.kind = kind
    self.rate = rate
    self.until = until
  }
}

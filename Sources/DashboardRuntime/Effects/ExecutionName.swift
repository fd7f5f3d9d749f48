package import AWSClient
internal import AWSWire

/// Names for runs: random UUIDs, as Step Functions itself gives them.
package enum ExecutionName {
  /// A name that no other run has.
  package static func random(_ pacer: any Pacer) -> String {
    RandomUUID.text(pacer.randomBits(), pacer.randomBits())
  }
}

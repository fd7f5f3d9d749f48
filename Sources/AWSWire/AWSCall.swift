package import JSONValue

/// One operation of an AWS service: what is called, before any protocol or transport is chosen.
///
/// This room holds what both sides of the wire share: names of services, signatures, errors, text
/// encodings and times. It opens no connection and knows neither the dashboard nor the local cloud.
package struct AWSCall: Hashable, Sendable {
  /// The service that is called.
  package var service: AWSService
  /// The operation's name as the service spells it, such as `GetItem`.
  package var operation: String
  /// The operation's input as the service documents it.
  package var input: JSON

  /// Makes a call.
  package init(_ service: AWSService, _ operation: String, _ input: JSON) {
    self.service = service
    self.operation = operation
    self.input = input
  }
}

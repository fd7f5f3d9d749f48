internal import AWSClient
package import AWSWire
package import CustomerDomain

extension ServiceFailure {
  /// What an error of the client means to a person; the one place where that is said.
  ///
  /// - Parameters:
  ///   - error: what the client says.
  ///   - action: what was being done, such as `list alarms`.
  ///   - resource: what it was done to; empty where there is nothing in particular.
  ///   - isChanging: whether it was to change something, so that it matters whether it did.
  package init(
    _ error: AWSError,
    action: String,
    resource: String = "",
    isChanging: Bool = false
  ) {
    let (kind, reason, advice) = Self.meaning(of: error)
    self.init(
      kind: kind,
      action: action,
      resource: resource,
      reason: reason,
      advice: advice,
      // These codes are the client's own, and the reason says the same in words.
      code: error.kind == .unreachable || kind == .badConfiguration ? "" : error.code,
      requestID: error.requestID,
      isOutcomeOpen: isChanging && error.leavesOutcomeOpen
    )
  }

  /// A failure to understand an answer that came.
  init(unreadable what: String, action: String, resource: String = "") {
    self.init(
      kind: .unreadableAnswer,
      action: action,
      resource: resource,
      reason: "the answer has no \(what)",
      advice: "check that the endpoint is what it should be"
    )
  }

  private static func meaning(
    of error: AWSError
  ) -> (kind: Kind, reason: String, advice: String) {
    let message = String(error.message.withoutFullStop)
    if error.kind != .throttled, let remedy = error.remedy {
      let isDenied = error.kind == .denied
      let kind: Kind = error.status >= 500 ? .unavailable : .unreadableAnswer
      return (isDenied ? .notPermitted : kind, message, remedy)
    }
    switch error.kind {
    case .throttled:
      return (.throttled, "the service asks to slow down", "try again in a moment")
    case .unreachable: return (.unavailable, message, advice(forTransport: error.code))
    case .denied:
      let isOurs = ["NoCredentials", "NoEndpoint", "NoKey"].contains(error.code)
      let kind: Kind = isOurs ? .badConfiguration : .notPermitted
      return (kind, message, advice(forDenied: error))
    case .unreadable where error.status < 500:
      return (.unreadableAnswer, message, "check that the endpoint is what it should be")
    case .service, .unreadable: return service(error, message)
    }
  }

  private static func service(
    _ error: AWSError,
    _ message: String
  ) -> (kind: Kind, reason: String, advice: String) {
    if error.code == "UnsupportedProtocol" { return (.badConfiguration, message, "") }
    // In a stream that began well, the status says nothing.
    if error.code == "SessionStreamingException" { return (.unavailable, message, "") }
    if error.code == "LimitExceededException" {
      return (.invalidInput, message, "end another one, or have the account's quota raised")
    }
    if error.status >= 500 {
      return (.unavailable, message, "try again in a moment; the service's log has the cause")
    }
    let code = error.code.lowercased()
    if code.contains("notfound") || code.contains("doesnotexist") {
      return (.notFound, message, "check the name and the region")
    }
    return (.invalidInput, message, "")
  }

  private static func advice(forTransport code: String) -> String {
    switch code {
    case "refused": "check the endpoint, and that something listens there"
    case "resolve": "check the endpoint's host name and the network"
    case "cutOff": "try again; check the network, and any proxy or firewall on the way"
    case "timedOut": "check the network, or give a longer --timeout"
    case "cancelled": ""
    case "tls": "check AWS_CA_BUNDLE and the endpoint's certificate"
    default: "try again"
    }
  }

  private static func advice(forDenied error: AWSError) -> String {
    switch error.code {
    case "NoCredentials", "NoEndpoint", "NoKey": ""
    case "Forbidden" where error.operation.hasPrefix("customer API"):
      "check \(error.keySource ?? "the API key"), and that the stage belongs to the key's usage plan"
    case "ExpiredToken", "ExpiredTokenException": "renew the credentials"
    case let code where ServiceFailure.accessDenied.contains(code):
      "allow \(error.operation.isEmpty ? "it" : error.operation) to these credentials"
    default: "check the credentials"
    }
  }
}

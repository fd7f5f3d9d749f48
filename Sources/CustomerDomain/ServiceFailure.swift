/// Why something that was asked of the backend could not be done, in terms a person can act on.
package struct ServiceFailure: Error, Hashable, Sendable, Codable {
  /// The kind of trouble; decides exit codes and advice.
  package enum Kind: String, Hashable, Sendable, CaseIterable, Codable {
    /// The service cannot be reached, or answers with a fault of its own.
    case unavailable
    /// The service asks to slow down; trying again later helps.
    case throttled
    /// Wrong or missing key, no permission, or READ-ONLY.
    case notPermitted
    /// There is no such execution, alarm, rule or request.
    case notFound
    /// The input was refused.
    case invalidInput
    /// The configuration cannot work.
    case badConfiguration
    /// An answer came that could not be understood.
    case unreadableAnswer
  }

  /// The kind of trouble.
  package var kind: Kind
  /// What was being done, such as `look up`.
  package var action: String
  /// The id, name or ARN it was done to; empty where there is none.
  package var resource: String
  /// Why it failed, in one sentence without a full stop.
  package var reason: String
  /// What to do about it, in one sentence without a full stop; empty where there is nothing to do.
  package var advice: String
  /// The service's own code; empty where there is none.
  package var code: String
  /// The service's request id.
  package var requestID: String?
  /// Whether what was asked for may have been done all the same: it was sent, and no answer tells.
  package var isOutcomeOpen: Bool

  /// What is said of something whose outcome is open.
  package static let openOutcome = "whether it was done is not known"

  /// Makes a failure; what is not known is left out.
  package init(
    kind: Kind,
    action: String,
    resource: String = "",
    reason: String,
    advice: String = "",
    code: String = "",
    requestID: String? = nil,
    isOutcomeOpen: Bool = false
  ) {
    self.kind = kind
    self.action = action
    self.resource = resource
    self.reason = reason
    self.advice = advice
    self.code = code
    self.requestID = requestID
    self.isOutcomeOpen = isOutcomeOpen
  }
}

extension ServiceFailure {
  /// Whether it was refused here, because of READ-ONLY or for want of configuration, so that nothing
  /// was sent; what a service refuses has the service's code.
  package var isUnsent: Bool {
    kind == .badConfiguration || (kind == .notPermitted && code.isEmpty)
  }

  /// The codes by which services say that credentials are good, and may not do what was asked for.
  package static let accessDenied: Set<String> = [
    "AccessDenied", "AccessDeniedException", "AuthorizationError", "UnauthorizedOperation",
  ]

  /// Whether asking again is in vain until somebody permits it; credentials that are over or wrong may
  /// be other ones the next time.
  package var isAccessDenied: Bool {
    kind == .notPermitted && ServiceFailure.accessDenied.contains(code)
  }

  /// What was being done, and to what; an id or a name as exactly what it is.
  package var place: String { resource.isEmpty ? action : "\(action) \(resource.spelledOut)" }

  /// Why, and what to do, without what it was asked for, where that is said already.
  package var sentence: String { advice.isEmpty ? reason : "\(reason); \(advice)" }
}

extension ServiceFailure: CustomStringConvertible {
  /// What failed, why, and what to do, in one line; an id or a name as exactly what it is.
  package var description: String {
    var text = "\(place): \(reason)"
    let origin = [code, requestID.map { "request \($0)" } ?? ""].filter { !$0.isEmpty }
    if !origin.isEmpty { text += " (\(origin.joined(separator: ", ")))" }
    if !advice.isEmpty { text += "; \(advice)" }
    return text
  }
}

internal import CustomerDomain

/// What to do about a filter pattern that CloudWatch Logs refuses.
///
/// An id or a request's id is what people look for first, and most have a hyphen, which a term may
/// have only in double quotes (CloudWatch Logs, "Filter pattern syntax").
struct FilterAdvice {
  private let pattern: String?

  /// Takes the pattern that was sent, if any.
  init(_ pattern: String?) { self.pattern = pattern }

  /// The failure, with advice where the pattern is what was refused.
  func advising(_ failure: ServiceFailure) -> ServiceFailure {
    let reason = failure.reason.lowercased()
    guard let pattern, failure.code.hasPrefix("InvalidParameter"),
      reason.contains("pattern") || reason.contains("term")
    else { return failure }
    var advised = failure
    if pattern.first == "{" {
      advised.advice = "a pattern of JSON is like { $.level = \"ERROR\" }, braces and all"
      return advised
    }
    advised.advice =
      "put a term with anything but letters, digits and _ in double quotes, such as "
      + "'\"\(FilterAdvice.isOneTerm(pattern) ? pattern : "load-2")\"'"
    return advised
  }

  /// Whether the pattern could be meant as it stands, so that quotes around it are all it needs.
  private static func isOneTerm(_ pattern: String) -> Bool {
    !pattern.isEmpty && !pattern.contains { "\"'{}[]%\\ ".contains($0) }
  }
}

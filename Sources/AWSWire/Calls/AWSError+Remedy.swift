/// Causes that lie neither in what was asked nor in who asked, whatever code they come with.
extension AWSError {
  /// Codes that a wrong clock alone causes.
  private static let clockCodes: Set<String> = [
    "RequestExpired", "RequestInTheFuture", "RequestTimeTooSkewed",
  ]
  /// How the sentences begin by which services tell a wrong clock under codes of wrong signatures.
  private static let clockSentences = ["Signature expired:", "Signature not yet current:"]

  /// Whether the service refused because this machine's clock is wrong.
  package var isOfWrongClock: Bool {
    AWSError.clockCodes.contains(code)
      || kind == .denied && AWSError.clockSentences.contains { message.hasPrefix($0) }
  }

  /// What to do where this machine's clock, or something between here and the service, is the cause;
  /// `nil` where neither is known to be.
  package var remedy: String? {
    if isOfWrongClock { return "set this machine's clock" }
    return isWebPage ? AWSError.remedyOfWebPage(status: status) : nil
  }

  /// What to do where a web page comes in place of an answer: from 500 on it may be the service's own,
  /// which is out.
  package static func remedyOfWebPage(status: Int) -> String {
    (status >= 500 ? "try again in a moment; if it stays so, " : "")
      + "check the endpoint, and what stands between here and it (a proxy, a login page)"
  }
}

import AWSWire
import CustomerDomain
import Testing

@testable import CustomerServices

struct FailureAdviceTests {
  @Test(arguments: [
    ("RequestTimeTooSkewed", "no", "set this machine's clock"),
    ("RequestInTheFuture", "no", "set this machine's clock"),
    (
      "InvalidSignatureException",
      "Signature expired: 20261128T000000Z is now earlier than 20261128T010000Z",
      "set this machine's clock"
    ),
    (
      "SignatureDoesNotMatch", "Signature not yet current: 20261128T020000Z is still later than",
      "set this machine's clock"
    ), ("SignatureDoesNotMatch", "The request signature we calculated", "check the credentials"),
    ("ExpiredToken", "The security token is expired", "renew the credentials"),
  ])
  func `a wrong clock is told from wrong credentials`(
    code: String,
    message: String,
    advice: String
  ) {
    let error = AWSError(kind: .denied, code: code, message: message, status: 403)
    let failure = ServiceFailure(error, action: "list alarms")
    #expect(failure.kind == .notPermitted && failure.advice == advice)
  }

  @Test(arguments: [(200, ServiceFailure.Kind.unreadableAnswer), (502, .unavailable)])
  func `of a web page it is told what to look at`(status: Int, kind: ServiceFailure.Kind) {
    var error = AWSError(kind: .unreadable, code: "X", message: "a web page", status: status)
    error.isWebPage = true
    let failure = ServiceFailure(error, action: "list alarms")
    #expect(failure.kind == kind)
    #expect(failure.advice.contains("endpoint") && failure.advice.contains("a proxy"))
  }

  @Test func `a connection that breaks is looked at, besides trying again`() {
    let error = AWSError(kind: .unreachable, code: "cutOff", message: "closed")
    let advice = ServiceFailure(error, action: "list alarms").advice
    #expect(advice == "try again; check the network, and any proxy or firewall on the way")
  }
}

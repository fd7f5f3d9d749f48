import AWSWire
import Testing

@testable import Deployment

struct DoctorFindingTests {
  @Test func `a wrong clock and a web page are told with what to do`() {
    let late = AWSError(
      kind: .denied,
      code: "SignatureDoesNotMatch",
      message: "Signature expired: 20261128T000000Z is now earlier than 20261128T010000Z."
    )
    #expect(Doctor.finding("credentials", late).advice == "set this machine's clock")
    var page = AWSError(kind: .unreadable, code: "HTTP200", message: "a web page", status: 200)
    page.isWebPage = true
    #expect(Doctor.finding("credentials", page).advice.contains("a login page"))
    page.status = 503
    #expect(Doctor.finding("credentials", page).advice.hasPrefix("try again in a moment; if it"))
    let wrong = AWSError(kind: .denied, code: "SignatureDoesNotMatch", message: "no")
    #expect(Doctor.finding("credentials", wrong).advice == "check the credentials and the region")
  }
}

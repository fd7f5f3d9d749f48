import AWSWire
import Testing

struct RemedyTests {
  @Test(arguments: [200, 403, 404, 499])
  func `under a status below 500 a web page is something between here and the service`(
    status: Int
  ) {
    #expect(Self.remedy(status)?.hasPrefix("check the endpoint, and what stands between") == true)
  }

  @Test(arguments: [500, 502, 503])
  func `under a status of 500 or more it may be the service's own, which is tried again first`(
    status: Int
  ) {
    #expect(
      Self.remedy(status)?.hasPrefix("try again in a moment; if it stays so, check the endpoint")
        == true
    )
  }

  private static func remedy(_ status: Int) -> String? {
    var error = AWSError(kind: .unreadable, code: "HTTP\(status)", message: "", status: status)
    error.isWebPage = true
    return error.remedy
  }
}

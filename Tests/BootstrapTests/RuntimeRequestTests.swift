import Testing

@testable import bootstrap

struct RuntimeRequestTests {
  private func text(_ request: RuntimeRequest) -> String {
    String(decoding: request.bytes(host: "127.0.0.1:9001"), as: UTF8.self)
  }

  @Test func `a GET has no body`() {
    #expect(
      text(RuntimeRequest(method: "GET", path: "/next"))
        == "GET /next HTTP/1.1\r\nHost: 127.0.0.1:9001\r\nConnection: close\r\n\r\n"
    )
  }

  @Test func `a POST says how long its body is, also where it is empty`() {
    let request = RuntimeRequest(
      method: "POST",
      path: "/r",
      headers: [("Content-Type", "application/json")],
      body: Array("é".utf8)
    )
    #expect(text(request).hasSuffix("Content-Type: application/json\r\nContent-Length: 2\r\n\r\né"))
    #expect(
      text(RuntimeRequest(method: "POST", path: "/r")).hasSuffix("Content-Length: 0\r\n\r\n")
    )
  }

  @Test func `an error's name cannot add a header`() {
    let request = RuntimeRequest(method: "POST", path: "/", headers: [("Type", "a\r\nEvil: b")])
    #expect(text(request).contains("Type: aEvil: b\r\n"))
  }

  @Test(arguments: ["", "host", ":9001", "host:", "host:0", "host:65536", "host:x"])
  func `an address that is none is refused by name`(address: String) {
    #expect(throws: RuntimeError.address(address)) { try RuntimeConnector(address: address) }
  }
}

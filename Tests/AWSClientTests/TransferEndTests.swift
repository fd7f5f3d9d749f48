import CCurl
import Glibc
import Testing

@testable import AWSClient

struct TransferEndTests {
  /// What is told of an exchange with `a:1` that ended so.
  private static func words(
    _ code: CURLcode,
    sendings: Int = 1,
    begun: Bool = false,
    limited: Bool = true,
    proxied: Bool = false,
    errno: Int32 = 0
  ) -> String {
    let end = TransferEnd(
      code: code,
      sendings: sendings,
      hasAnswerBegun: begun,
      hasTotalLimit: limited,
      mayUseProxy: proxied,
      host: "a:1",
      systemError: errno,
      reason: "REASON"
    )
    return end.words
  }

  @Test(arguments: [false, true]) func `what became of a request that was sent`(isProxied: Bool) {
    let closed = "the connection was closed before an answer came"
    let cut = "the connection was closed before the answer was whole"
    let table: [(words: String, expected: String)] = [
      (Self.words(CURLE_GOT_NOTHING, proxied: isProxied), closed),
      (Self.words(CURLE_PARTIAL_FILE, begun: true, proxied: isProxied), cut),
      (Self.words(CURLE_SEND_ERROR, proxied: isProxied, errno: EPIPE), closed),
      (Self.words(CURLE_SEND_ERROR, proxied: isProxied, errno: ECONNRESET), closed),
      (Self.words(CURLE_RECV_ERROR, begun: true, proxied: isProxied, errno: ECONNRESET), cut),
      (
        Self.words(CURLE_RECV_ERROR, proxied: isProxied, errno: ETIMEDOUT),
        "the connection broke before an answer came (REASON)"
      ),
      (
        Self.words(CURLE_SEND_ERROR, proxied: isProxied, errno: EHOSTUNREACH),
        "the connection broke before an answer came (REASON)"
      ),
      (
        Self.words(CURLE_RECV_ERROR, begun: true, proxied: isProxied),
        "the connection broke before the answer was whole (REASON)"
      ), (Self.words(CURLE_ABORTED_BY_CALLBACK, proxied: isProxied), closed),
      (Self.words(CURLE_OPERATION_TIMEDOUT, proxied: isProxied), "no answer came in time"),
      (
        Self.words(CURLE_OPERATION_TIMEDOUT, limited: false, proxied: isProxied),
        "no answer came in time"
      ),
      (
        Self.words(CURLE_OPERATION_TIMEDOUT, begun: true, proxied: isProxied),
        "the answer did not end in time"
      ),
      (
        Self.words(CURLE_OPERATION_TIMEDOUT, begun: true, limited: false, proxied: isProxied),
        "nothing more of the answer came in time"
      ), (Self.words(CURLE_TOO_MANY_REDIRECTS, proxied: isProxied), "REASON"),
    ]
    for (words, expected) in table { #expect(words == expected) }
  }

  @Test func `why a host could not be reached`() {
    let table: [(words: String, expected: String)] = [
      (
        Self.words(CURLE_COULDNT_CONNECT, sendings: 0, errno: ECONNREFUSED),
        "cannot reach a:1 (connection refused)"
      ),
      (Self.words(CURLE_COULDNT_CONNECT, sendings: 0), "cannot reach a:1 (no connection)"),
      (Self.words(CURLE_COULDNT_RESOLVE_HOST, sendings: 0), "cannot find the host a:1"),
      (
        Self.words(CURLE_OPERATION_TIMEDOUT, sendings: 0),
        "cannot reach a:1 (no connection in time)"
      ), (Self.words(CURLE_RECV_ERROR, sendings: 0, errno: ECONNRESET), "REASON"),
    ]
    for (words, expected) in table { #expect(words == expected) }
  }

  @Test(arguments: [
    CURLE_COULDNT_CONNECT, CURLE_COULDNT_RESOLVE_HOST, CURLE_OPERATION_TIMEDOUT, CURLE_RECV_ERROR,
  ])
  func `what a proxy says before the request went out is told in libcurl's words`(code: CURLcode) {
    #expect(Self.words(code, sendings: 0, proxied: true, errno: ECONNRESET) == "REASON")
  }
}

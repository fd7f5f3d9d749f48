internal import CCurl

extension Transfer {
  /// What libcurl's result means; `nil` where all went well.
  func failure(_ code: CURLcode, _ curl: CurlLibrary) -> HTTPError? {
    guard code != CURLE_OK else { return nil }
    var number = 0
    _ = ccurl_get_long(curl.easyGetInfo, easy, CURLINFO_OS_ERRNO, &number)
    let end = TransferEnd(
      code: code,
      sendings: sendings,
      hasAnswerBegun: head.status >= 200,
      hasTotalLimit: order.request.timeouts.total != nil,
      mayUseProxy: mayUseProxy,
      host: String(order.request.host),
      systemError: Int32(truncatingIfNeeded: number),
      reason: reason(code, curl)
    )
    return HTTPError(
      Transfer.kind(of: code),
      mayHaveBeenSent: sendings > 0,
      message: end.words
    )
  }

  /// What libcurl says.
  private func reason(_ code: CURLcode, _ curl: CurlLibrary) -> String {
    if message.pointee != 0 { return String(cString: message) }
    return curl.easyMessage(code).map { String(cString: $0) } ?? "error \(code.rawValue) of libcurl"
  }

  /// The failure of a request that nobody waits for any more.
  var cancellation: HTTPError {
    HTTPError(.cancelled, mayHaveBeenSent: sendings > 0, message: "cancelled")
  }

  private static func kind(of code: CURLcode) -> HTTPError.Kind {
    switch code {
    case CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY: .resolve
    case CURLE_COULDNT_CONNECT: .refused
    case CURLE_OPERATION_TIMEDOUT: .timedOut
    // The only callback that aborts is the one that refuses a second sending.
    case CURLE_PARTIAL_FILE, CURLE_GOT_NOTHING, CURLE_SEND_ERROR, CURLE_RECV_ERROR,
      CURLE_ABORTED_BY_CALLBACK:
      .cutOff
    case CURLE_SSL_CONNECT_ERROR, CURLE_SSL_ENGINE_NOTFOUND, CURLE_SSL_ENGINE_SETFAILED,
      CURLE_SSL_CERTPROBLEM, CURLE_SSL_CIPHER, CURLE_PEER_FAILED_VERIFICATION,
      CURLE_USE_SSL_FAILED, CURLE_SSL_CACERT_BADFILE, CURLE_SSL_ISSUER_ERROR,
      CURLE_SSL_INVALIDCERTSTATUS, CURLE_SSL_CLIENTCERT:
      .tls
    default: .other
    }
  }
}

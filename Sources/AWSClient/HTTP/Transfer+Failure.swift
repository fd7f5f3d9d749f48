internal import CCurl
internal import Glibc

extension Transfer {
  /// What libcurl's result means; `nil` where all went well.
  func failure(_ code: CURLcode, _ curl: CurlLibrary) -> HTTPError? {
    guard code != CURLE_OK else { return nil }
    return HTTPError(
      Transfer.kind(of: code),
      mayHaveBeenSent: sendings > 0,
      message: words(code, curl)
    )
  }

  private func words(_ code: CURLcode, _ curl: CurlLibrary) -> String {
    if let words = wordsAfterSending(code) { return words }
    if !mayUseProxy, let words = wordsOfReaching(code, curl) { return words }
    if message.pointee != 0 { return String(cString: message) }
    return curl.easyMessage(code).map { String(cString: $0) } ?? "error \(code.rawValue) of libcurl"
  }

  /// What became of a request that was sent, in plainer words than libcurl's, which count milliseconds
  /// and bytes; they name no host, since it may be a proxy that gave up.
  private func wordsAfterSending(_ code: CURLcode) -> String? {
    let hasBegun = head.status >= 200
    switch code {
    // The only callback that aborts is the one that refuses a second sending.
    case CURLE_ABORTED_BY_CALLBACK: return "the connection was closed before an answer came"
    case CURLE_OPERATION_TIMEDOUT where sendings > 0:
      if !hasBegun { return "no answer came in time" }
      return order.request.timeouts.total == nil
        ? "nothing more of the answer came in time" : "the answer did not end in time"
    case CURLE_PARTIAL_FILE, CURLE_GOT_NOTHING, CURLE_SEND_ERROR, CURLE_RECV_ERROR:
      // Before the request went out it was a proxy that refused, and libcurl's words say how.
      guard sendings > 0 else { return nil }
      return "the connection was closed before "
        + (hasBegun ? "the answer was whole" : "an answer came")
    default: return nil
    }
  }

  /// Why the host could not be reached, in fewer words than libcurl's.
  private func wordsOfReaching(_ code: CURLcode, _ curl: CurlLibrary) -> String? {
    let host = order.request.host
    switch code {
    case CURLE_COULDNT_CONNECT:
      var number = 0
      _ = ccurl_get_long(curl.easyGetInfo, easy, CURLINFO_OS_ERRNO, &number)
      let why = number == 0 ? "no connection" : String(cString: strerror(Int32(number)))
      return "cannot reach \(host) (\(why.prefix(1).lowercased() + why.dropFirst()))"
    case CURLE_COULDNT_RESOLVE_HOST: return "cannot find the host \(host)"
    case CURLE_OPERATION_TIMEDOUT where sendings == 0:
      return "cannot reach \(host) (no connection in time)"
    default: return nil
    }
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

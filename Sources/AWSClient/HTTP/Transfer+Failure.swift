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
    if code == CURLE_ABORTED_BY_CALLBACK {
      return "the connection was closed before an answer came"
    }
    if !mayUseProxy, let words = plainWords(code, curl) { return words }
    if message.pointee != 0 { return String(cString: message) }
    return curl.easyMessage(code).map { String(cString: $0) } ?? "error \(code.rawValue) of libcurl"
  }

  /// The commonest troubles in fewer words than libcurl's, which count milliseconds.
  private func plainWords(_ code: CURLcode, _ curl: CurlLibrary) -> String? {
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

internal import CCurl
internal import Glibc

/// How a transfer went wrong, and what is said of it; a pure value.
struct TransferEnd {
  /// libcurl's result, an error.
  let code: CURLcode
  /// How often the request began to go out.
  let sendings: Int
  /// Whether the answer's status came.
  let hasAnswerBegun: Bool
  /// Whether the whole exchange had a time limit.
  let hasTotalLimit: Bool
  /// Whether the request may have gone by a proxy.
  let mayUseProxy: Bool
  /// The host that was asked, with the port where there was one.
  let host: String
  /// The `errno` of the call that failed last on a socket; 0 where none did.
  let systemError: Int32
  /// libcurl's own words.
  let reason: String

  /// What is said.
  var words: String {
    if let words = wordsAfterSending { return words }
    if !mayUseProxy, let words = wordsOfReaching { return words }
    return reason
  }

  /// What became of a request that was sent, in plainer words than libcurl's, which count milliseconds
  /// and bytes; they name no host, since it may be a proxy that gave up.
  private var wordsAfterSending: String? {
    let missing = hasAnswerBegun ? "the answer was whole" : "an answer came"
    let closed = "the connection was closed before \(missing)"
    // Before the request went out it was a proxy that refused, and libcurl's words say how; though the
    // only callback that aborts is the one that refuses a second sending.
    guard sendings > 0 || code == CURLE_ABORTED_BY_CALLBACK else { return nil }
    switch code {
    case CURLE_ABORTED_BY_CALLBACK: return "the connection was closed before an answer came"
    case CURLE_OPERATION_TIMEDOUT:
      if !hasAnswerBegun { return "no answer came in time" }
      return hasTotalLimit
        ? "the answer did not end in time" : "nothing more of the answer came in time"
    case CURLE_PARTIAL_FILE, CURLE_GOT_NOTHING: return closed
    case CURLE_SEND_ERROR, CURLE_RECV_ERROR:
      // A link that is lost and what TLS refuses come under these, too.
      if [ECONNRESET, EPIPE].contains(systemError) { return closed }
      return "the connection broke before \(missing) (\(reason))"
    default: return nil
    }
  }

  /// Why the host could not be reached, in fewer words than libcurl's.
  private var wordsOfReaching: String? {
    switch code {
    case CURLE_COULDNT_CONNECT:
      let why = systemError == 0 ? "no connection" : String(cString: strerror(systemError))
      return "cannot reach \(host) (\(why.prefix(1).lowercased() + why.dropFirst()))"
    case CURLE_COULDNT_RESOLVE_HOST: return "cannot find the host \(host)"
    case CURLE_OPERATION_TIMEDOUT where sendings == 0:
      return "cannot reach \(host) (no connection in time)"
    default: return nil
    }
  }
}

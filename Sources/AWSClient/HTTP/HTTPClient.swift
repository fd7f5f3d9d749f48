internal import Glibc
internal import Synchronization

/// HTTP/1.1 over libcurl: any number of requests at once, all on one thread of its own.
///
/// Connections are kept and used again. Cancelling the task that waits ends the transfer at once.
package final class HTTPClient: HTTPSender, Sendable {
  /// What all requests of one client have in common.
  package struct Options: Hashable, Sendable {
    /// The proxy for `https` URLs, as a URL.
    package var httpsProxy: String?
    /// The proxy for `http` URLs, as a URL.
    package var httpProxy: String?
    /// Hosts that are reached without a proxy, separated by commas; `*` for all.
    package var noProxy: String
    /// A file of certificates that are trusted instead of the system's.
    package var certificateBundle: String?
    /// How many connections to one host may be open at once; more requests wait for one.
    package var connectionsPerHost: Int
    /// How many idle connections are kept.
    package var keptConnections: Int

    /// Makes options.
    package init(
      httpsProxy: String? = nil,
      httpProxy: String? = nil,
      noProxy: String = "",
      certificateBundle: String? = nil,
      connectionsPerHost: Int = 256,
      keptConnections: Int = 256
    ) {
      self.httpsProxy = httpsProxy
      self.httpProxy = httpProxy
      self.noProxy = noProxy
      self.certificateBundle = certificateBundle
      self.connectionsPerHost = connectionsPerHost
      self.keptConnections = keptConnections
    }

    /// The proxy that leads to `url`, where one is set.
    func proxy(for url: String) -> String? { url.hasPrefix("https:") ? httpsProxy : httpProxy }
  }

  private let inbox = TransferInbox()

  /// Makes a client and starts its thread.
  package init(options: Options = Options()) {
    CurlThread.start(inbox: inbox, options: options)
  }

  deinit { stop() }

  /// Ends every request that is under way, and lets none begin any more.
  package func stop() { _ = inbox.post(.stop) }

  /// Sends the request and waits for the whole answer.
  ///
  /// - Throws: `HTTPError` where no whole answer came; any status is an answer.
  package func send(_ request: HTTPRequest) async throws(HTTPError) -> HTTPResponse {
    let answer = WholeAnswer()
    let order = TransferOrder(request: request, answer: answer)
    let result = await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        answer.whenEnded(continuation)
        begin(order)
      }
    } onCancel: {
      cancel(order)
    }
    return try result.get()
  }

  /// Ends a transfer, if it is still under way.
  func cancel(_ order: TransferOrder) {
    order.isCancelled.store(true, ordering: .releasing)
    _ = inbox.post(.cancel(order))
  }

  /// Lets a transfer go on that waited for room.
  func goOn(_ order: TransferOrder) { _ = inbox.post(.goOn(order)) }

  /// Begins a transfer.
  func begin(_ order: TransferOrder) {
    guard !inbox.post(.start(order)) else { return }
    order.answer.end(
      HTTPError(.other, mayHaveBeenSent: false, message: "the HTTP client does not run")
    )
  }
}

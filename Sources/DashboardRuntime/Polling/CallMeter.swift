package import AWSClient
package import Dashboard
internal import Synchronization

/// Counts the requests that go through it on their way out.
package final class CallMeter: HTTPSender, Sendable {
  private let sender: any HTTPSender
  private let pacer: any Pacer
  private let tally = Mutex(CallTally())

  /// Makes a meter for what `sender` sends.
  package init(_ sender: any HTTPSender, pacer: any Pacer = .system) {
    self.sender = sender
    self.pacer = pacer
  }

  /// Counts the request and sends it.
  ///
  /// - Throws: `HTTPError` where no whole answer came; any status is an answer.
  package func send(_ request: HTTPRequest) async throws(HTTPError) -> HTTPResponse {
    tally.withLock { $0.count(target: request.headers["x-amz-target"], second: second) }
    return try await sender.send(request)
  }

  /// The calls of the last minute, of each service that was called.
  package var rates: [CallRate] {
    tally.withLock { $0.rates(second: second) }
  }

  private var second: Int { Int(pacer.elapsed / .seconds(1)) }
}

package import AWSClient
package import Dashboard
internal import Synchronization

/// Counts the requests that pass the senders it is put in front of.
package final class CallMeter: Sendable {
  private let pacer: any Pacer
  private let tally = Mutex(CallTally())

  /// Makes a meter that stands at nothing.
  package init(pacer: any Pacer = .system) {
    self.pacer = pacer
  }

  /// The same sender, with its requests counted.
  package func metering(_ sender: any HTTPSender) -> any HTTPSender {
    MeteredSender(sender: sender, meter: self)
  }

  fileprivate func count(_ request: HTTPRequest) {
    let target = request.headers["x-amz-target"]
    let asksForMetrics = target?.hasSuffix(".GetMetricData") ?? false
    let metrics = asksForMetrics ? CallMeter.metrics(in: request.body) : 1
    tally.withLock { $0.count(target: target, metrics: metrics, second: second) }
  }

  /// The same answer, which counts as a session for as long as somebody holds it.
  fileprivate func counting(_ stream: any HTTPStream) -> any HTTPStream {
    tally.withLock { $0.sessionOpened() }
    return MeteredStream(stream: stream, meter: self)
  }

  fileprivate func sessionEnded() { tally.withLock { $0.sessionEnded() } }

  /// How many metrics a request of GetMetricData asks for.
  private static func metrics(in body: [UInt8]) -> Int {
    let name = Array("\"MetricStat\"".utf8)
    return body.indices.count { body[$0] == name[0] && body[$0...].starts(with: name) }
  }

  /// The calls of the last minute, of each service that was called.
  package var rates: [CallRate] {
    tally.withLock { $0.rates(second: second) }
  }

  private var second: Int { Int(pacer.elapsed / .seconds(1)) }
}

/// A sender with a meter in front of it.
private struct MeteredSender: HTTPSender {
  let sender: any HTTPSender
  let meter: CallMeter

  func send(_ request: HTTPRequest) async throws(HTTPError) -> HTTPResponse {
    meter.count(request)
    return try await sender.send(request)
  }
  func open(_ request: HTTPRequest) async throws(HTTPError) -> any HTTPStream {
    meter.count(request)
    let stream = try await sender.open(request)
    let isSession = request.headers["x-amz-target"]?.hasSuffix(".StartLiveTail") ?? false
    return isSession && stream.head.status == 200 ? meter.counting(stream) : stream
  }
}

/// An answer that is counted while it goes on.
private final class MeteredStream: HTTPStream {
  private let stream: any HTTPStream
  private let meter: CallMeter

  init(stream: any HTTPStream, meter: CallMeter) {
    self.stream = stream
    self.meter = meter
  }

  deinit { meter.sessionEnded() }

  var head: HTTPResponseHead { stream.head }

  func next() async throws(HTTPError) -> [UInt8]? { try await stream.next() }
}

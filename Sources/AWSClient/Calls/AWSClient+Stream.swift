package import AWSWire
internal import JSONValue
internal import Synchronization

extension AWSClient: AWSStreamCaller {
  /// Live Tail tells something each second; after this time without a word the connection is dead.
  private static let streamTimeouts = HTTPRequest.Timeouts(total: nil, idle: .seconds(10))
  /// How much of an error's body is read.
  private static let greatestError = 64 << 10

  /// Makes the call and returns its answer once it has begun.
  ///
  /// - Throws: `AWSError` where the service refused or could not be reached; `CancellationError`.
  package func open(_ call: AWSCall) async throws -> any AWSEvents {
    let operation = "\(call.service.signingName) \(call.operation)"
    guard let prefix = call.service.targetPrefix else { throw unsupported(operation, call) }
    // The model of Logs: the host prefix of StartLiveTail, since April 2026.
    let endpoint = configuration.endpoints.endpoint(for: call.service, hostPrefix: "stream-")
    var exchange = jsonExchange(call, target: prefix, at: endpoint)
    exchange.timeouts = AWSClient.streamTimeouts
    let stream = try await self.exchange(exchange) { [http] request throws(HTTPError) in
      let stream = try await http.open(request)
      guard (200..<300).contains(stream.head.status) else {
        let response = HTTPResponse(head: stream.head, body: try await AWSClient.start(of: stream))
        return (AWSClient.refusal(response, operation), stream.head)
      }
      return (.success(stream), stream.head)
    }
    return ServiceEvents(stream, operation: operation)
  }

  private static func start(of stream: any HTTPStream) async throws(HTTPError) -> [UInt8] {
    var body: [UInt8] = []
    while body.count < greatestError, let piece = try await stream.next() { body += piece }
    return body
  }

  private static func refusal(
    _ response: HTTPResponse,
    _ operation: String
  ) -> Retrier.Attempt<any HTTPStream> {
    .failure(
      ErrorReader.error(in: response, operation: operation),
      advised: ErrorReader.advisedDelay(response.headers)
    )
  }
}

/// Reads the events out of an answer's bytes.
private final class ServiceEvents: AWSEvents {
  private let stream: any HTTPStream
  private let operation: String
  private let decoder = Mutex(EventStreamDecoder())

  init(_ stream: any HTTPStream, operation: String) {
    self.stream = stream
    self.operation = operation
  }

  func next() async throws -> AWSEvent? {
    do {
      while true {
        if let message = try decoder.withLock({ try $0.next() }) {
          if let event = try event(of: message) { return event }
        } else if let bytes = try await stream.next() {
          decoder.withLock { $0.take(bytes) }
        } else {
          try decoder.withLock { try $0.finish() }
          return nil
        }
      }
    } catch let error as HTTPError {
      guard error.kind != .cancelled else { throw CancellationError() }
      throw AWSError(error, operation: operation)
    } catch let fault as EventStreamDecoder.Fault {
      throw unreadable("not an event stream: \(fault)")
    }
  }

  /// What a message says; `nil` of one that says nothing to the caller.
  ///
  /// - Throws: `AWSError` where it ends the stream.
  private func event(of message: EventStreamMessage) throws -> AWSEvent? {
    switch message.text(":message-type") {
    case "event":
      // It carries the operation's output beside its stream, and Live Tail's is empty.
      guard let type = message.text(":event-type"), type != "initial-response" else { return nil }
      return AWSEvent(type, try payload(of: message))
    case "exception":
      let code = message.text(":exception-type").map(AWSError.bareCode) ?? "UnknownException"
      throw refused(code, (try? payload(of: message))?["message"]?.string)
    case "error":
      throw refused(message.text(":error-code") ?? "UnknownError", message.text(":error-message"))
    default: return nil
    }
  }

  private func payload(of message: EventStreamMessage) throws -> JSON {
    guard !message.payload.isEmpty else { return [:] }
    do throws(JSONSyntaxError) {
      return try JSON(parsing: message.payload)
    } catch {
      throw unreadable("an event that is not JSON: \(error)")
    }
  }

  private func refused(_ code: String, _ sentence: String?) -> AWSError {
    AWSError(
      kind: AWSErrorCodes.throttled.contains(code) ? .throttled : .service,
      code: code,
      message: sentence ?? "no reason given",
      status: stream.head.status,
      requestID: stream.head.headers.requestID,
      operation: operation
    )
  }

  private func unreadable(_ why: String) -> AWSError {
    AWSError(
      kind: .unreadable,
      code: "UnreadableAnswer",
      message: why,
      status: stream.head.status,
      requestID: stream.head.headers.requestID,
      operation: operation
    )
  }
}

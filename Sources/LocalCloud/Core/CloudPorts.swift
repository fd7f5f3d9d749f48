package import AWSWire
package import GRDB
package import JSONValue

// What the services of the local cloud ask of each other. Each protocol is one need, so that a
// service can be tested with a few lines in place of its neighbours.

/// One value of a metric that something in the cloud emits.
package struct MetricSample: Hashable, Sendable {
  /// Which metric it is a value of.
  package var metric: MetricKey
  /// The value, in `unit`.
  package var value: Double
  /// The unit as CloudWatch names it, such as `Count` or `Milliseconds`.
  package var unit: String
  /// When it was measured.
  package var timestamp: Instant
  /// How many times the value was measured.
  package var count: Int

  /// Makes a sample, or several of one value.
  package init(
    _ metric: MetricKey,
    _ value: Double,
    unit: String,
    timestamp: Instant,
    count: Int = 1
  ) {
    self.metric = metric
    self.value = value
    self.unit = unit
    self.timestamp = timestamp
    self.count = count
  }
}

extension Double {
  /// The value to two digits after the point, so that few durations in milliseconds differ.
  var inHundredths: Double { (self * 100).rounded() / 100 }
}

/// Takes in metric samples.
package protocol MetricSink: Sendable {
  /// Adds samples; they are durable with the next commit.
  func record(_ samples: [MetricSample])
}

/// One line on its way into a log.
package struct LogLine: Hashable, Sendable {
  /// When it was written.
  package var timestamp: Instant
  /// The line, without a line break at its end.
  package var message: String

  /// Makes a line.
  package init(timestamp: Instant, message: String) {
    self.timestamp = timestamp
    self.message = message
  }
}

/// Takes in log lines.
package protocol LogSink: Sendable {
  /// Appends lines to a stream, which is made where it is missing; durable with the next commit.
  func append(_ lines: [LogLine], group: String, stream: String)
}

/// What came of running a function.
package struct InvocationResult: Hashable, Sendable {
  /// The function's answer, or the error's body where `functionError` is set.
  package var payload: JSON
  /// `Unhandled` or `Handled` where the function failed.
  package var functionError: String?
  /// The invocation's request id.
  package var requestID: String

  /// Makes a result.
  package init(payload: JSON, functionError: String? = nil, requestID: String) {
    self.payload = payload
    self.functionError = functionError
    self.requestID = requestID
  }
}

/// Runs functions by name or ARN.
package protocol FunctionInvoker: Sendable {
  /// Runs a function and waits for its answer; a function that fails is a result, not an error.
  ///
  /// - Throws: `CloudError` where it could not be run: unknown, throttled, or the payload is refused.
  func invoke(_ function: String, payload: JSON) async throws -> InvocationResult

  /// The longest that an invocation of a function may take, in milliseconds; `nil` where it is unknown.
  func timeout(of function: String) -> Int64?
}

extension FunctionInvoker {
  /// Unknown.
  package func timeout(of function: String) -> Int64? { nil }
}

/// Publishes messages to topics.
package protocol TopicPublisher: Sendable {
  /// Publishes a message inside a write of the caller's, so that both happen or neither, and returns
  /// its id.
  ///
  /// - Throws: `CloudError` where there is no such topic.
  @discardableResult
  func publish(
    topicARN: String,
    subject: String,
    message: String,
    mail: String?,
    in db: Database
  ) throws -> String
}

/// Delivers one event to the target of a rule.
package protocol EventTargetInvoker: Sendable {
  /// Delivers `input` to the resource with `arn` under `name`, retried by the caller.
  ///
  /// - Throws: `CloudError` where the target refused.
  func deliver(to arn: String, input: JSON, name: String) async throws
}

/// Wakes callers at moments of the cloud's clock, so that no service sleeps on its own.
package protocol CloudTimer: Sendable {
  /// The present moment.
  var now: Instant { get }

  /// Runs `action` once at `due` or soon after; a second call with the same key replaces the first.
  func schedule(_ key: String, at due: Instant, _ action: @escaping @Sendable () async -> Void)

  /// Forgets what was scheduled under `key`.
  func cancel(_ key: String)
}

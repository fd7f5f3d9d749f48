import Synchronization

/// A stand-in for the services that deploying calls, which records every call and does nothing but
/// keep one stack, one bucket and a few resources in mind.
///
/// Operations on a stack take effect over several looks: each `DescribeStacks` after a change moves the
/// stack one step on, so that a deployment sees it in progress, and its events come one by one.
package final class FakeAWS: Sendable {
  /// What an operation on the stack comes to.
  package struct Outcome: Sendable {
    /// The events, oldest first: name in the template, type, status, reason.
    package var events: [(String, String, String, String)]
    /// How the stack stands in the end.
    package var status: String

    /// Makes an outcome.
    package init(_ status: String, events: [(String, String, String, String)] = []) {
      self.status = status
      self.events = events
    }
  }

  /// What the stand-in keeps in mind.
  package struct State: Sendable {
    /// How the stack stands; `nil` where there is none.
    package var stack: String?
    /// The parameters that the stack has.
    package var parameters: [String: String] = [:]
    /// What the stack says it is.
    package var summary = ""
    /// The resources of the stack.
    package var resources: [String: String] = [:]
    /// What the next operations come to, in their order; without one they succeed.
    package var outcomes: [Outcome] = []
    /// Why the next change set fails, where it does.
    package var changeSetFailure: String?
    /// Whether the next change sets find nothing to do.
    package var hasNoChanges = false
    /// The bucket's objects; `nil` where there is no bucket.
    package var objects: [String: [UInt8]]?
    /// Whether the bucket is somebody else's.
    package var bucketIsForeign = false
    /// Tables, functions and so on that are there: `service operation name` to the answer's body.
    package var existing: [String: String] = [:]
    /// Calls that are answered with an error's code and message instead, by `service Operation`.
    package var refused: [String: (code: String, message: String)] = [:]
    /// How many looks at the stack fail with 503 from now on.
    package var failingLooks = 0

    /// Keeps nothing in mind.
    package init() {}

    /// What becomes of the operation that is under way.
    var pending: Outcome?
    /// The stack's events as XML, the oldest first.
    var events: [String] = []
    /// The change set that waits to be executed.
    var changeSet: (kind: String, parameters: [String: String], template: String)?
  }

  /// One call that was made.
  package struct Call: Sendable {
    /// Such as `cloudformation CreateChangeSet`, or `s3 PUT /bucket/key`.
    package let name: String
    /// A form's fields.
    package let form: [String: String]
    /// The request.
    package let request: FakeServer.Request
  }

  private let state: Mutex<State>
  private let recorded = Mutex<[Call]>([])
  private let server = Mutex<FakeServer?>(nil)

  /// The account.
  package static let account = "123456789012"
  /// The stack's ARN.
  package static let stackID =
    "arn:aws:cloudformation:eu-central-1:123456789012:stack/rollcall/11111111-2222-3333-4444-555555555555"

  /// Starts a stand-in.
  package init(_ state: State = State()) {
    self.state = Mutex(state)
    let started = FakeServer { [weak self] request in self?.answer(request) ?? .init(500) }
    server.withLock { $0 = started }
  }

  deinit { server.withLock { $0?.stop() } }

  /// Its address.
  package var url: String { server.withLock { $0?.url ?? "" } }

  /// All calls, in their order.
  package var calls: [Call] { recorded.withLock { $0 } }

  /// The names of all calls, in their order.
  package var names: [String] { calls.map(\.name) }

  /// Looks at what it keeps in mind, or changes it.
  package func with<Value: Sendable>(_ body: (inout State) -> Value) -> Value {
    state.withLock { state in body(&state) }
  }

  private func answer(_ request: FakeServer.Request) -> FakeServer.Answer {
    let scope = request.headers["authorization"]?.split(separator: "/") ?? []
    let service = scope.count > 3 ? String(scope[3]) : "unsigned"
    let form = FakeAWS.form(request)
    let operation =
      form["Action"] ?? request.headers["x-amz-target"]?.split(separator: ".").last.map(String.init)
      ?? "\(request.method) \(request.target)"
    let name = "\(service) \(operation)"
    recorded.withLock { $0.append(Call(name: name, form: form, request: request)) }
    return state.withLock { state in
      if let refused = state.refused[name] {
        return FakeAWS.failure(service, refused.code, refused.message)
      }
      switch service {
      case "cloudformation": return FakeAWS.cloudFormation(operation, form, &state)
      case "s3": return FakeAWS.storage(request, &state)
      case "sts":
        return FakeAWS.xml(
          operation,
          "<Account>\(FakeAWS.account)</Account>"
            + "<Arn>arn:aws:iam::\(FakeAWS.account):user/ann</Arn>"
        )
      default: return FakeAWS.others(service, operation, form, request, state)
      }
    }
  }

  private static func others(
    _ service: String,
    _ operation: String,
    _ form: [String: String],
    _ request: FakeServer.Request,
    _ state: State
  ) -> FakeServer.Answer {
    let body = String(decoding: request.body, as: UTF8.self)
    for (key, answer) in state.existing {
      let parts = key.split(separator: " ", maxSplits: 2).map(String.init)
      guard parts.count == 3, parts[0] == service else { continue }
      if service == "sns", operation == parts[1],
        form["TopicArn"]?.hasSuffix(":\(parts[2])") == true
      {
        return xml(operation, answer)
      }
      let isNamed =
        body.contains("\"\(parts[2])\"") || body.contains(":\(parts[2])\"")
        || request.target.hasSuffix("/\(parts[2])")
      if operation == parts[1] || operation.hasPrefix("GET /2015"), isNamed {
        return .init(200, answer)
      }
    }
    switch service {
    case "apigateway":
      return .init(
        200,
        #"{"id":"key1","name":"customer-ids","enabled":true,"value":"the-secret-key"}"#
      )
    case "logs": return .init(200, #"{"logGroups":[]}"#)
    case "monitoring": return .init(200, #"{"MetricAlarms":[],"CompositeAlarms":[]}"#)
    case "events" where operation == "ListTargetsByRule": return .init(200, #"{"Targets":[]}"#)
    case "states": return failure(service, "StateMachineDoesNotExist", "no")
    case "sns": return failure(service, "NotFound", "Topic does not exist")
    default: return failure(service, "ResourceNotFoundException", "not there")
    }
  }

  /// The fields of a request of the Query protocol; none where it is another one.
  static func form(_ request: FakeServer.Request) -> [String: String] {
    guard request.headers["content-type"]?.contains("form-urlencoded") == true else { return [:] }
    var fields: [String: String] = [:]
    for pair in String(decoding: request.body, as: UTF8.self).split(separator: "&") {
      let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      fields[decoded(parts[0])] = parts.count > 1 ? decoded(parts[1]) : ""
    }
    return fields
  }

  private static func decoded(_ text: Substring) -> String {
    let bytes = Array(text.utf8)
    var out: [UInt8] = []
    var index = 0
    while index < bytes.count {
      if bytes[index] == UInt8(ascii: "%"), index + 2 < bytes.count,
        let byte = UInt8(
          String(decoding: bytes[(index + 1)...(index + 2)], as: UTF8.self),
          radix: 16
        )
      {
        out.append(byte)
        index += 3
      } else {
        out.append(bytes[index])
        index += 1
      }
    }
    return String(decoding: out, as: UTF8.self)
  }

  /// An answer of the Query protocol.
  static func xml(_ operation: String, _ result: String) -> FakeServer.Answer {
    .init(
      200,
      "<\(operation)Response><\(operation)Result>\(result)</\(operation)Result>"
        + "<ResponseMetadata><RequestId>r</RequestId></ResponseMetadata></\(operation)Response>"
    )
  }

  /// An error in the form that the service gives it.
  static func failure(_ service: String, _ code: String, _ message: String) -> FakeServer.Answer {
    let status = code == "AccessDenied" ? 403 : 400
    switch service {
    case "cloudformation", "sns", "sts":
      return .init(
        status,
        "<ErrorResponse><Error><Type>Sender</Type><Code>\(code)</Code><Message>\(message)</Message>"
          + "</Error><RequestId>r-7</RequestId></ErrorResponse>"
      )
    case "s3":
      return .init(status, "<Error><Code>\(code)</Code><Message>\(message)</Message></Error>")
    default: return .init(status, "{\"__type\":\"\(code)\",\"message\":\"\(message)\"}")
    }
  }
}

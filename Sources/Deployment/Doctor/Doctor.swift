package import AWSClient
package import AWSWire
internal import JSONValue
internal import Synchronization

/// Looks a backend over, live, and says what is wrong and what to do; it changes nothing.
package final class Doctor: Sendable {
  /// What is looked over.
  package struct Patient: Sendable {
    /// Carries the calls to AWS, or to the local cloud.
    package let client: AWSClient
    /// Carries requests to the REST API.
    package let http: any HTTPSender
    /// The REST API's address, with its stage.
    package let apiURL: String?
    /// The API key.
    package let apiKey: APIKey?
    /// Why there is no API key, in one sentence, where more is to be said of it.
    package let apiKeyLack: String?
    /// The stack's name.
    package let stack: String
    /// What stands before every name.
    package let prefix: String
    /// The template, for the names in it.
    package let outline: TemplateOutline
    /// Whether it is the local cloud, which keeps what its topic sends.
    package let isLocal: Bool
    /// How long one request may take.
    package let timeout: Duration

    /// Puts a patient together.
    package init(
      client: AWSClient,
      http: any HTTPSender,
      apiURL: String?,
      apiKey: APIKey?,
      apiKeyLack: String? = nil,
      stack: String,
      prefix: String,
      outline: TemplateOutline,
      isLocal: Bool,
      timeout: Duration
    ) {
      self.client = client
      self.http = http
      self.apiURL = apiURL
      self.apiKey = apiKey
      self.apiKeyLack = apiKeyLack
      self.stack = stack
      self.prefix = prefix
      self.outline = outline
      self.isLocal = isLocal
      self.timeout = timeout
    }
  }

  /// What is looked at.
  let patient: Patient
  /// Where the time comes from.
  let clock: any WallClock
  private let denied = Mutex<Set<String>>([])

  /// Makes a doctor for one patient.
  package init(_ patient: Patient, clock: any WallClock) {
    self.patient = patient
    self.clock = clock
  }

  /// Makes all checks, in the order of the requirements' troubleshooting list.
  ///
  /// - Throws: `CancellationError`.
  package func examine() async throws -> [Finding] {
    let stack = try await stack()
    var findings = [try await credentials()]
    findings += try await api(stack)
    findings += try await resources(stack)
    findings.append(try await permissions())
    return findings
  }

  /// Makes a call; what it is refused for want of permission is remembered.
  ///
  /// - Throws: `AWSError`; `CancellationError`.
  func call(_ service: AWSService, _ operation: String, _ input: JSON) async throws -> JSON {
    do {
      return try await patient.client.call(AWSCall(service, operation, input))
    } catch let error as AWSError {
      if Doctor.isPermission(error) {
        let action = Doctor.action(in: error.message) ?? OperationTable.action(service, operation)
        denied.withLock { _ = $0.insert(action ?? "\(service.signingName):\(operation)") }
      }
      throw error
    }
  }

  /// Makes a check; a call that fails in it becomes its finding.
  func check(_ name: String, _ look: () async throws -> Finding) async throws -> Finding {
    do {
      return try await look()
    } catch let error as AWSError {
      return Doctor.finding(name, error)
    }
  }

  private func stack() async throws -> Stack? {
    do {
      let answer = try await call(
        .cloudFormation,
        "DescribeStacks",
        ["StackName": .string(patient.stack)]
      )
      return answer["Stacks"]?[0].flatMap(Stack.init)
    } catch is AWSError {
      return nil
    }
  }

  private func credentials() async throws -> Finding {
    try await check("credentials") {
      let answer = try await call(.sts, "GetCallerIdentity", [:])
      return .ok("credentials", answer["Arn"]?.string ?? "accepted")
    }
  }

  /// What the dashboard calls beyond what was called already, only to see whether it may.
  private func permissions() async throws -> Finding {
    let group = "/aws/lambda/\(patient.prefix)put_customer_id"
    let now = clock.now.seconds
    let metric: JSON = [
      "Id": "m",
      "MetricStat": [
        "Metric": ["Namespace": "AWS/Lambda", "MetricName": "Errors"], "Period": 60, "Stat": "Sum",
      ],
    ]
    let calls: [AWSCall] = [
      AWSCall(.logs, "DescribeLogGroups", ["limit": 1]),
      AWSCall(.logs, "FilterLogEvents", ["logGroupName": .string(group), "limit": 1]),
      AWSCall(.cloudWatch, "DescribeAlarmHistory", ["MaxRecords": 1]),
      AWSCall(
        .cloudWatch,
        "GetMetricData",
        ["MetricDataQueries": [metric], "StartTime": JSON(now - 60), "EndTime": JSON(now)]
      ), AWSCall(.events, "ListRules", ["Limit": 1]),
    ]
    var unreached = 0
    for call in calls {
      do {
        _ = try await self.call(call.service, call.operation, call.input)
      } catch let error as AWSError {
        // All but refusals for want of permission are told by the checks of what they are about.
        if error.kind == .unreachable { unreached += 1 }
      }
    }
    try Task.checkCancellation()
    let missing = denied.withLock { $0.sorted() }
    guard missing.isEmpty else {
      return .fail(
        "permissions",
        "missing: \(missing.joined(separator: ", "))",
        "allow them to these credentials; 'rollcall policy dashboard' prints all that is needed"
      )
    }
    guard unreached == 0 else {
      return .warn(
        "permissions",
        "not known: \(unreached) of \(calls.count) services did not answer",
        "check them again once the other checks pass"
      )
    }
    return .ok("permissions", "all that the dashboard reads may be read")
  }

  private static func isPermission(_ error: AWSError) -> Bool {
    ["AccessDenied", "AccessDeniedException", "AuthorizationError", "UnauthorizedOperation"]
      .contains(error.code) || error.message.contains("not authorized to perform")
  }

  /// The action in AWS's sentence: `… is not authorized to perform: dynamodb:DescribeTable on …`.
  private static func action(in message: String) -> String? {
    let words = message.split(separator: " ")
    guard let mark = words.firstIndex(of: "perform:"), mark + 1 < words.endIndex else { return nil }
    return String(words[mark + 1])
  }

  /// What a call that failed means for a check.
  static func finding(_ check: String, _ error: AWSError) -> Finding {
    let message = error.message.hasSuffix(".") ? String(error.message.dropLast()) : error.message
    if error.kind != .throttled, let remedy = error.remedy {
      return .fail(check, "\(error.code): \(message)", remedy)
    }
    switch error.kind {
    case .denied where isPermission(error):
      return .warn(check, "could not be looked at: \(message)", "see 'permissions'")
    case .denied:
      return .fail(check, "\(error.code): \(message)", "check the credentials and the region")
    case .throttled:
      return .warn(check, "the service asks to slow down", "run it again in a minute")
    case .unreachable:
      return .fail(check, message, "check the endpoint and the network")
    case .service, .unreadable:
      return .fail(check, "\(error.code): \(message)", "check the name prefix and the region")
    }
  }
}

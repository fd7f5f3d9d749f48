internal import AWSWire
internal import CustomerDomain
internal import JSONValue

/// From a customer to the runs about it, whether or not a function wrote of it there.
extension WhyService {
  /// A pattern for the events by which runs about a customer began, and maybe some about others.
  ///
  /// A run's input is JSON in a text, where what is not plain may be written in several ways: the
  /// longest plain part of the id is looked for, where there is none the longest beyond ASCII.
  static func pattern(ofRunsAbout id: String) -> String {
    let begun = #"$.type = "ExecutionStarted""#
    guard let part = longestPart(of: id, isPlain) ?? longestPart(of: id, { !$0.isASCII }) else {
      return "{ \(begun) }"
    }
    return "{ (\(begun)) && ($.details.input = \(quoted("*" + part + "*"))) }"
  }

  /// A pattern for the entries of the access log by which the server failed a request to a
  /// customer, and maybe some to others.
  ///
  /// What is not plain in a path may be escaped in several ways.
  static func pattern(ofFailedRequestsTo id: String) -> String {
    let failed = #"($.status = "5*") || ($.status >= 500)"#
    let part = longestPart(of: id) { scalar in
      scalar.isASCII && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil)
        || "-_.".unicodeScalars.contains(scalar)
    }
    guard let part else { return "{ \(failed) }" }
    return "{ ($.path = \(quoted("*" + part + "*"))) && (\(failed)) }"
  }

  /// The longest stretch of characters that belong, or how it begins; `nil` where none does.
  private static func longestPart(
    of text: String,
    _ belongs: (Unicode.Scalar) -> Bool
  ) -> String? {
    let parts = text.unicodeScalars.split { !belongs($0) }
    return parts.max { $0.count < $1.count }.map { part in
      String(String.UnicodeScalarView(part.prefix(80)))
    }
  }

  /// Whether every writer of JSON leaves a character as it is, and no pattern takes it for more.
  private static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
    scalar.isASCII && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil)
      || " -_.:@,#()".unicodeScalars.contains(scalar)
  }

  /// The run that began with this event of the workflow's log, if it is about that customer.
  static func run(about id: String, begunBy event: LogEvent) -> String? {
    guard event.message.utf8.first == UInt8(ascii: "{"),
      let line = try? JSON(parsing: event.message), line["type"]?.string == "ExecutionStarted",
      let input = line["details"]?["input"]?.string.map(JSON.parsed),
      input["id"]?.string?.utf8.elementsEqual(id.utf8) == true
    else { return nil }
    return line["execution_arn"]?.string
  }

  /// The newest runs about a customer that failed, where the workflow's log does not tell what its
  /// runs were given.
  ///
  /// - Throws: `CancellationError`.
  func failedRuns(about id: String) async throws -> Part<[String]> {
    let logged = try await part(true) { try await inputsAreLogged() }
    guard !logged.value else { return Part(value: [], notes: logged.notes) }
    let now = logs.now
    let window = Explanation.Window(from: now + -Self.farthest, to: now)
    let ended = try await ended(nil, [.failed, .timedOut, .aborted], window)
    let runs = try await describe(ended.value.prefix(runLimit).map(\.arn))
    let own = ended.value.map(\.arn).filter { arn in
      runs.value[arn]?.execution.customerID?.utf8.elementsEqual(id.utf8) == true
    }
    let note =
      "the workflow's log does not tell what its runs were given: of those that failed the newest "
      + "\(runLimit) were looked at"
    return Part(
      value: own,
      notes: [note] + ended.notes + runs.notes,
      isCut: ended.isCut || ended.value.count > runLimit
    )
  }

  /// Whether the workflow writes what its runs are given to the group that is searched.
  private func inputsAreLogged() async throws -> Bool {
    let machine = try await workflow.machine.arn(workflow.access)
    let group = try await logs.names().workflowLogGroup
    let answer = try await access.read(
      .states,
      "DescribeStateMachine",
      ["stateMachineArn": .string(machine)],
      for: .init("describe workflow", machine)
    )
    let logging = answer["loggingConfiguration"]
    let groups = (logging?["destinations"]?.array ?? []).compactMap {
      $0["cloudWatchLogsLogGroup"]?["logGroupArn"]?.string
    }
    return logging?["level"]?.string == "ALL" && logging?["includeExecutionData"]?.bool == true
      && groups.contains { $0.hasSuffix(":\(group)") || $0.hasSuffix(":\(group):*") }
  }

  /// How runs stand, without their histories.
  func standings(_ arns: [String]) async throws -> Part<[String: Execution]> {
    try await withThrowingTaskGroup(of: Part<Execution?>.self) { group in
      for arn in arns.prefix(Self.incidentLimit) {
        group.addTask {
          try await part(nil) {
            let answer = try await access.read(
              .states,
              "DescribeExecution",
              ["executionArn": .string(arn)],
              for: .init("describe execution", arn)
            )
            var execution = Execution(listed: answer)
            execution?.customerID = answer["input"]?.string.map(JSON.parsed)?["id"]?.string
            return execution
          }
        }
      }
      var whole = Part<[String: Execution]>(value: [:])
      for try await run in group {
        if let execution = run.value { whole.value[execution.arn] = execution }
        whole.notes += run.notes
      }
      return whole
    }
  }
}

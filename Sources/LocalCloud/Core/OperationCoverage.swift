/// How much of one operation of AWS the local cloud has.
///
/// The table of the Backend article is made of these values, so each service states them beside its
/// operations and a test holds them against what it answers.
package struct OperationCoverage: Hashable, Sendable {
  /// How much there is.
  package enum Extent: Hashable, Sendable {
    /// All that AWS's does.
    case whole
    /// What is missing.
    case partly(String)
    /// Nothing; it is answered with an error that names it.
    case absent
  }

  /// The operation as the service spells it.
  package let name: String
  /// How much of it there is.
  package let extent: Extent

  /// Makes an entry.
  package init(name: String, extent: Extent) { (self.name, self.extent) = (name, extent) }

  /// An operation that does all that AWS's does.
  package static func whole(_ name: String) -> OperationCoverage {
    OperationCoverage(name: name, extent: .whole)
  }

  /// An operation that lacks what `missing` says.
  package static func partly(_ name: String, _ missing: String) -> OperationCoverage {
    OperationCoverage(name: name, extent: .partly(missing))
  }

  /// Operations that are answered with an error that names them.
  package static func absent(_ names: [String]) -> [OperationCoverage] {
    names.map { OperationCoverage(name: $0, extent: .absent) }
  }
}

/// The operations of one service.
package struct ServiceCoverage: Sendable {
  /// The service as its documentation calls it.
  package let service: String
  /// All operations that AWS has.
  package let operations: [OperationCoverage]

  /// Makes the coverage of a service.
  package init(_ service: String, _ operations: [OperationCoverage]) {
    (self.service, self.operations) = (service, operations)
  }

  /// The services that state their coverage.
  package static let all: [ServiceCoverage] = [
    ServiceCoverage("DynamoDB", DynamoDBService.coverage),
    ServiceCoverage("Step Functions", StepFunctionsService.coverage),
    ServiceCoverage("CloudWatch Logs", LogsService.coverage),
    ServiceCoverage("CloudWatch", CloudWatchService.coverage),
    ServiceCoverage("SNS", SNSService.coverage),
    ServiceCoverage("Lambda", LambdaService.coverage),
    ServiceCoverage("EventBridge", EventsService.coverage),
    ServiceCoverage("API Gateway", APIGatewayService.coverage),
  ]

  /// The table as the Backend article has it: an operation a line, and what is absent at the end.
  package var markdown: String {
    var lines = ["| \(service) | |", "|---|---|"]
    for operation in operations {
      switch operation.extent {
      case .whole: lines.append("| \(operation.name) | whole |")
      case .partly(let missing): lines.append("| \(operation.name) | partly: \(missing) |")
      case .absent: continue
      }
    }
    let absent = operations.filter { $0.extent == .absent }.map(\.name)
    if !absent.isEmpty { lines.append("| \(absent.joined(separator: ", ")) | not there |") }
    return lines.joined(separator: "\n") + "\n"
  }
}

package import AWSClient
internal import AWSWire
internal import JSONValue

/// CloudFormation's operations on one stack.
package struct StackDesk: Sendable {
  /// The stack's name.
  package let name: String
  private let client: AWSClient

  /// Makes a desk for the stack called `name`.
  package init(_ name: String, client: AWSClient) {
    self.name = name
    self.client = client
  }

  /// Makes one call to CloudFormation.
  func call(_ operation: String, _ input: JSON) async throws -> JSON {
    try await client.call(AWSCall(.cloudFormation, operation, input))
  }

  /// The stack, by its name or by `id`; `nil` where there is none.
  ///
  /// - Throws: `AWSError`; `CancellationError`.
  package func describe(id: String? = nil) async throws -> Stack? {
    do {
      let answer = try await call("DescribeStacks", ["StackName": .string(id ?? name)])
      return answer["Stacks"]?[0].flatMap(Stack.init)
    } catch let error as AWSError where StackDesk.meansMissing(error) {
      return nil
    }
  }

  /// The names of the resources of the stack with the ARN `id`, by their names in the template.
  ///
  /// A stack that has been deleted is found by its ARN alone.
  ///
  /// - Throws: `AWSError`; `CancellationError`.
  package func resources(of id: String) async throws -> [String: String] {
    var resources: [String: String] = [:]
    try await pages("ListStackResources", ["StackName": .string(id)]) { page in
      for resource in page["StackResourceSummaries"]?.array ?? [] {
        guard resource["ResourceStatus"] != "DELETE_COMPLETE",
          let logicalID = resource["LogicalResourceId"]?.string,
          let physicalID = resource["PhysicalResourceId"]?.string, !physicalID.isEmpty
        else { continue }
        resources[logicalID] = physicalID
      }
      return true
    }
    return resources
  }

  /// The events after the one with the id `mark`, oldest first; without a mark those of the
  /// operation that was begun last.
  ///
  /// - Throws: `AWSError`; `CancellationError`.
  func events(of id: String, after mark: String?) async throws -> [StackEvent] {
    var events: [StackEvent] = []
    try await pages("DescribeStackEvents", ["StackName": .string(id)]) { page in
      for event in (page["StackEvents"]?.array ?? []).compactMap(StackEvent.init) {
        if event.id == mark { return false }
        events.append(event)
        if mark == nil, event.beginsOperation { return false }
      }
      return true
    }
    return events.reversed()
  }

  /// The id of the newest event; `nil` where there is no stack.
  ///
  /// - Throws: `AWSError`; `CancellationError`.
  func newestEvent() async throws -> String? {
    do {
      let page = try await call("DescribeStackEvents", ["StackName": .string(name)])
      return page["StackEvents"]?[0]?["EventId"]?.string
    } catch let error as AWSError where StackDesk.meansMissing(error) {
      return nil
    }
  }

  /// Begins to delete the stack.
  ///
  /// - Throws: `AWSError`; `CancellationError`.
  func delete(token: String) async throws {
    _ = try await call(
      "DeleteStack",
      ["StackName": .string(name), "ClientRequestToken": .string(token)]
    )
  }

  /// Begins again to take an update back.
  ///
  /// - Throws: `AWSError`; `CancellationError`.
  func continueRollback(token: String) async throws {
    _ = try await call(
      "ContinueUpdateRollback",
      ["StackName": .string(name), "ClientRequestToken": .string(token)]
    )
  }

  /// Begins to take back an update that failed and was left so.
  ///
  /// - Throws: `AWSError`; `CancellationError`.
  func rollBack(token: String) async throws {
    _ = try await call(
      "RollbackStack",
      ["StackName": .string(name), "ClientRequestToken": .string(token)]
    )
  }

  /// Reads pages until `take` has seen enough or there are no more.
  func pages(
    _ operation: String,
    _ input: JSON,
    take: (JSON) throws -> Bool
  ) async throws {
    var input = input
    while true {
      let page = try await call(operation, input)
      guard try take(page), let token = page["NextToken"]?.string, !token.isEmpty,
        input["NextToken"]?.string != token
      else { return }
      input["NextToken"] = .string(token)
    }
  }

  /// Whether CloudFormation says that there is no such stack, which has no code of its own.
  static func meansMissing(_ error: AWSError) -> Bool {
    error.code == "StackNotFoundException"
      || error.code == "ValidationError" && error.message.contains("does not exist")
  }
}

import AWSWire
import JSONValue
import Synchronization
import Testing

@testable import LocalCloud

/// Functions that a test writes.
final class ScriptedFunctions: FunctionInvoker {
  private let calls = Mutex<[String]>([])
  private let answer: @Sendable (String, JSON) async throws -> InvocationResult

  init(_ answer: @escaping @Sendable (String, JSON) async throws -> InvocationResult) {
    self.answer = answer
  }

  var names: [String] { calls.withLock { $0 } }

  func invoke(_ function: String, payload: JSON) async throws -> InvocationResult {
    calls.withLock { $0.append(function) }
    return try await answer(function, payload)
  }
}

/// A Step Functions whose tasks a test answers.
enum StepFunctionsFixture {
  static let role: JSON = "arn:aws:iam::000000000000:role/w"

  static func service(
    _ stage: ServiceStage,
    _ witness: ServiceWitness,
    _ database: any CloudDatabase,
    timer: StagedTimer? = nil,
    functions: ScriptedFunctions = ScriptedFunctions { _, payload in
      InvocationResult(payload: payload, requestID: "r")
    },
    call: @escaping StepFunctionsService.ServiceCall = { _ in [:] }
  ) -> StepFunctionsService {
    StepFunctionsService(
      database: database,
      identity: stage.identity,
      timer: timer ?? stage.timer,
      functions: functions,
      logs: witness,
      metrics: witness,
      identifiers: RandomIdentifiers(),
      call: call
    )
  }

  /// Makes a machine of one state and starts it.
  static func run(
    _ service: StepFunctionsService,
    _ states: JSONObject,
    input: JSON = [:],
    _ stage: ServiceStage
  ) async throws -> String {
    let definition: JSON = ["StartAt": JSON(states.keys.first), "States": .object(states)]
    let name = UniqueID.uuid()
    let machine = try await service.call(
      "CreateStateMachine",
      ["name": .string(name), "definition": .string(definition.text()), "roleArn": role],
      stage
    )
    let started = try await service.call(
      "StartExecution",
      ["stateMachineArn": machine["stateMachineArn"] ?? "", "input": .string(input.text())],
      stage
    )
    return started["executionArn"]?.string ?? ""
  }

  static func describe(
    _ service: StepFunctionsService,
    _ arn: String,
    _ stage: ServiceStage
  ) async throws -> JSON {
    try await service.call("DescribeExecution", ["executionArn": .string(arn)], stage)
  }

  /// Waits until an execution has a status, and describes it.
  static func described(
    _ service: StepFunctionsService,
    _ arn: String,
    _ status: JSON,
    _ stage: ServiceStage
  ) async throws -> JSON {
    let ended = try await eventually {
      try await describe(service, arn, stage)["status"] == status
    }
    #expect(ended)
    return try await describe(service, arn, stage)
  }

  static func events(
    _ service: StepFunctionsService,
    _ arn: String,
    _ stage: ServiceStage
  ) async throws -> [JSON] {
    try await service.call("GetExecutionHistory", ["executionArn": .string(arn)], stage)["events"]?
      .array ?? []
  }
}

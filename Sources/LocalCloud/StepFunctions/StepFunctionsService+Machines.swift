internal import AWSWire
internal import GRDB
internal import JSONValue

extension StepFunctionsService {
  private static let defaultLogging: JSON = ["level": "OFF", "includeExecutionData": false]

  /// Makes a machine; the same input again gives the same machine.
  func createStateMachine(_ input: CallInput, _ context: CallContext) async throws -> JSON {
    let name = try input.text("name")
    guard StepFunctionsService.isLegal(name) else { throw StatesError.invalidName(name) }
    if try input.choice("type", of: ["STANDARD", "EXPRESS"]) == "EXPRESS" {
      throw input.fault("Express workflows are not supported by the local cloud")
    }
    let body: JSON = [
      "definition": .string(try input.text("definition")),
      "roleArn": .string(try input.text("roleArn")), "type": "STANDARD",
      "loggingConfiguration": input.json["loggingConfiguration"]
        ?? StepFunctionsService.defaultLogging,
      "tracingConfiguration": input.json["tracingConfiguration"] ?? ["enabled": false],
    ]
    let arn = identity.arn("states", "stateMachine:\(name)")
    let loaded = try MachineCatalog.load(
      StoredMachine(
        arn: arn,
        name: name,
        created: context.now.milliseconds,
        revision: UniqueID.uuid(),
        updated: context.now.milliseconds,
        body: body
      )
    )
    let stored = try await database.write { db -> StoredMachine in
      if let there = try MachineStore.machine(arn, in: db) {
        guard there.body == body else { throw StatesError.machineExists(arn) }
        return there
      }
      try MachineStore.put(loaded.stored, in: db)
      return loaded.stored
    }
    machines.add(LoadedMachine(stored: stored, machine: loaded.machine))
    return [
      "stateMachineArn": .string(arn),
      "creationDate": Instant(milliseconds: stored.created).wire,
    ]
  }

  /// Whether a machine or an execution may be called `name`.
  static func isLegal(_ name: String) -> Bool {
    guard (1...80).contains(name.unicodeScalars.count) else { return false }
    return name.unicodeScalars.allSatisfy { scalar in
      !scalar.properties.isWhitespace && !"<>{}[]?*\"#%\\^|~`$&,;:/".unicodeScalars.contains(scalar)
        && scalar.properties.generalCategory != .control
    }
  }

  /// Describes a machine.
  func describeStateMachine(_ input: CallInput) async throws -> JSON {
    let machine = try await machines.machine(try input.text("stateMachineArn")).stored
    var output = StepFunctionsService.description(machine)
    output["status"] = "ACTIVE"
    output["creationDate"] = Instant(milliseconds: machine.created).wire
    output["type"] = "STANDARD"
    return .object(output)
  }

  private static func description(_ machine: StoredMachine) -> JSONObject {
    [
      "stateMachineArn": .string(machine.arn),
      "name": .string(String(machine.arn.split(separator: ":").last ?? "")),
      "definition": machine.body["definition"] ?? "", "roleArn": machine.body["roleArn"] ?? "",
      "loggingConfiguration": machine.body["loggingConfiguration"] ?? defaultLogging,
      "tracingConfiguration": machine.body["tracingConfiguration"] ?? ["enabled": false],
      "revisionId": .string(machine.revision),
    ]
  }

  /// Describes the machine as it was when an execution was started.
  func describeForExecution(_ input: CallInput) async throws -> JSON {
    let arn = try executionARN(input)
    let revision = try database.lookUp { db in
      guard let execution = try ExecutionStore.execution(arn, in: db) else {
        throw StatesError.executionNotFound(arn)
      }
      return execution.revision
    }
    let machine = try await machines.revision(revision).stored
    var output = StepFunctionsService.description(machine)
    output["updateDate"] = Instant(milliseconds: machine.updated).wire
    return .object(output)
  }

  /// Lists machines by name, a page at a time.
  func listStateMachines(_ input: CallInput) async throws -> JSON {
    let all = try await database.read { db in try MachineStore.all(in: db) }
    let given = try input.int("maxResults", in: 0...1000) ?? 0
    let (page, next) = try PageToken.slice(
      all,
      token: input.text(optional: "nextToken"),
      limit: given == 0 ? 100 : given,
      invalid: StatesError.invalidToken
    )
    var output: JSON = [
      "stateMachines": .array(
        page.map { machine in
          [
            "stateMachineArn": .string(machine.arn), "name": .string(machine.name),
            "type": "STANDARD", "creationDate": Instant(milliseconds: machine.created).wire,
          ]
        }
      )
    ]
    if let next { output["nextToken"] = .string(next) }
    return output
  }

  /// Changes a machine; executions that run go on with what they were started with.
  func updateStateMachine(_ input: CallInput, _ context: CallContext) async throws -> JSON {
    let arn = try input.text("stateMachineArn")
    let present = try await machines.machine(arn).stored
    var body = present.body
    let changeable = ["definition", "roleArn", "loggingConfiguration", "tracingConfiguration"]
    guard changeable.contains(where: input.has) else {
      throw CloudError(
        "MissingRequiredParameter",
        "Either the definition, the role ARN, the LoggingConfiguration, or the "
          + "TracingConfiguration must be specified"
      )
    }
    for key in changeable where input.has(key) { body[key] = input.json[key] }
    let loaded = try MachineCatalog.load(
      StoredMachine(
        arn: arn,
        name: present.name,
        created: present.created,
        revision: UniqueID.uuid(),
        updated: context.now.milliseconds,
        body: body
      )
    )
    try await database.write { db in
      guard try MachineStore.machine(arn, in: db) != nil else {
        throw StatesError.machineNotFound(arn)
      }
      try MachineStore.put(loaded.stored, in: db)
    }
    machines.add(loaded)
    return [
      "updateDate": context.now.wire, "revisionId": .string(loaded.stored.revision),
    ]
  }

  /// Deletes a machine; executions that run go on.
  func deleteStateMachine(_ input: CallInput) async throws -> JSON {
    let arn = try input.text("stateMachineArn")
    try await database.write { db in try MachineStore.remove(arn, in: db) }
    machines.remove(arn)
    return [:]
  }
}

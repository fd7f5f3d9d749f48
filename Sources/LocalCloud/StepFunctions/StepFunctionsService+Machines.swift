internal import AWSWire
internal import GRDB
internal import JSONValue
internal import StatesLanguage

extension StepFunctionsService {
  private static let defaultLogging: JSON = ["level": "OFF", "includeExecutionData": false]

  /// Makes a machine; the same input again gives the same machine.
  func createStateMachine(_ input: CallInput, _ context: CallContext) async throws -> JSON {
    let name = input.text(optional: "name") ?? ""
    guard StepFunctionsService.isLegal(name) else { throw StatesError.invalidName(name) }
    if input.text(optional: "type") == "EXPRESS" {
      throw input.fault("Express workflows are not supported by the local cloud")
    }
    try checkSettings(input)
    let body: JSON = [
      "definition": .string(input.text(optional: "definition") ?? ""),
      "roleArn": .string(input.text(optional: "roleArn") ?? ""), "type": "STANDARD",
      "loggingConfiguration": StepFunctionsService.logging(input.json["loggingConfiguration"]),
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
    let tags = JSON.array(input.list("tags")).text()
    let stored = try await database.write { [machines] db -> StoredMachine in
      if let there = try MachineStore.machine(arn, in: db) {
        var old = there.body
        old["isRevised"] = nil
        guard old == body else { throw StatesError.machineExists(arn) }
        return there
      }
      try MachineStore.put(loaded.stored, in: db)
      try TagStore.set(tags, of: arn, in: db)
      machines.forget(arn, after: db)
      return loaded.stored
    }
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

  /// The machine that an input names.
  ///
  /// - Throws: `CloudError` where it names something else.
  func machineARN(_ input: CallInput) throws -> String {
    try StatesARN.check(input.text(optional: "stateMachineArn") ?? "", is: "stateMachine")
  }

  private func checkSettings(_ input: CallInput) throws {
    if let role = input.text(optional: "roleArn") {
      let isRole = role.hasPrefix("arn:") && role.contains(":iam::") && role.contains(":role/")
      guard isRole else { throw StatesError.invalidRole(role) }
    }
    let logging = input.json["loggingConfiguration"]
    if let level = logging?["level"]?.string, level != "OFF",
      logging?["destinations"]?.array?.count != 1
    {
      throw CloudError(
        "InvalidLoggingConfiguration",
        "Invalid Logging Configuration: Must specify exactly one Log Destination."
      )
    }
    guard input.bool("publish") != true else {
      throw input.fault("Versions of state machines are not supported by the local cloud")
    }
    guard !input.has("versionDescription") else {
      throw input.fault("Version description can only be set when publish is true")
    }
  }

  private static func logging(_ given: JSON?) -> JSON {
    .object((defaultLogging.object ?? [:]).merging(given?.object ?? [:]))
  }

  /// Tells what is wrong with a definition.
  func validateDefinition(_ input: CallInput) -> JSON {
    let text = input.text(optional: "definition") ?? ""
    var problems: [JSON] = []
    do {
      let definition = try JSON(parsing: text)
      do throws(DefinitionError) {
        _ = try StateMachine(definition: definition)
      } catch {
        problems = error.problems.map { problem -> JSON in
          var diagnostic: JSONObject = [
            "severity": "ERROR", "code": .string(problem.code),
            "message": .string(problem.message),
          ]
          // What is no object at all has no places within.
          if definition.object != nil { diagnostic["location"] = .string(problem.location) }
          return .object(diagnostic)
        }
      }
    } catch {
      var diagnostic: JSONObject = ["severity": "ERROR", "code": "INVALID_JSON_DESCRIPTION"]
      let place = JSONFault.place(text)
      diagnostic["message"] = .string(JSONFault.words(text) + (place.map { "\n at \($0)" } ?? ""))
      diagnostic["location"] = place.map(JSON.string)
      problems = [.object(diagnostic)]
    }
    let given = input.json["maxResults"]?.int ?? 0
    let limit = given == 0 ? 100 : given
    return [
      "result": problems.isEmpty ? "OK" : "FAIL",
      "diagnostics": .array(Array(problems.prefix(limit))),
      "truncated": .bool(problems.count > limit),
    ]
  }

  /// Describes a machine.
  func describeStateMachine(_ input: CallInput) async throws -> JSON {
    let machine = try await machines.machine(try machineARN(input)).stored
    var output = StepFunctionsService.description(machine)
    if input.text(optional: "includedData") == "METADATA_ONLY" { output["definition"] = nil }
    output["status"] = "ACTIVE"
    output["creationDate"] = Instant(milliseconds: machine.created).wire
    output["type"] = "STANDARD"
    return .object(output)
  }

  private static func description(_ machine: StoredMachine) -> JSONObject {
    var members: JSONObject = [
      "stateMachineArn": .string(machine.arn),
      "name": .string(String(machine.arn.split(separator: ":").last ?? "")),
      "definition": machine.body["definition"] ?? "", "roleArn": machine.body["roleArn"] ?? "",
      "loggingConfiguration": machine.body["loggingConfiguration"] ?? defaultLogging,
      "tracingConfiguration": machine.body["tracingConfiguration"] ?? ["enabled": false],
    ]
    // A machine has a revision to speak of once it was updated.
    if machine.body["isRevised"] == true { members["revisionId"] = .string(machine.revision) }
    return members
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
    if input.text(optional: "includedData") == "METADATA_ONLY" { output["definition"] = nil }
    output["updateDate"] = Instant(milliseconds: machine.updated).wire
    return .object(output)
  }

  /// Lists machines by name, a page at a time.
  func listStateMachines(_ input: CallInput) async throws -> JSON {
    let all = try await database.read { db in try MachineStore.all(in: db) }
    let given = input.json["maxResults"]?.int ?? 0
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
    let arn = try machineARN(input)
    _ = try await machines.machine(arn)
    let changeable = ["definition", "roleArn", "loggingConfiguration", "tracingConfiguration"]
    guard changeable.contains(where: input.has) else {
      throw CloudError(
        "MissingRequiredParameter",
        "Either the definition, the role ARN, the LoggingConfiguration, or the "
          + "TracingConfiguration must be specified"
      )
    }
    try checkSettings(input)
    var changes = JSONObject(
      changeable.compactMap { key in input.has(key) ? input.json[key].map { (key, $0) } : nil }
    )
    if let logging = changes["loggingConfiguration"] {
      changes["loggingConfiguration"] = StepFunctionsService.logging(logging)
    }
    changes["isRevised"] = true
    let (changed, revision, now) = (changes, UniqueID.uuid(), context.now.milliseconds)
    // What is changed is what is there by then: another change may come in between.
    try await database.write { [machines] db in
      guard let present = try MachineStore.machine(arn, in: db) else {
        throw StatesError.machineNotFound(arn)
      }
      let revised = StoredMachine(
        arn: arn,
        name: present.name,
        created: present.created,
        revision: revision,
        updated: now,
        body: .object((present.body.object ?? [:]).merging(changed))
      )
      _ = try MachineCatalog.load(revised)
      try MachineStore.put(revised, in: db)
      machines.forget(arn, after: db)
    }
    return ["updateDate": context.now.wire, "revisionId": .string(revision)]
  }

  /// Deletes a machine; executions that run go on.
  func deleteStateMachine(_ input: CallInput) async throws -> JSON {
    let arn = try machineARN(input)
    try await database.write { [machines] db in
      try MachineStore.remove(arn, in: db)
      try TagStore.set("[]", of: arn, in: db)
      machines.forget(arn, after: db)
    }
    return [:]
  }
}

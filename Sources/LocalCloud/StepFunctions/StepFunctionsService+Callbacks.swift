internal import AWSWire
internal import GRDB
internal import JSONValue
internal import StatesLanguage

extension StepFunctionsService {
  /// How long a worker waits for a task, in milliseconds.
  private static let pollTime: Int64 = 60_000

  /// Ends a task well.
  func sendTaskSuccess(_ input: CallInput) async throws -> JSON {
    let output: JSON
    do {
      output = try JSON(parsing: input.text(optional: "output") ?? "")
    } catch {
      throw StatesError.invalidOutput(JSONFault.words(input.text(optional: "output") ?? ""))
    }
    return try await tell(input) { .taskSucceeded(id: $0, output: output) }
  }

  /// Ends a task badly.
  func sendTaskFailure(_ input: CallInput) async throws -> JSON {
    let (error, cause) = (input.text(optional: "error"), input.text(optional: "cause"))
    return try await tell(input) { .taskFailed(id: $0, error: error, cause: cause) }
  }

  /// Says that a task is alive.
  func sendTaskHeartbeat(_ input: CallInput) async throws -> JSON {
    try await tell(input) { .taskHeartbeat(id: $0) }
  }

  private func tell(_ input: CallInput, _ happening: (Int) -> Happening) async throws -> JSON {
    let token = input.text(optional: "taskToken") ?? ""
    guard let (arn, task) = Execution.place(ofToken: token) else { throw StatesError.invalidToken }
    guard let run = runs.run(arn) else {
      let known = try await database.read { db in try ExecutionStore.execution(arn, in: db) }
      throw known == nil ? StatesError.invalidToken : StatesError.taskGone
    }
    switch await run.tell(happening(task), of: task, token: token) {
    case .taken: break
    case .over: throw StatesError.taskGone
    case .halted: throw StatesError.closing
    }
    // What was told was handed in before this, so it is durable when this is.
    try await database.write { _ in }
    return [:]
  }

  /// Gives a worker the next task of an activity, waiting for one a minute at most.
  func getActivityTask(_ input: CallInput) async throws -> JSON {
    let arn = try activityARN(input)
    _ = try await activity(arn)
    let worker = input.text(optional: "workerName")
    let due = timer.now + StepFunctionsService.pollTime
    while let offer = await activities.take(arn, until: due, timer) {
      guard let run = runs.run(offer.execution), let token = offer.task.token else { continue }
      let started = Happening.taskStarted(id: offer.task.id, worker: worker)
      switch await run.tell(started, of: offer.task.id, token: token) {
      case .taken: break
      case .over: continue
      case .halted: throw StatesError.closing
      }
      try await database.write { _ in }
      return ["taskToken": .string(token), "input": .string(offer.task.parameters.text())]
    }
    return ["taskToken": nil]
  }
}

// MARK: - Activities

extension StepFunctionsService {
  /// Makes an activity; the same name again gives the same activity.
  func createActivity(_ input: CallInput, _ context: CallContext) async throws -> JSON {
    let name = input.text(optional: "name") ?? ""
    guard StepFunctionsService.isLegal(name) else { throw StatesError.invalidName(name) }
    let arn = identity.arn("states", "activity:\(name)")
    let tags = JSON.array(input.list("tags")).text()
    let now = context.now.milliseconds
    let created = try await database.write { db in
      try ActivityStore.add(arn, name: name, tags: tags, at: now, in: db)
    }
    return ["activityArn": .string(arn), "creationDate": Instant(milliseconds: created).wire]
  }

  /// Describes an activity.
  func describeActivity(_ input: CallInput) async throws -> JSON {
    .object(
      try await activity(try activityARN(input)).merging([
        "encryptionConfiguration": ["type": "AWS_OWNED_KEY"]
      ])
    )
  }

  /// Deletes an activity, whether it is there or not.
  func deleteActivity(_ input: CallInput) async throws -> JSON {
    let arn = try activityARN(input)
    try await database.write { db in try ActivityStore.remove(arn, in: db) }
    return [:]
  }

  /// Lists the activities by name, a page at a time.
  func listActivities(_ input: CallInput) async throws -> JSON {
    let all = try await database.read { db in try ActivityStore.all(in: db) }
    let given = input.json["maxResults"]?.int ?? 0
    let (page, next) = try PageToken.slice(
      all,
      token: input.text(optional: "nextToken"),
      limit: given == 0 ? 100 : given,
      invalid: StatesError.invalidToken
    )
    var output: JSON = ["activities": .array(page.map { .object($0) })]
    if let next { output["nextToken"] = .string(next) }
    return output
  }

  private func activityARN(_ input: CallInput) throws -> String {
    try StatesARN.check(input.text(optional: "activityArn") ?? "", is: "activity")
  }

  private func activity(_ arn: String) async throws -> JSONObject {
    let found = try await database.read { db in try ActivityStore.activity(arn, in: db) }
    guard let found else { throw StatesError.activityNotFound(arn) }
    return found
  }
}

/// The SQL of activities.
enum ActivityStore {
  /// Adds an activity, where it is not there, and returns its milliseconds of creation.
  static func add(
    _ arn: String,
    name: String,
    tags: String,
    at now: Int64,
    in db: Database
  ) throws -> Int64 {
    try db.execute(
      sql: """
        INSERT INTO states_activity (arn, name, created) VALUES (?, ?, ?)
        ON CONFLICT (arn) DO NOTHING
        """,
      arguments: [arn, name, now]
    )
    if tags != "[]" { try TagStore.set(tags, of: arn, in: db) }
    return try Int64.fetchOne(
      db,
      sql: "SELECT created FROM states_activity WHERE arn = ?",
      arguments: [arn]
    ) ?? now
  }

  /// The activity with an ARN, as `DescribeActivity` has it; `nil` where there is none.
  static func activity(_ arn: String, in db: Database) throws -> JSONObject? {
    try Row.fetchOne(db, sql: "SELECT * FROM states_activity WHERE arn = ?", arguments: [arn])
      .map(members)
  }

  /// All activities by name, as `ListActivities` has them.
  static func all(in db: Database) throws -> [JSONObject] {
    try Row.fetchAll(db, sql: "SELECT * FROM states_activity ORDER BY name").map(members)
  }

  /// Removes an activity and its tags.
  static func remove(_ arn: String, in db: Database) throws {
    try db.execute(sql: "DELETE FROM states_activity WHERE arn = ?", arguments: [arn])
    try TagStore.set("[]", of: arn, in: db)
  }

  private static func members(_ row: Row) -> JSONObject {
    let created = Instant(milliseconds: row["created"] as Int64)
    return [
      "activityArn": .string(row["arn"]), "name": .string(row["name"]),
      "creationDate": created.wire,
    ]
  }
}

package import AWSClient
package import AWSWire
package import CustomerDomain
internal import JSONValue

/// Reads logs: which groups there are, what they hold, and what comes.
package struct LogService: Sendable {
  /// Makes the calls.
  let access: ServiceAccess
  /// Makes the calls whose answers go on; without it there is no Live Tail.
  let streams: (any AWSStreamCaller)?
  /// This machine's clock.
  let clock: any WallClock
  /// Time that passes, and chance.
  let pacer: any Pacer
  /// Hides the API's key in what is read.
  let mask: KeyMask
  private let serviceClock: any WallClock
  private let locator: WorkflowLocator

  /// The present moment by the service's clock, as far as it is known; what is read is told in its
  /// time.
  package var now: Instant { serviceClock.now }

  /// Makes a service.
  ///
  /// - Parameters:
  ///   - caller: makes the calls.
  ///   - streams: makes the calls whose answers go on.
  ///   - names: what the backend's parts are called.
  ///   - clock: this machine's clock.
  ///   - serviceClock: the service's clock, where it is known to differ from ours.
  ///   - pacer: time that passes, and chance.
  ///   - mask: hides the API's key in what is read.
  package init(
    caller: any AWSCaller,
    streams: (any AWSStreamCaller)? = nil,
    names: BackendNames.Source = .known(BackendNames()),
    clock: any WallClock = SystemWallClock(),
    serviceClock: (any WallClock)? = nil,
    pacer: any Pacer = .system,
    mask: KeyMask = .none
  ) {
    access = ServiceAccess(caller: caller, mode: .readOnly)
    self.streams = streams
    locator = WorkflowLocator(names)
    self.clock = clock
    self.serviceClock = serviceClock ?? clock
    self.pacer = pacer
    self.mask = mask
  }

  /// The names of the backend's log groups that exist, in the backend's order.
  ///
  /// - Throws: `ServiceFailure`; `CancellationError`.
  package func groups() async throws -> [String] { try await datedGroups().map(\.name) }

  /// The backend's log groups that exist, in the backend's order.
  ///
  /// - Throws: `ServiceFailure`; `CancellationError`.
  package func datedGroups() async throws -> [LogGroup] {
    let names = try await names()
    var found: [String: LogGroup] = [:]
    let prefixes = ["/aws/lambda/\(names.prefix)", "/aws/apigateway/", "/aws/vendedlogs/states/"]
    for prefix in prefixes { try await read(groupsBeginning: prefix, into: &found) }
    return names.logGroups.compactMap { found[$0] }
  }

  /// The log groups that are named in short or in full and exist; without a name the backend's.
  ///
  /// - Throws: `ServiceFailure`; `CancellationError`.
  package func datedGroups(_ names: [String]) async throws -> [LogGroup] {
    guard !names.isEmpty else { return try await datedGroups() }
    let wanted = try await fullNames(names)
    var found: [String: LogGroup] = [:]
    for name in wanted { try await read(groupsBeginning: name, into: &found) }
    return wanted.compactMap { found[$0] }
  }

  private func read(
    groupsBeginning prefix: String,
    into found: inout [String: LogGroup]
  ) async throws {
    try await access.readPages(
      .logs,
      "DescribeLogGroups",
      ["logGroupNamePrefix": .string(prefix), "limit": 50],
      for: .init("list log groups")
    ) { page in
      guard let groups = page["logGroups"]?.array else {
        throw ServiceFailure(unreadable: "logGroups", action: "list log groups")
      }
      for group in groups {
        guard let name = group["logGroupName"]?.string else { continue }
        let created = group["creationTime"]?.millisecondInstant ?? Instant(milliseconds: 0)
        found[name] = LogGroup(name: name, createdAt: created)
      }
      return true
    }
  }

  /// The full names of groups that people may name by their last part, such as `put_customer_id`, or by
  /// the name of a function.
  ///
  /// - Throws: `ServiceFailure`; `CancellationError`.
  package func fullNames(_ groups: [String]) async throws -> [String] {
    guard groups.contains(where: { !$0.hasPrefix("/") }) else { return groups }
    let names = try await names()
    var full: [String] = []
    for group in groups {
      let known = names.logGroups.first {
        $0.hasSuffix("/" + group) || $0.hasSuffix("/" + names.prefix + group)
      }
      if let known, !group.hasPrefix("/") {
        full.append(known)
      } else {
        full.append(try await fullName(group))
      }
    }
    return full
  }

  /// The group of a function of that name, else the one that is called just so; no function has a slash in
  /// its name.
  private func fullName(_ name: String) async throws -> String {
    guard !name.contains("/") else { return name }
    let ofFunction = BackendNames.logGroup(ofFunction: name)
    for group in [ofFunction, name] {
      var found: [String: LogGroup] = [:]
      try await read(groupsBeginning: group, into: &found)
      if found[group] != nil { return group }
    }
    return ofFunction
  }

  /// Asks of each group whether it is there, and whether its lines can be chosen by a pattern: reads
  /// the present moment of it.
  ///
  /// - Throws: `ServiceFailure` of the first that is not there or cannot; `CancellationError`.
  package func probe(_ groups: [String], filter: String?) async throws {
    let now = now
    for group in groups {
      let call = LogTail.Call(
        group: group,
        from: now,
        to: now,
        filter: filter,
        token: nil,
        isLate: false
      )
      _ = try await fetch(call)
    }
  }

  /// What the backend's parts are called; where there is no workflow to tell, as they are by default.
  func names() async throws -> BackendNames {
    do {
      return try await locator.names(access)
    } catch let failure as ServiceFailure where failure.kind == .notFound {
      return BackendNames()
    }
  }

  /// Makes one call of a tail.
  ///
  /// - Throws: `ServiceFailure`; `CancellationError`.
  func fetch(_ call: LogTail.Call) async throws -> LogTail.Page {
    var input: JSON = [
      "logGroupName": .string(call.group), "startTime": JSON(Int(max(0, call.from.milliseconds))),
      "limit": 10_000,
    ]
    input["endTime"] = call.to.map { JSON(Int($0.milliseconds)) }
    input["filterPattern"] = call.filter.map(JSON.string)
    input["nextToken"] = call.token.map(JSON.string)
    let page: JSON
    do {
      page = try await access.read(
        .logs,
        "FilterLogEvents",
        input,
        for: .init("read log", call.group)
      )
    } catch let failure as ServiceFailure {
      throw FilterAdvice(call.filter).advising(failure)
    }
    guard let events = page["events"]?.array else {
      throw ServiceFailure(unreadable: "events", action: "read log", resource: call.group)
    }
    var read: [LogEvent] = []
    read.reserveCapacity(events.count)
    let secret = mask.secret
    for event in events {
      LogEvent(wire: event, group: call.group, hiding: secret).map { read.append($0) }
    }
    return LogTail.Page(
      events: read,
      token: page["nextToken"]?.string.flatMap { $0.isEmpty ? nil : $0 }
    )
  }
}

extension LogEvent {
  /// Reads an event as FilterLogEvents gives it; `nil` where it lacks the needful.
  init?(wire: JSON, group: String, hiding secret: String?) {
    guard let members = wire.object, let id = members["eventId"]?.string,
      let time = members["timestamp"]?.millisecondInstant,
      let message = members["message"]?.string
    else { return nil }
    self.init(
      eventID: id,
      group: group,
      stream: members["logStreamName"]?.string ?? "",
      timestamp: time,
      ingestedAt: members["ingestionTime"]?.millisecondInstant ?? time,
      message: KeyMask.hide(secret, in: message)
    )
  }
}

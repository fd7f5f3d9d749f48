import AWSWire
import CustomerDomain
import Terminal
import Testing

@testable import Dashboard

/// Sends events, and expects each change of state and each effect; nothing goes unasserted.
struct Driver {
  var state: DashboardState

  init(_ state: DashboardState = Sample.state()) {
    self.state = state
    _ = update(&self.state, .clockTicked(Sample.now))
  }

  /// Sends an event, and expects exactly these effects and this change.
  mutating func send(
    _ event: DashboardEvent,
    _ effects: [Effect] = [],
    sourceLocation: SourceLocation = #_sourceLocation,
    changes: (inout DashboardState) -> Void = { _ in }
  ) {
    var expected = state
    changes(&expected)
    let actual = update(&state, event)
    #expect(actual == effects, sourceLocation: sourceLocation)
    if state != expected {
      let lines = Driver.differences("state", state, expected).joined(separator: "\n")
      Issue.record("unexpected state\n\(lines)", sourceLocation: sourceLocation)
    }
  }

  /// Presses a key by its name, with the same expectations.
  mutating func press(
    _ name: String,
    _ effects: [Effect] = [],
    sourceLocation: SourceLocation = #_sourceLocation,
    changes: (inout DashboardState) -> Void = { _ in }
  ) throws {
    let key = try #require(Key(name: name), sourceLocation: sourceLocation)
    send(.keyPressed(key, at: state.now), effects, sourceLocation: sourceLocation, changes: changes)
  }

  /// What is different, a line a value, by the names of the properties that lead there.
  private static func differences(_ path: String, _ actual: Any, _ expected: Any) -> [String] {
    let pairs = zip(Mirror(reflecting: actual).children, Mirror(reflecting: expected).children)
    let deeper = pairs.flatMap { left, right in
      differences(path + "." + (left.label ?? "_"), left.value, right.value)
    }
    if !deeper.isEmpty { return deeper }
    let (left, right) = ("\(actual)", "\(expected)")
    return left == right ? [] : ["\(path): \(left.prefix(300)), expected \(right.prefix(300))"]
  }

  /// Goes on without expectations, to get where a test begins.
  @discardableResult
  mutating func go(_ events: DashboardEvent...) -> [Effect] {
    events.flatMap { update(&state, $0) }
  }

  /// Presses keys without expectations; names are separated by spaces.
  @discardableResult
  mutating func keys(_ names: String) -> [Effect] {
    names.split(separator: " ").flatMap { name -> [Effect] in
      guard let key = Key(name: String(name)) else {
        Issue.record("there is no key \(name)")
        return []
      }
      return update(&state, .keyPressed(key, at: state.now))
    }
  }

  /// Types a text, a character a key.
  mutating func type(_ text: String) {
    for character in text { go(.keyPressed(.character(character), at: state.now)) }
  }

  /// A dashboard with something in every pane.
  static func full(_ size: Size = Sample.size, context: ContextMark = Sample.context) -> Driver {
    var driver = Driver(Sample.state(size: size, context: context))
    driver.go(
      .executionsListed(Sample.executions, at: Sample.ago(1)),
      .alarmsListed(Sample.alarms, at: Sample.ago(1)),
      .logTailChanged(
        .init(groupCount: 7, lagMilliseconds: 400, lastSuccess: Sample.ago(0.4)),
        eventsPerSecond: 3
      )
    )
    for answer in [
      Sample.answer("user_123", .exists, seconds: 61),
      Sample.answer("unknown", .absent, seconds: 12),
      Sample.answer("user_test", .exists),
    ] { driver.go(.customerAnswered(answer)) }
    driver.feedLogs()
    if let arn = driver.state.workflow.watched,
      let execution = Sample.executions.first(where: { $0.arn == arn })
    {
      driver.go(.executionDescribed(ExecutionReport(Sample.detail(of: execution)), at: Sample.now))
    }
    return driver
  }

  /// Answers the standing query with so many lines.
  mutating func feedLogs(_ count: Int = 80) {
    guard let query = state.logs.query else { return }
    go(.logsWindowed(Sample.window(query, Sample.lines(count), older: 500)))
  }
}

extension CustomersState {
  /// The names of the visible rows.
  var ids: [String] { visible.map(\.id) }
}

internal import JSONValue

/// One thread of control: the top level, a branch of a Parallel or an iteration of a Map.
struct Frame: Sendable {
  /// Its number; the top level's is 0.
  let id: Int
  /// The frame whose Parallel or Map this belongs to.
  let parent: Int?
  /// Which branch or iteration it is.
  let slot: Int
  /// The scope it runs through.
  let scope: Int
  /// The state it is in, by its index in the scope.
  var state: Int
  /// What that state was given.
  var input: Document
  /// The last event of this thread, which the next one follows.
  var previous: Int
  /// The event by which the state was entered.
  var enteredEvent = 0
  /// When the state was entered.
  var enteredTime: Milliseconds = 0
  /// How often each retrier of the state was used.
  var retries: [Int: Int] = [:]
  /// What the state is busy with.
  var activity = Activity.none
  /// Whether branches or iterations of the state have begun.
  var hasForked = false
  /// The item of the innermost iteration around.
  var item: Item?
  /// The token of the state's task.
  var token: String?
  /// What was under way in the state's branches or iterations when one of them broke.
  var suspended: Suspended?

  /// How often the state has been retried.
  var retryCount: Int { retries.values.reduce(0, +) }

  /// An item of a Map.
  struct Item: Sendable {
    /// Its place in the list, from 0.
    let index: Int
    /// The element.
    let value: JSON
  }

  /// What a state is busy with.
  enum Activity: Sendable {
    /// It is between states, or waits for nobody.
    case none
    /// A Wait waits for a timer.
    case waiting
    /// A retry waits for a timer.
    case backingOff
    /// It has a task under way.
    case running(TaskRun)
    /// It waits for its branches or iterations.
    case forked(Fork)
  }
}

/// A task under way.
struct TaskRun: Sendable {
  /// Its number.
  let id: Int
  /// Whether its start is in the history.
  var hasStarted = false
  /// The timers that watch it.
  var timeoutTimer: Int?
  /// The timer of the next heartbeat, where one is due.
  var heartbeatTimer: Int?
  /// How long it may take, in seconds.
  var timeoutSeconds: Int?
  /// How long it may be silent, in seconds.
  var heartbeatSeconds: Int?
}

/// Branches or iterations under way.
struct Fork: Sendable {
  /// What each gave so far.
  var results: [JSON?]
  /// How many have not ended.
  var remaining: Int
  /// The frames that have not ended.
  var live: Set<Int> = []
  /// The items of a Map; empty for a Parallel.
  var items: [JSON] = []
  /// The item that is next.
  var nextItem = 0
  /// What the Map works on.
  var input: JSON = .null
  /// The last event of what ended last.
  var lastEvent: Int
}

/// Branches or iterations that were ended because one of them broke; a redrive takes them up.
struct Suspended: Sendable {
  /// Which they are, and what the others gave.
  let fork: Fork
  /// The frames as they were.
  let frames: [Frame]
}

/// What a timer is for.
enum TimerPurpose: String, Sendable {
  /// The time of the whole, a Wait, a pause before a retry, a task's time, or its heartbeat.
  case execution, wait, retry, timeout, heartbeat
}

/// A timer that was ordered.
struct ExecutionTimer: Sendable {
  /// The frame that it is set for.
  let frame: Int
  /// What it is set for.
  let purpose: TimerPurpose
}

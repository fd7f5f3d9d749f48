internal import JSONValue

/// A state of a definition, read and checked.
struct State: Sendable {
  /// Its name.
  var name: String
  /// What it does.
  var kind: Kind
  /// What of the input it works on; `nil` stands for an empty object.
  var inputPath: JSONPath?
  /// What of the outcome it hands on; `nil` stands for an empty object.
  var outputPath: JSONPath?
  /// Where in the input the result goes; `nil` throws the result away.
  var resultPath: ReferencePath?
  /// What the work is given instead of the input.
  var parameters: Template?
  /// What is made of the result before it goes into the input.
  var resultSelector: Template?
  /// What follows.
  var transition: Transition
  /// When it is tried again, in order of precedence.
  var retriers: [Retrier] = []
  /// What follows an error instead, in order of precedence.
  var catchers: [Catcher] = []

  /// What follows a state.
  enum Transition: Sendable {
    /// A state of the same scope, by its index.
    case next(Int)
    /// Nothing.
    case end
  }

  /// The eight types of states.
  enum Kind: Sendable {
    /// Passes its input on, or a result.
    case pass(result: JSON?)
    /// Has somebody do something.
    case task(TaskFields)
    /// Chooses the next state; `otherwise` is where no rule holds.
    case choice([ChoiceRule], otherwise: Int?)
    /// Waits.
    case wait(WaitTime)
    /// Ends well.
    case succeed
    /// Ends badly.
    case fail(error: TextSource?, cause: TextSource?)
    /// The branches, by the indices of their scopes.
    case parallel(branches: [Int])
    /// Does the same for each of a list.
    case map(MapFields)

    /// Whether a state of this kind may have a Retry.
    var canRetry: Bool {
      switch self {
      case .task, .parallel, .map: true
      default: false
      }
    }

    /// The type as a definition and the history write it.
    var typeName: String {
      switch self {
      case .pass: "Pass"
      case .task: "Task"
      case .choice: "Choice"
      case .wait: "Wait"
      case .succeed: "Succeed"
      case .fail: "Fail"
      case .parallel: "Parallel"
      case .map: "Map"
      }
    }
  }
}

/// What only a Task has.
struct TaskFields: Sendable {
  /// What it runs.
  let resource: TaskResource
  /// How long it may take, in seconds.
  let timeout: NumberSource?
  /// How long it may be silent, in seconds.
  let heartbeat: NumberSource?
}

/// What only a Map has.
struct MapFields: Sendable {
  /// The scope that each item goes through, by its index.
  let processor: Int
  /// Where the items are.
  let itemsPath: JSONPath
  /// What an iteration is given instead of the item.
  let itemSelector: Template?
  /// How many iterations may run at a time; 0 for as many as there can be.
  let maxConcurrency: NumberSource
}

/// A number that is given or looked up.
enum NumberSource: Sendable {
  /// A number that the definition has.
  case constant(Int)
  /// Where it is looked up, and the name of the field that says so.
  case path(JSONPath, field: String)
}

/// A text that is given or worked out.
enum TextSource: Sendable {
  /// A text that the definition has.
  case constant(String)
  /// What it is worked out by, and the name of the field that says so.
  case expression(Template.Expression, field: String)
}

/// How long a Wait waits.
enum WaitTime: Sendable {
  /// So many seconds.
  case seconds(NumberSource)
  /// Until a moment that the definition has.
  case until(Timestamp)
  /// Until the moment that a path finds.
  case untilPath(JSONPath)
}

/// A field of Retry.
struct Retrier: Sendable {
  /// The names of the errors it is for.
  let errors: [String]
  /// The wait before the first retry, in seconds.
  let interval: Int
  /// How many retries there are.
  let maxAttempts: Int
  /// What the wait is multiplied by each time.
  let backoffRate: Double
  /// The longest wait, in seconds.
  let maxDelay: Int?
  /// Whether the wait is a random part of what it would be.
  let hasFullJitter: Bool

  /// The wait before retry number `attempt`, counted from 0, in milliseconds.
  ///
  /// - Parameters:
  ///   - attempt: how many retries there were.
  ///   - fraction: gives a random number from 0 up to 1.
  /// - Returns: the wait.
  func delay(beforeRetry attempt: Int, fraction: () -> Double) -> Milliseconds {
    // A century: what the power may give has no bound.
    let longest = 3_155_760_000.0
    var power = 1.0
    for _ in 0..<min(attempt, 10_000) where power < longest { power *= backoffRate }
    let seconds = min(Double(interval) * power, maxDelay.map(Double.init) ?? longest, longest)
    return Int(seconds * 1000 * (hasFullJitter ? fraction() : 1) + 0.5)
  }
}

/// A field of Catch.
struct Catcher: Sendable {
  /// The names of the errors it is for.
  let errors: [String]
  /// Where in the input the error goes; `nil` throws it away.
  let resultPath: ReferencePath?
  /// The state that is entered, by its index in the scope.
  let next: Int
}

/// A set of states with a first one: the top level, a branch or a Map's processor.
struct Scope: Sendable {
  /// The first state's index.
  var startAt: Int
  /// The states in the order of the definition.
  var states: [State]
}

internal import CustomerDomain
internal import JSONValue

/// An event of a run, as Step Functions writes it into a log group.
struct RunLine {
  /// What happened, such as `TaskFailed`.
  let type: String
  /// The state, where the event names it.
  let state: String?
  /// The error's name.
  let error: String?
  /// The first letters of the run's name.
  let run: String
  /// What else is worth a word, in order: the cause, what came in and what came out.
  let data: [(name: String, text: String)]

  /// Reads an event; `nil` for anything else.
  init?(_ object: JSONObject) {
    guard let type = object["type"]?.string, let arn = object["execution_arn"]?.string else {
      return nil
    }
    self.type = type
    let details = object["details"]?.object
    state = details?["name"]?.string
    error = details?["error"]?.string
    let name = arn.split(separator: ":").last.map(String.init) ?? arn
    run = name.count > 8 ? String(name.prefix(4)) + "…" : name
    data = ["cause", "input", "output"].compactMap { name in
      details?[name].map { (name, $0.string ?? $0.text()) }
    }
  }

  /// A run that failed is an error; a step that failed may be tried again.
  var level: LogEvent.Level {
    switch type {
    case "ExecutionFailed", "ExecutionTimedOut": .error
    case "ExecutionAborted": .warn
    default: type.hasSuffix("Failed") || type.hasSuffix("TimedOut") ? .warn : .info
    }
  }
}

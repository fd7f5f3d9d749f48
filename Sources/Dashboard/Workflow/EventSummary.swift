internal import JSONValue

/// What an event of a run's history says, in words of one line: `exists=false req 71a0…`.
///
/// Step Functions tells it as JSON, with JSON as text inside and much around it that is the same in
/// every event; the whole is in the run's input and output, and in its command's `--history`.
struct EventSummary {
  /// The words.
  private(set) var text = ""

  /// What other columns tell, or what says nothing of this event.
  private static let hidden: Set<String> = [
    "name", "resourceType", "resource", "region", "roleArn", "timeoutInSeconds",
    "heartbeatInSeconds", "stateMachineAliasArn", "stateMachineVersionArn", "executionArn",
    "ExecutedVersion", "SdkHttpMetadata", "StatusCode", "errorType", "stackTrace",
  ]
  /// The most columns that are worth making.
  private static let limit = 400

  /// Sums up an event's details.
  init(_ details: JSON) {
    guard let object = details.object else {
      if !details.isNull { add(details.string ?? details.text()) }
      return
    }
    for (key, value) in object where !key.hasSuffix("Details") { add(key, value) }
  }

  private mutating func add(_ key: String, _ value: JSON) {
    guard !EventSummary.hidden.contains(key), text.utf8.count < EventSummary.limit else { return }
    switch key {
    case "input", "output", "parameters", "Payload": addData(value)
    case "cause": addCause(value)
    case "requestId", "RequestId": addRequest(value)
    case "SdkResponseMetadata": addRequest(value["RequestId"])
    default: add("\(key)=\(EventSummary.short(value))")
    }
  }

  /// The members of data, which may be JSON in a text.
  private mutating func addData(_ value: JSON) {
    let data = value.string.flatMap { try? JSON(parsing: $0) } ?? value
    guard let object = data.object else { return add(EventSummary.short(data)) }
    for (key, value) in object { add(key, value) }
  }

  /// Lambda puts an error's message and its request into a JSON text.
  private mutating func addCause(_ value: JSON) {
    let cause = value.string.flatMap { try? JSON(parsing: $0) }?.object
    guard let cause, let message = cause["errorMessage"] else {
      return add("cause=\(EventSummary.short(value))")
    }
    add("cause=\(EventSummary.short(message))")
    addRequest(cause["requestId"])
  }

  private mutating func addRequest(_ value: JSON?) {
    if let id = value?.string, !id.isEmpty { add("req \(id.prefix(4))…") }
  }

  private mutating func add(_ words: String) {
    guard !words.isEmpty, text.utf8.count < EventSummary.limit else { return }
    text += text.isEmpty ? words : " \(words)"
  }

  /// A value in a word or two; of an ARN what comes last, of what is nested that there is something.
  private static func short(_ value: JSON) -> String {
    if let object = value.object { return object.isEmpty ? "{}" : "{…}" }
    if let array = value.array { return array.isEmpty ? "[]" : "[…]" }
    let text = value.string ?? value.text()
    guard text.hasPrefix("arn:"), let last = text.split(separator: ":").last else {
      return String(text.prefix(limit))
    }
    return String(last)
  }
}

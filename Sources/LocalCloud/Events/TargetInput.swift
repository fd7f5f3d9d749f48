internal import JSONValue

/// What of an event a target gets: all of it, a constant, a part, or a text made of parts.
enum TargetInput: Sendable {
  /// The whole event.
  case event
  /// The same JSON for every event.
  case constant(JSON)
  /// What stands at a path of the event; `{}` where nothing does.
  case path([Step])
  /// A text whose `<name>` stand for what is at the paths.
  case template(String, paths: [String: [Step]])

  /// One step of a path.
  enum Step: Hashable, Sendable {
    /// The member of an object, by name.
    case member(String)
    /// The element of an array, counted from 0.
    case index(Int)
  }

  /// Reads a target of `PutTargets`.
  ///
  /// - Throws: `CloudError` where a path or the constant is malformed.
  init(_ target: JSON) throws {
    if let text = target["Input"]?.string {
      guard let constant = try? JSON(parsing: text) else {
        throw CloudError("ValidationException", "Invalid Input for target: JSON syntax error")
      }
      self = .constant(constant)
    } else if let text = target["InputPath"]?.string {
      self = .path(try TargetInput.steps(text))
    } else if let transformer = target["InputTransformer"] {
      let paths = try (transformer["InputPathsMap"]?.object ?? [:]).map { name, path in
        (name, try TargetInput.steps(path.string ?? ""))
      }
      guard let template = transformer["InputTemplate"]?.string else {
        throw CallInput(target).fault(
          "targets.1.member.inputTransformer.inputTemplate",
          nil,
          "Member must not be null"
        )
      }
      self = .template(
        template,
        paths: Dictionary(paths) { $1 }
      )
    } else {
      self = .event
    }
  }

  /// The names that stand for something in every template.
  private static let reserved: Set<String> = [
    "aws.events.rule-arn", "aws.events.rule-name", "aws.events.event", "aws.events.event.json",
    "aws.events.event.ingestion-time",
  ]

  /// Refuses a template that names what nothing stands for.
  ///
  /// - Throws: `CloudError` that names it.
  func checkPlaceholders(target id: String) throws {
    guard case .template(let template, let paths) = self else { return }
    var rest = template[...]
    while let start = rest.firstIndex(of: "<") {
      rest = rest[rest.index(after: start)...]
      let name = rest.prefix { $0 == "_" || $0 == "-" || $0 == "." || $0.isLetter || $0.isNumber }
      guard !name.isEmpty, rest[name.endIndex...].first == ">" else { continue }
      guard paths[String(name)] != nil || TargetInput.reserved.contains(String(name)) else {
        throw CloudError(
          "ValidationException",
          "InputTemplate for target \(id) contains invalid placeholder \(name)."
        )
      }
    }
  }

  private static func steps(_ path: String) throws -> [Step] {
    let fault = CloudError(
      "ValidationException",
      "Invalid JSONPath provided: \(path)"
    )
    guard path.hasPrefix("$") else { throw fault }
    var steps: [Step] = []
    var rest = path.dropFirst()
    while let first = rest.first {
      rest.removeFirst()
      if first == "." {
        let name = rest.prefix { $0 != "." && $0 != "[" }
        guard !name.isEmpty else { throw fault }
        steps.append(.member(String(name)))
        rest = rest.dropFirst(name.count)
      } else {
        let body = rest.prefix { $0 != "]" }
        guard first == "[", rest.count > body.count else { throw fault }
        rest = rest.dropFirst(body.count + 1)
        let name = body.filter { $0 != "'" && $0 != "\"" }
        steps.append(Int(body).map { .index($0) } ?? .member(name))
      }
    }
    return steps
  }

  private static func value(_ steps: [Step], in event: JSON) -> JSON? {
    steps.reduce(event) { value, step in
      switch step {
      case .member(let name): value?[name]
      case .index(let index): value?[index]
      }
    }
  }

  /// What the target gets of `event`; `nil` where the template makes what is neither JSON nor a text
  /// in quotes, which is never delivered.
  func apply(to event: JSON, rule: String, ruleARN: String) -> JSON? {
    switch self {
    case .event: return event
    case .constant(let constant): return constant
    case .path(let steps): return TargetInput.value(steps, in: event) ?? [:]
    case .template(let template, let paths):
      var values: [String: JSON] = [
        "aws.events.rule-arn": .string(ruleARN), "aws.events.rule-name": .string(rule),
        "aws.events.event.json": event, "aws.events.event": TargetInput.withoutDetail(event),
        "aws.events.event.ingestion-time": event["time"] ?? "",
      ]
      for (name, steps) in paths { values[name] = TargetInput.value(steps, in: event) ?? "" }
      let isText = template.first { !$0.isWhitespace } == "\""
      let text = TargetInput.filled(template, values, isText: isText)
      if let json = try? JSON(parsing: text) { return json }
      return isText ? JSON.string(text) : Optional.none
    }
  }

  /// The event as `<aws.events.event>` stands for it.
  private static func withoutDetail(_ event: JSON) -> JSON {
    let names = [
      "id", "account", "detail-type", "time", "source", "region", "resources", "version",
    ]
    return .object(
      JSONObject(
        names.map { ($0 == "detail-type" ? "detailType" : $0, event[$0] ?? nil) }
      )
    )
  }

  /// A template with its `<name>` replaced; inside quotes a text stands without its own, and in a
  /// template that is a text (`isText`) so do arrays and objects.
  private static func filled(
    _ template: String,
    _ values: [String: JSON],
    isText: Bool
  ) -> String {
    var (text, isQuoted) = ("", false)
    var rest = template[...]
    while let character = rest.first {
      rest.removeFirst()
      if character == "\\", let next = rest.first {
        text += [character, next]
        rest.removeFirst()
        continue
      }
      if character == "\"" { isQuoted.toggle() }
      guard character == "<", let end = rest.firstIndex(of: ">"),
        let value = values[String(rest[..<end])]
      else {
        text.append(character)
        continue
      }
      let written = value.text()
      if isQuoted, value.string != nil {
        text += written.dropFirst().dropLast()
      } else {
        text += isQuoted && isText ? written.filter { $0 != "\"" } : written
      }
      rest = rest[rest.index(after: end)...]
    }
    return text
  }
}

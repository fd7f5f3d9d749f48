internal import JSONValue

/// Reads a definition and collects what is wrong with it.
struct DefinitionReader {
  /// How deep a definition may nest, so that reading it and running it cannot exhaust the stack.
  private static let depthLimit = 200

  /// What was found wrong.
  private(set) var problems: [DefinitionError.Problem] = []
  private var scopes: [Scope] = []
  private var names: Set<String> = []

  /// The scopes of a definition, the top level first, and how long an execution may take.
  mutating func machine(_ definition: JSON) -> (scopes: [Scope], timeoutSeconds: Int?)? {
    guard !definition.isNested(deeperThan: Self.depthLimit) else {
      fault("The definition nests deeper than \(Self.depthLimit) levels", at: [])
      return nil
    }
    guard let object = definition.object else {
      fault("Definition must be a valid JSON object", at: [])
      return nil
    }
    let fields = Fields(object: object, location: [])
    check(
      fields,
      knows: ["Comment", "StartAt", "States", "TimeoutSeconds", "Version", "QueryLanguage"]
    )
    if let version = object["Version"], version != .string("1.0") {
      fault("The value for the field 'Version' must be \"1.0\"", at: ["Version"])
    }
    let timeout = number(fields, "TimeoutSeconds", in: 1...99_999_999)
    guard scope(fields) != nil else { return nil }
    return (scopes, timeout)
  }

  /// Notes a fault of the schema.
  mutating func fault(_ message: String, at location: [String]) {
    note("SCHEMA_VALIDATION_FAILED", message, at: location)
  }

  /// Notes a fault.
  mutating func note(_ code: String, _ message: String, at location: [String]) {
    problems.append(
      DefinitionError.Problem(
        code: code,
        message: message,
        location: "/" + location.joined(separator: "/")
      )
    )
  }

  /// Notes fields that the language or this interpreter does not have.
  mutating func check(_ fields: Fields, knows known: Set<String>) {
    for (key, value) in fields.object where !known.contains(key) || key == "QueryLanguage" {
      switch key {
      case "QueryLanguage" where value == .string("JSONPath"): continue
      case "QueryLanguage":
        fault(
          "The query language \(value.text()) is not supported, only \"JSONPath\" is",
          at: fields.location + [key]
        )
      case "Assign":
        fault("Variables are not supported: the field 'Assign'", at: fields.location + [key])
      case "Arguments", "Output", "Condition", "Items":
        fault("JSONata is not supported: the field '\(key)'", at: fields.location + [key])
      case "ItemReader", "ItemBatcher", "ResultWriter", "Label", "ToleratedFailureCount",
        "ToleratedFailureCountPath", "ToleratedFailurePercentage",
        "ToleratedFailurePercentagePath":
        fault(
          "The field '\(key)' is for Maps of the mode DISTRIBUTED, which is not supported",
          at: fields.location + [key]
        )
      default: fault("The field '\(key)' is not supported", at: fields.location + [key])
      }
    }
  }

  /// Reads a set of states and gives its index.
  mutating func scope(_ fields: Fields) -> Int? {
    let missing = ["States", "StartAt"].filter { fields.object[$0] == nil }
    guard missing.isEmpty else {
      fault("These fields are required: [\(missing.joined(separator: ", "))]", at: fields.location)
      return nil
    }
    let startAt = text(fields, "StartAt")
    guard let states = fields.object["States"]?.object, !states.isEmpty else {
      fault(
        "The field 'States' must be an object with at least one state",
        at: fields.location + ["States"]
      )
      return nil
    }
    let index = scopes.count
    scopes.append(Scope(startAt: 0, states: []))
    let targets = Dictionary(
      uniqueKeysWithValues: states.keys.enumerated().map { ($0.element, $0.offset) }
    )
    for name in states.keys { checkName(name, at: fields.location + ["States", name]) }
    if let startAt {
      scopes[index].startAt =
        target(startAt, among: targets, field: "StartAt", at: fields.location + ["StartAt"]) ?? 0
    }
    for (name, value) in states {
      let location = fields.location + ["States", name]
      guard let object = value.object else {
        fault("A state must be an object", at: location)
        continue
      }
      let state = Fields(object: object, location: location)
      guard let read = self.state(name, state, targets: targets) else { continue }
      scopes[index].states.append(read)
    }
    return scopes[index].states.count == states.count ? index : nil
  }

  private mutating func checkName(_ name: String, at location: [String]) {
    if name.isEmpty || name.unicodeScalars.count > 80 {
      fault("A state's name must have 1 to 80 characters", at: location)
    }
    if !names.insert(name).inserted {
      note("DUPLICATE_STATE_NAME", "Duplicate State name: \(name)", at: location)
    }
  }

  /// The index of the state called `name`; its absence is noted.
  mutating func target(
    _ name: String,
    among targets: [String: Int],
    field: String,
    at location: [String]
  ) -> Int? {
    guard let index = targets[name] else {
      note("MISSING_TRANSITION_TARGET", "Missing '\(field)' target: \(name)", at: location)
      return nil
    }
    return index
  }
}

/// The fields of an object in a definition, and where the object is.
struct Fields {
  /// The members.
  let object: JSONObject
  /// The names on the way to it, for what is told.
  let location: [String]

  /// Whether there is such a field, if only as null.
  func has(_ name: String) -> Bool { object[name] != nil }
}

extension JSON {
  /// Whether arrays and objects nest deeper than `limit`; walks without recursion.
  func isNested(deeperThan limit: Int) -> Bool {
    var level = [self]
    for _ in 0...limit {
      level = level.flatMap(\.children)
      if level.isEmpty { return false }
    }
    return true
  }
}

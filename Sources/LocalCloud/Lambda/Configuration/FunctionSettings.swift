internal import JSONValue

/// What UpdateFunctionConfiguration can change of a function.
///
/// This folder keeps how functions are configured through the API, on top of what the template says.
struct FunctionSettings: Hashable, Sendable {
  /// The function's own description.
  var summary: String
  /// The name under which its code is found.
  var handler: String
  /// Its memory in MB.
  var memoryMB: Int
  /// How long an invocation may take, in seconds.
  var timeoutSeconds: Int
  /// Its environment variables.
  var environment: [String: String]

  /// The settings that a function has.
  init(of spec: FunctionSpec) {
    (summary, handler, memoryMB) = (spec.summary, spec.handler, spec.memoryMB)
    timeoutSeconds = Int(spec.timeoutMilliseconds / 1000)
    environment = spec.environment
  }

  /// Puts what an input says in place of what was set before.
  mutating func take(_ input: JSON) {
    if let summary = input["Description"]?.string { self.summary = summary }
    if let handler = input["Handler"]?.string { self.handler = handler }
    if let memory = input["MemorySize"]?.int { memoryMB = memory }
    if let timeout = input["Timeout"]?.int { timeoutSeconds = timeout }
    guard let variables = input["Environment"]?["Variables"]?.object else { return }
    environment = Dictionary(
      variables.map { ($0.key, $0.value.string ?? "") },
      uniquingKeysWith: { $1 }
    )
  }

  /// A function with these settings.
  func applied(to spec: FunctionSpec) -> FunctionSpec {
    var spec = spec
    (spec.summary, spec.handler, spec.memoryMB) = (summary, handler, memoryMB)
    spec.timeoutMilliseconds = Int64(timeoutSeconds) * 1000
    spec.environment = environment
    return spec
  }

  /// The settings in the form of an input, as they are stored.
  var json: JSON {
    let variables = environment.sorted { $0.key < $1.key }.map { ($0.key, JSON.string($0.value)) }
    return [
      "Description": .string(summary), "Handler": .string(handler), "MemorySize": JSON(memoryMB),
      "Timeout": JSON(timeoutSeconds), "Environment": ["Variables": .object(JSONObject(variables))],
    ]
  }
}

internal import JSONValue

extension LambdaService {
  private static let configType = "AWS::Lambda::EventInvokeConfig"

  /// Registers the functions of a stack, each as it was last configured.
  func register(_ resources: [ResolvedStack.Resource]) async throws {
    let functions = resources.filter { $0.type == "AWS::Lambda::Function" }
    let templates = functions.map { function in
      FunctionSpec(
        name: function.reference,
        arn: function.arn ?? "",
        properties: function.properties
      )
    }
    runner.register(try await settings.configured(templates), templates: templates)
    try await tags.load(
      Dictionary(functions.map { ($0.reference, $0.tags) }, uniquingKeysWith: { $1 })
    )
    try await events.load()
    let configs = resources.filter { $0.type == LambdaService.configType }
    try await events.update(
      to: Dictionary(
        configs.map { config in
          (FunctionReference(config.properties["FunctionName"]?.string ?? "").name, config)
        },
        uniquingKeysWith: { $1 }
      )
    )
  }

  /// Refuses configurations of asynchronous invocations that cannot be honoured.
  ///
  /// - Throws: `TemplateError` naming the resource and what is wrong with it.
  static func check(_ resources: [ResolvedStack.Resource]) throws {
    let functions = Set(
      resources.filter { $0.type == "AWS::Lambda::Function" }.map(\.reference)
    )
    var seen: Set<String> = []
    for config in resources where config.type == configType {
      let reference = FunctionReference(config.properties["FunctionName"]?.string ?? "")
      func fault(_ words: String) -> TemplateError {
        TemplateError("\(configType): \(words)", logicalID: config.logicalID)
      }
      guard functions.contains(reference.name) else {
        throw fault("FunctionName names no function of the template")
      }
      guard seen.insert(reference.name).inserted else {
        throw fault("another resource is about the function \(reference.name) already")
      }
      guard reference.isLatest, config.properties["Qualifier"]?.string == FunctionReference.latest
      else { throw fault("the only Qualifier is \(FunctionReference.latest)") }
      for key in ["OnSuccess", "OnFailure"] {
        guard let place = config.properties["DestinationConfig"]?[key] else { continue }
        let arn = place["Destination"]?.string ?? ""
        let parts = arn.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count >= 6, parts[0] == "arn", ["sns", "lambda", "events"].contains(parts[2])
        else {
          throw fault(
            "DestinationConfig.\(key) must be the ARN of a topic, a function or an event bus"
          )
        }
        guard parts[2] != "lambda" || FunctionReference(arn).name != reference.name else {
          throw fault("DestinationConfig.\(key) is the function itself")
        }
      }
    }
  }
}

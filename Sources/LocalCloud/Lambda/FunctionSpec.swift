internal import JSONValue

/// A function as it is configured.
///
/// This folder runs functions as Lambda does: environments, platform lines, metrics, timeouts and
/// injected faults. It knows neither HTTP nor what the functions do.
package struct FunctionSpec: Hashable, Sendable {
  /// The function's name.
  package var name: String
  /// Its ARN.
  package var arn: String
  /// The name under which its code is found.
  package var handler: String
  /// Its memory in MB.
  package var memoryMB: Int
  /// How long an invocation may take, in milliseconds.
  package var timeoutMilliseconds: Int64
  /// Its environment variables.
  package var environment: [String: String]
  /// The runtime's identifier.
  package var runtime: String
  /// The ARN of its role.
  package var role: String
  /// What it is for.
  package var summary: String
  /// The most invocations at once, where that is limited.
  package var concurrencyLimit: Int?

  /// Reads the resolved properties of an `AWS::Lambda::Function`.
  init(name: String, arn: String, properties: JSON) {
    self.name = name
    self.arn = arn
    handler = properties["Handler"]?.string ?? name
    memoryMB = FunctionSpec.number(properties, "MemorySize") ?? 128
    timeoutMilliseconds = Int64(FunctionSpec.number(properties, "Timeout") ?? 3) * 1000
    environment = [:]
    for (key, value) in properties["Environment"]?["Variables"]?.object ?? [:] {
      environment[key] = value.string ?? value.text()
    }
    runtime = properties["Runtime"]?.string ?? "provided.al2023"
    role = properties["Role"]?.string ?? ""
    summary = properties["Description"]?.string ?? ""
    concurrencyLimit = FunctionSpec.number(properties, "ReservedConcurrentExecutions")
  }

  /// A whole number that parameters of the template make a text; its range was checked.
  private static func number(_ properties: JSON, _ name: String) -> Int? {
    properties[name].flatMap { $0.int ?? $0.string.flatMap { Int($0) } }
  }

  /// The function as ListFunctions and GetFunction show it.
  var configuration: JSON {
    var variables = JSONObject()
    for key in environment.keys.sorted() { variables[key] = JSON(environment[key]) }
    return [
      "FunctionName": .string(name), "FunctionArn": .string(arn), "Runtime": .string(runtime),
      "Role": .string(role), "Handler": .string(handler), "Description": .string(summary),
      "Timeout": JSON(Int(timeoutMilliseconds / 1000)), "MemorySize": JSON(memoryMB),
      "Version": "$LATEST", "PackageType": "Zip", "Architectures": ["x86_64"],
      "State": "Active", "LastUpdateStatus": "Successful",
      "TracingConfig": ["Mode": "PassThrough"],
      "Environment": ["Variables": .object(variables)],
      "EphemeralStorage": ["Size": 512],
      "LoggingConfig": ["LogFormat": "Text", "LogGroup": .string("/aws/lambda/\(name)")],
    ]
  }
}

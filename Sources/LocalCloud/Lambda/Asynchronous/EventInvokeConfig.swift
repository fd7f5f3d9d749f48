internal import AWSWire
internal import JSONValue

/// How a function's asynchronous invocations are handled, as far as somebody has said.
struct EventInvokeConfig: Hashable, Sendable {
  /// The most tries after the first one, 0 to 2.
  var retries: Int?
  /// How old an event may become, in seconds, 60 to 21,600.
  var age: Int?
  /// The ARN of what is told of successes.
  var onSuccess: String?
  /// The ARN of what is told of failures.
  var onFailure: String?
  /// When it was last changed.
  var modified: Instant

  /// The rules for tries.
  var retry: AsyncRetry {
    AsyncRetry(retries: retries ?? AsyncRetry.mostRetries, age: age ?? AsyncRetry.longestAge)
  }

  /// The properties of a template as an input has them: whole numbers may be texts there.
  static func input(_ properties: JSON) -> JSON {
    var input = properties
    for key in ["MaximumRetryAttempts", "MaximumEventAgeInSeconds"] {
      if let number = properties[key]?.string.flatMap({ Int($0) }) { input[key] = JSON(number) }
    }
    return input
  }

  /// Puts what an input says in place of what was said before.
  mutating func take(_ input: JSON) {
    if let retries = input["MaximumRetryAttempts"]?.int { self.retries = retries }
    if let age = input["MaximumEventAgeInSeconds"]?.int { self.age = age }
    guard let destinations = input["DestinationConfig"], destinations.object != nil else { return }
    func destination(_ key: String) -> String? {
      destinations[key]?["Destination"]?.string.flatMap { $0.isEmpty ? nil : $0 }
    }
    (onSuccess, onFailure) = (destination("OnSuccess"), destination("OnFailure"))
  }

  /// The members as they are stored and answered.
  var json: JSONObject {
    func place(_ arn: String?) -> JSON {
      .object(arn.map { ["Destination": .string($0)] } ?? [:])
    }
    var members: JSONObject = [
      "DestinationConfig": ["OnSuccess": place(onSuccess), "OnFailure": place(onFailure)]
    ]
    members["MaximumRetryAttempts"] = retries.map { JSON($0) }
    members["MaximumEventAgeInSeconds"] = age.map { JSON($0) }
    return members
  }
}

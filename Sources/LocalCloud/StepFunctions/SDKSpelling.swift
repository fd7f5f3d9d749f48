internal import AWSWire
internal import JSONValue

/// Spells the members of Step Functions' inputs and outputs as its integrations do, which begin each
/// with a capital letter.
enum SDKSpelling {
  private static let moments: Set = [
    "creationDate", "redriveDate", "startDate", "stopDate", "timestamp", "updateDate",
  ]

  /// An input as the service takes it.
  static func input(_ value: JSON) -> JSON {
    switch value {
    case .array(let elements): return .array(elements.map(input))
    case .object(let members):
      return .object(
        JSONObject(
          members.map { ($0.key.prefix(1).lowercased() + $0.key.dropFirst(), input($0.value)) }
        )
      )
    default: return value
    }
  }

  /// An output as an integration gives it: with moments in milliseconds, or as an `aws-sdk` resource
  /// (`isPlain`) as texts.
  static func output(_ value: JSON, isPlain: Bool) -> JSON {
    switch value {
    case .array(let elements): return .array(elements.map { output($0, isPlain: isPlain) })
    case .object(let members):
      return .object(
        JSONObject(
          members.map { name, value in
            let spelled = name.prefix(1).uppercased() + name.dropFirst()
            guard moments.contains(name), let seconds = value.double else {
              return (spelled, output(value, isPlain: isPlain))
            }
            return (spelled, moment(seconds, isPlain: isPlain))
          }
        )
      )
    default: return value
    }
  }

  private static func moment(_ seconds: Double, isPlain: Bool) -> JSON {
    let instant = Instant(milliseconds: Int64((seconds * 1000).rounded()))
    return isPlain ? .string(instant.iso8601) : JSON(Int(instant.milliseconds))
  }
}

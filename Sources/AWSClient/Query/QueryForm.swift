internal import AWSWire
internal import JSONValue

/// The form that a call of the query protocol is sent as.
///
/// Source: botocore's QuerySerializer. Lists become `Name.member.1`, nested members `Name.Member`.
struct QueryForm: Sendable {
  /// Names and values in their order.
  private(set) var fields: [(name: String, value: String)]

  /// Writes a call down.
  init(_ call: AWSCall, version: String) {
    fields = [("Action", call.operation), ("Version", version)]
    for (name, value) in call.input.object ?? [:] { add(value, as: name) }
  }

  /// The version in requests to a service that speaks this protocol; `nil` for others.
  static func version(of service: AWSService) -> String? {
    switch service {
    case .cloudFormation: "2010-05-15"
    case .sns: "2010-03-31"
    case .sts: "2011-06-15"
    default: nil
    }
  }

  /// The form as a body.
  var bytes: [UInt8] {
    Array(
      fields.map { "\(PercentEncoding.encode($0.name))=\(PercentEncoding.encode($0.value))" }
        .joined(separator: "&").utf8
    )
  }

  private mutating func add(_ value: JSON, as name: String) {
    switch value {
    case .null: return
    case .bool(let flag): fields.append((name, flag ? "true" : "false"))
    case .number(let number): fields.append((name, number.text))
    case .string(let text): fields.append((name, text))
    case .array(let values):
      for (index, element) in values.enumerated() {
        add(element, as: "\(name).member.\(index + 1)")
      }
    case .object(let members):
      for (key, member) in members { add(member, as: "\(name).\(key)") }
    }
  }
}

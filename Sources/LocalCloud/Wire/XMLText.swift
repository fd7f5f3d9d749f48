internal import AWSWire
internal import JSONValue

/// Writes a JSON document as the XML of the query protocol.
struct XMLText {
  private var out = ""
  private var moments: Set<String> = []

  /// The text of an answer: `<OpResponse><OpResult>…</OpResult><ResponseMetadata>…`.
  static func answer(
    _ output: JSON,
    operation: String,
    protocol spoken: QueryProtocol?,
    requestID: String
  ) -> String {
    var xml = XMLText()
    xml.moments = spoken?.moments ?? []
    xml.out =
      "<\(operation)Response xmlns=\"\(spoken?.namespace ?? "")\"><\(operation)Result>"
    xml.write(members: output.object ?? [:])
    xml.out += "</\(operation)Result><ResponseMetadata>"
    xml.write(.string(requestID), as: "RequestId")
    return xml.out + "</ResponseMetadata></\(operation)Response>\n"
  }

  /// The text of an error.
  static func error(
    _ error: CloudError,
    code: String,
    namespace: String,
    requestID: String
  ) -> String {
    var xml = XMLText()
    xml.out = "<ErrorResponse xmlns=\"\(namespace)\"><Error>"
    xml.write(.string(error.status >= 500 ? "Receiver" : "Sender"), as: "Type")
    xml.write(.string(code), as: "Code")
    xml.write(.string(error.message), as: "Message")
    xml.out += "</Error>"
    xml.write(.string(requestID), as: "RequestId")
    return xml.out + "</ErrorResponse>\n"
  }

  private mutating func write(members: JSONObject) {
    for (name, value) in members { write(value, as: name) }
  }

  private mutating func write(_ value: JSON, as name: String) {
    switch value {
    case .null: return
    case .array(let values):
      out += "<\(name)>"
      let areMoments = moments.contains(name)
      for value in values { write(areMoments ? XMLText.moment(value) : value, as: "member") }
      out += "</\(name)>"
    case .object(let members) where XMLText.maps.contains(name):
      out += "<\(name)>"
      for (key, value) in members {
        out += "<entry>"
        write(.string(key), as: "key")
        write(value, as: "value")
        out += "</entry>"
      }
      out += "</\(name)>"
    case .object(let members):
      out += "<\(name)>"
      write(members: members)
      out += "</\(name)>"
    case .string(let text): out += "<\(name)>\(XMLText.escaped(text))</\(name)>"
    case .number where moments.contains(name): write(XMLText.moment(value), as: name)
    case .number, .bool: out += "<\(name)>\(value.text())</\(name)>"
    }
  }

  /// Seconds since the epoch as ISO 8601.
  private static func moment(_ value: JSON) -> JSON {
    value.double.map { .string(Instant(seconds: $0).iso8601) } ?? value
  }

  /// Members that are maps with free keys, which the query protocol writes as entries.
  private static let maps: Set<String> = ["Attributes", "ExtendedStatistics"]

  /// `text` with what XML cannot hold replaced.
  private static func escaped(_ text: String) -> String {
    var out = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": out += "&amp;"
      case "<": out += "&lt;"
      case ">": out += "&gt;"
      case "\"": out += "&quot;"
      case "\r": out += "&#xD;"
      case "\t", "\n": out.unicodeScalars.append(scalar)
      default:
        out.unicodeScalars.append(scalar.value < 0x20 ? "\u{FFFD}" : scalar)
      }
    }
    return out
  }
}

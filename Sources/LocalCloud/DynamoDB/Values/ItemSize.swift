internal import JSONValue

/// How many bytes items count with.
///
/// Source: DynamoDB Developer Guide, "DynamoDB item sizes and formats".
enum ItemSize {
  /// The most that an item may take.
  static let limit = 409_600

  /// The size of an item: its names and its values.
  static func bytes(of item: JSON) -> Int {
    (item.object ?? [:]).reduce(0) { $0 + $1.key.utf8.count + value($1.value) }
  }

  private static func value(_ value: JSON) -> Int {
    guard let type = AttributeValue.type(of: value), let payload = value[type] else { return 0 }
    switch type {
    case "S": return payload.string?.utf8.count ?? 0
    case "N": return number(payload)
    case "B": return binary(payload)
    case "SS": return (payload.array ?? []).reduce(0) { $0 + ($1.string?.utf8.count ?? 0) }
    case "NS": return (payload.array ?? []).reduce(0) { $0 + number($1) }
    case "BS": return (payload.array ?? []).reduce(0) { $0 + binary($1) }
    case "L": return (payload.array ?? []).reduce(3) { $0 + 1 + self.value($1) }
    case "M":
      return (payload.object ?? [:]).reduce(3) { $0 + 1 + $1.key.utf8.count + self.value($1.value) }
    default: return 1
    }
  }

  /// A byte for two digits, one more, and one for a sign.
  private static func number(_ text: JSON) -> Int {
    guard let number = text.string.flatMap({ try? DecimalNumber(wire: $0) }) else { return 1 }
    return 1 + (number.digits.count + 1) / 2 + (number.isNegative ? 1 : 0)
  }

  private static func binary(_ text: JSON) -> Int {
    let length = text.string?.utf8.count ?? 0
    let padding = text.string?.utf8.reversed().prefix { $0 == UInt8(ascii: "=") }.count ?? 0
    return length / 4 * 3 - padding
  }
}

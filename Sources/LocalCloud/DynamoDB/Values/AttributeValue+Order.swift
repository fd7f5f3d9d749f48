internal import JSONValue

extension AttributeValue {
  /// Whether two values are the same; numbers by value, sets in any order.
  static func areEqual(_ left: JSON, _ right: JSON) -> Bool {
    guard let type = type(of: left), type == self.type(of: right), let a = left[type],
      let b = right[type]
    else { return false }
    switch type {
    case "N": return order(left, right) == 0
    case "L":
      let (x, y) = (a.array ?? [], b.array ?? [])
      return x.count == y.count && zip(x, y).allSatisfy(areEqual)
    case "M":
      let (x, y) = (a.object ?? [:], b.object ?? [:])
      return x.count == y.count
        && x.allSatisfy { key, value in y[key].map { areEqual(value, $0) } ?? false }
    case "SS", "NS", "BS":
      let (x, y) = (a.array ?? [], b.array ?? [])
      let element = String(type.prefix(1))
      return x.count == y.count
        && x.allSatisfy { value in y.contains { areEqual([element: value], [element: $0]) } }
    default: return a == b
    }
  }

  /// Below, at or above 0 as `left` sorts before, with or after `right`; `nil` where they have no
  /// order.
  static func order(_ left: JSON, _ right: JSON) -> Int? {
    guard let type = type(of: left), type == self.type(of: right),
      let a = left[type]?.string, let b = right[type]?.string
    else { return nil }
    switch type {
    case "S": return order(Array(a.utf8), Array(b.utf8))
    case "N":
      guard let x = try? DecimalNumber(wire: a), let y = try? DecimalNumber(wire: b) else {
        return nil
      }
      return order(x.sortKey, y.sortKey)
    case "B":
      guard let x = try? Base64Text.bytes(a), let y = try? Base64Text.bytes(b) else { return nil }
      return order(x, y)
    default: return nil
    }
  }

  private static func order(_ left: [UInt8], _ right: [UInt8]) -> Int {
    if left == right { return 0 }
    return left.lexicographicallyPrecedes(right) ? -1 : 1
  }
}

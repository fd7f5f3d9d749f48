internal import Dashboard
internal import JSONValue

/// Asks a member of a line's JSON object, or a `name=value` in a line of text.
struct FieldTest: Sendable {
  private let path: [String]
  private let relation: LogFilter.Relation
  private let value: Wildcard
  private let number: Double?
  /// The last part of the path: a line without it need not be taken apart.
  private let name: [UInt8]
  private let finder: TextFinder?

  /// Makes a test of what a filter says.
  init(path: [String], relation: LogFilter.Relation, value: String) {
    self.path = path
    self.relation = relation
    self.value = Wildcard(value)
    number = Double(value)
    // A part that is a place in an array stands nowhere.
    let last = path.last { Int($0) == nil } ?? ""
    name = Array(path.joined(separator: ".").utf8)
    finder = TextFinder(last)
  }

  /// Whether it holds for a message.
  func holds(_ message: UnsafeBufferPointer<UInt8>) -> Bool {
    guard message.first == UInt8(ascii: "{") else { return value(in: message).map(holds) ?? false }
    // A name may be written with escapes; then it is not found as it is.
    if let finder, !finder.isIn(message), !message.contains(UInt8(ascii: "\\")) { return false }
    guard let object = (try? JSON(parsing: message))?.object else {
      return value(in: message).map(holds) ?? false
    }
    guard let found = FieldTest.member(path[...], of: .object(object)) else { return false }
    return holds(found.string ?? found.text())
  }

  private func holds(_ text: String) -> Bool {
    switch relation {
    case .equal: isSame(text)
    case .notEqual: !isSame(text)
    default: compares(text)
    }
  }

  private func isSame(_ text: String) -> Bool {
    if value.matches(text) { return true }
    guard let number, let found = Double(text) else { return false }
    return number == found
  }

  private func compares(_ text: String) -> Bool {
    guard let number, let found = Double(text) else { return false }
    return switch relation {
    case .less: found < number
    case .atMost: found <= number
    case .more: found > number
    case .atLeast: found >= number
    case .equal, .notEqual: false
    }
  }

  /// The member a path leads to; a name that has dots itself comes first.
  private static func member(_ path: ArraySlice<String>, of value: JSON) -> JSON? {
    guard let first = path.first else { return value }
    if let object = value.object {
      if path.count > 1, let found = object[path.joined(separator: ".")] { return found }
      return object[first].flatMap { member(path.dropFirst(), of: $0) }
    }
    guard let array = value.array, let index = Int(first), array.indices.contains(index) else {
      return nil
    }
    return member(path.dropFirst(), of: array[index])
  }

  /// What stands behind `name=` in a line of text, up to the next space or in quotes.
  private func value(in message: UnsafeBufferPointer<UInt8>) -> String? {
    guard !name.isEmpty, message.count > name.count else { return nil }
    for start in 0..<message.count - name.count
    where message[start] == name[0] && message[start + name.count] == UInt8(ascii: "=") {
      guard start == 0 || FieldTest.isBoundary(message[start - 1]),
        UnsafeBufferPointer(rebasing: message[start..<start + name.count]).elementsEqual(name)
      else { continue }
      let rest = message[(start + name.count + 1)...]
      let isQuoted = rest.first == UInt8(ascii: "\"")
      let value = rest.dropFirst(isQuoted ? 1 : 0).prefix {
        isQuoted ? $0 != UInt8(ascii: "\"") : !FieldTest.isBoundary($0)
      }
      return String(decoding: value, as: UTF8.self)
    }
    return nil
  }

  private static func isBoundary(_ byte: UInt8) -> Bool {
    byte <= 0x20 || byte == UInt8(ascii: ",") || byte == UInt8(ascii: ";")
  }
}

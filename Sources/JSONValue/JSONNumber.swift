/// A JSON number: the digits as they were written, and their value.
package struct JSONNumber: Sendable {
  /// The number as JSON text, such as `1.50` or `-2e9`.
  package let text: String

  /// Makes a whole number.
  package init(_ value: Int) { text = String(value) }

  /// Makes a number from a double, written without a fraction where it is whole; not-a-number and
  /// the infinities, which JSON lacks, become 0.
  package init(_ value: Double) {
    if let whole = Int(exactly: value), whole.magnitude < 1 << 53 {
      text = String(whole)
    } else {
      text = value.isFinite ? "\(value)" : "0"
    }
  }

  /// Wraps text that the parser has already found to be a number.
  init(validated text: String) { self.text = text }

  /// The value as an integer, where it is whole and fits.
  package var int: Int? { Int(text) ?? Int(exactly: double) }

  /// The nearest double.
  package var double: Double { Double(text) ?? 0 }
}

extension JSONNumber: Hashable {
  /// Compares by value: `1`, `1.0` and `1e0` are the same number.
  package static func == (left: JSONNumber, right: JSONNumber) -> Bool {
    left.text == right.text
      || (Int(left.text) == nil || Int(right.text) == nil) && left.double == right.double
  }

  /// Feeds the value, not the digits, into `hasher`.
  package func hash(into hasher: inout Hasher) { hasher.combine(double) }
}

extension JSONNumber: Comparable {
  /// Orders by value, exactly where both are whole.
  package static func < (left: JSONNumber, right: JSONNumber) -> Bool {
    if let a = Int(left.text), let b = Int(right.text) { return a < b }
    return left.double < right.double
  }
}

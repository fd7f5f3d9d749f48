/// A number as DynamoDB keeps it: up to 38 significant digits and exact.
struct DecimalNumber: Hashable, Sendable {
  /// Whether it is below zero.
  private(set) var isNegative = false
  /// The significant digits, none of them 0 at either end; empty for zero.
  private(set) var digits: [UInt8] = []
  /// The power of ten of the last digit.
  private(set) var exponent = 0

  /// Reads a number off the wire.
  ///
  /// - Throws: `CloudError` where it is no number, or one that DynamoDB cannot keep.
  init(wire text: String) throws {
    let fault = DynamoDBError.validation(
      "The parameter cannot be converted to a numeric value" + (text.isEmpty ? "" : ": \(text)")
    )
    var rest = Substring(text)
    if let sign = rest.first, sign == "-" || sign == "+" {
      isNegative = sign == "-"
      rest.removeFirst()
    }
    var power = 0
    if let mark = rest.firstIndex(where: { $0 == "e" || $0 == "E" }) {
      guard let given = Int(rest[rest.index(after: mark)...]),
        (-1_000_000_000...1_000_000_000).contains(given)
      else {
        throw fault
      }
      power = given
      rest = rest[..<mark]
    }
    let parts = rest.split(separator: ".", omittingEmptySubsequences: false)
    guard (1...2).contains(parts.count), parts.contains(where: { !$0.isEmpty }) else { throw fault }
    for byte in parts.joined().utf8 {
      guard byte >= 0x30, byte <= 0x39 else { throw fault }
      digits.append(byte - 0x30)
    }
    exponent = power - (parts.count == 2 ? parts[1].utf8.count : 0)
    try normalize()
  }

  private init(isNegative: Bool, digits: [UInt8], exponent: Int) throws {
    (self.isNegative, self.digits, self.exponent) = (isNegative, digits, exponent)
    try normalize()
  }

  private mutating func normalize() throws {
    digits = Array(digits.drop { $0 == 0 })
    while digits.last == 0 {
      digits.removeLast()
      exponent += 1
    }
    guard !digits.isEmpty else {
      (isNegative, exponent) = (false, 0)
      return
    }
    guard magnitude <= 126, magnitude >= -129 else {
      throw DynamoDBError.validation(
        magnitude > 126
          ? "Number overflow. Attempting to store a number with magnitude larger than supported "
            + "range"
          : "Number underflow. Attempting to store a number with magnitude smaller than supported "
            + "range"
      )
    }
    guard digits.count <= 38 else {
      throw DynamoDBError.validation(
        "Attempting to store more than 38 significant digits in a "
          + "Number"
      )
    }
  }

  /// The power of ten just above the number.
  private var magnitude: Int { digits.count + exponent }

  /// Bytes that sort as the numbers do.
  var sortKey: [UInt8] {
    guard !digits.isEmpty else { return [1] }
    let biased = magnitude + 256
    let body = [UInt8(biased >> 8), UInt8(biased & 255)] + digits.map { $0 + 1 }
    return isNegative ? [0] + body.map { ~$0 } + [255] : [2] + body
  }

  /// The number as text, without an exponent.
  var text: String {
    guard !digits.isEmpty else { return "0" }
    let figures = digits.map { String($0) }.joined()
    let body: String
    if exponent >= 0 {
      body = figures + String(repeating: "0", count: exponent)
    } else if magnitude > 0 {
      body = figures.prefix(magnitude) + "." + figures.dropFirst(magnitude)
    } else {
      body = "0." + String(repeating: "0", count: -magnitude) + figures
    }
    return (isNegative ? "-" : "") + body
  }

  /// The negative of the number.
  var negated: DecimalNumber {
    var copy = self
    copy.isNegative = !digits.isEmpty && !isNegative
    return copy
  }

  /// The exact sum.
  ///
  /// - Throws: `CloudError` where it has more digits than DynamoDB keeps.
  func adding(_ other: DecimalNumber) throws -> DecimalNumber {
    let low = min(exponent, other.exponent)
    let top = max(magnitude, other.magnitude) - low + 1
    let (a, b) = (aligned(to: low, width: top), other.aligned(to: low, width: top))
    if isNegative == other.isNegative {
      return try DecimalNumber(
        isNegative: isNegative,
        digits: DecimalNumber.combine(a, b) { $0 + $1 },
        exponent: low
      )
    }
    let isSmaller = a.lexicographicallyPrecedes(b)
    let difference = DecimalNumber.combine(isSmaller ? b : a, isSmaller ? a : b) { $0 - $1 }
    return try DecimalNumber(
      isNegative: isSmaller ? other.isNegative : isNegative,
      digits: difference,
      exponent: low
    )
  }

  private func aligned(to low: Int, width: Int) -> [UInt8] {
    let figures = digits + Array(repeating: 0, count: digits.isEmpty ? 0 : exponent - low)
    return Array(repeating: 0, count: max(0, width - figures.count)) + figures
  }

  private static func combine(
    _ left: [UInt8],
    _ right: [UInt8],
    _ operation: (Int, Int) -> Int
  ) -> [UInt8] {
    var (out, carry) = (left, 0)
    for index in left.indices.reversed() {
      let value = operation(Int(left[index]), Int(right[index])) + carry
      carry = value < 0 ? -1 : value / 10
      out[index] = UInt8(value < 0 ? value + 10 : value % 10)
    }
    return out
  }
}

/// Random UUIDs (RFC 9562, version 4).
package enum RandomUUID {
  /// The text of a UUID made of random bits, six of which give way to version and variant.
  package static func text(_ high: UInt64, _ low: UInt64) -> String {
    let digits = [high & ~0xF000 | 0x4000, low & ~(3 << 62) | 2 << 62].map { value -> String in
      let text = String(value, radix: 16)
      return String(repeating: "0", count: 16 - text.count) + text
    }.joined()
    var uuid = ""
    for (index, digit) in digits.enumerated() {
      if [8, 12, 16, 20].contains(index) { uuid.append("-") }
      uuid.append(digit)
    }
    return uuid
  }
}

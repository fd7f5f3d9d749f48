/// Names for runs: random UUIDs (RFC 9562, version 4), as Step Functions itself gives them.
package enum ExecutionName {
  /// A name that no other run has.
  package static func random() -> String {
    var source = SystemRandomNumberGenerator()
    var (high, low) = (source.next(), source.next())
    high = high & ~0xF000 | 0x4000
    low = low & ~(3 << 62) | 2 << 62
    let digits = [high, low].map { value -> String in
      let text = String(value, radix: 16)
      return String(repeating: "0", count: 16 - text.count) + text
    }.joined()
    var name = ""
    for (index, digit) in digits.enumerated() {
      if [8, 12, 16, 20].contains(index) { name.append("-") }
      name.append(digit)
    }
    return name
  }
}

/// Gives equal values the same small number, in order of appearance.
///
/// The last value asked for is found without hashing, because neighbours mostly look alike.
struct InternTable<Value: Hashable & Sendable>: Sendable {
  /// The values, by their numbers.
  private(set) var values: [Value]
  private var numbers: [Value: UInt16]
  private var last: UInt16 = 0

  /// Starts with one value, which gets number 0 and stands in when the table is full.
  init(first: Value) {
    values = [first]
    numbers = [first: 0]
  }

  /// The number of `value`.
  mutating func number(of value: Value) -> UInt16 {
    if values[Int(last)] == value { return last }
    if let known = numbers[value] {
      last = known
      return known
    }
    guard values.count <= Int(UInt16.max) else { return 0 }
    last = UInt16(values.count)
    values.append(value)
    numbers[value] = last
    return last
  }

  /// The value with that number.
  subscript(number: UInt16) -> Value { values[Int(number)] }
}

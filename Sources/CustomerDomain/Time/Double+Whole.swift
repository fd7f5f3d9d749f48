extension Double {
  /// The nearest whole number within `range`; its lower bound for what is no number.
  ///
  /// Numbers from outside may be infinite, or too large for `Int`, which would trap.
  package func whole(in range: ClosedRange<Int>) -> Int {
    guard !isNaN else { return range.lowerBound }
    if self <= Double(range.lowerBound) { return range.lowerBound }
    if self >= Double(range.upperBound) { return range.upperBound }
    return Int(rounded())
  }
}

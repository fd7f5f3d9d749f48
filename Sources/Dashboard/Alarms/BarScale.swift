internal import CustomerDomain

/// How long the bars of a metric are: the largest value, or the threshold, is as long as there is
/// room for.
struct BarScale {
  private let most: Double

  /// Takes all values that are drawn; those that are no numbers, or infinite, count for nothing.
  init(_ values: [Double], threshold: Double) {
    most = max((values + [threshold]).filter(\.isFinite).max() ?? 0, 1e-9)
  }

  /// The cells of a value's bar, none for what is below nothing.
  func cells(_ value: Double, of room: Int) -> Int {
    (max(0, value) / most * Double(room)).whole(in: 0...max(0, room))
  }
}

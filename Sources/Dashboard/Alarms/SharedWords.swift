internal import Terminal

/// How far names begin with the same words as others do; words end at `-`, `/`, `.` and `:`.
struct SharedWords {
  private var widths: [String: Int] = [:]

  /// Compares names; each is most like one of its neighbours in order.
  init(_ names: [String]) {
    let sorted = Set(names).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    for (left, right) in zip(sorted, sorted.dropFirst()) {
      let width = SharedWords.width(left, right)
      widths[left] = max(widths[left] ?? 0, width)
      widths[right] = max(widths[right] ?? 0, width)
    }
  }

  /// How many columns of a name are words that another one begins with too.
  func width(of name: String) -> Int { widths[name] ?? 0 }

  private static func width(_ left: String, _ right: String) -> Int {
    let ends: Set<Character> = ["-", "/", ".", ":"]
    let shared = zip(left, right).prefix { $0 == $1 }.map(\.0)
    guard let last = shared.lastIndex(where: ends.contains) else { return 0 }
    return SafeText(String(shared[...last])).width
  }
}

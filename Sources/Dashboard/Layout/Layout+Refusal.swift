internal import Terminal

extension Layout {
  /// What a screen that is too small says, as much as it has columns for.
  static func refusal(of size: Size) -> SafeText {
    let (needed, present) = (words(minimum), words(size))
    let texts = [
      "rollcall needs \(needed), this is \(present) — enlarge the window, or q quits",
      "rollcall needs \(needed), this is \(present)",
      "needs \(needed), has \(present)",
      "needs \(needed)",
    ].map { SafeText($0) }
    return texts.first { $0.width <= size.columns } ?? SafeText(needed)
  }

  private static func words(_ size: Size) -> String { "\(size.columns)×\(size.rows)" }
}

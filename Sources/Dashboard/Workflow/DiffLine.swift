internal import CustomerDomain
internal import JSONValue
internal import Terminal

/// A difference between two documents, or a word about them, as a line.
struct DiffLine: Hashable, Sendable, Codable {
  /// What the line tells.
  enum Kind: Hashable, Sendable, Codable {
    /// Something is there that was not.
    case added
    /// Something is gone.
    case removed
    /// Something is otherwise.
    case changed
    /// A word about the whole.
    case remark
  }

  /// What the line tells.
  let kind: Kind
  /// What it says, with its sign.
  let text: SafeText

  /// The widest that one value is told.
  private static let valueLimit = 240
  /// How many differences are told.
  private static let limit = 200

  /// A remark.
  init(_ remark: SafeText) {
    kind = .remark
    text = remark
  }

  private init(_ difference: JSONDifference) {
    let place = difference.path.isEmpty ? "" : difference.path + ": "
    switch difference.change {
    case .added(let value):
      kind = .added
      text = SafeText("+ " + place + DiffLine.short(value))
    case .removed(let value):
      kind = .removed
      text = SafeText("- " + place + DiffLine.short(value))
    case .changed(let old, let new):
      kind = .changed
      text = SafeText("~ " + place + DiffLine.short(old) + " → " + DiffLine.short(new))
    }
  }

  /// The lines of differences; one that says so where there is none.
  static func lines(_ differences: [JSONDifference]) -> [DiffLine] {
    guard !differences.isEmpty else { return [DiffLine("no difference")] }
    let lines = differences.prefix(limit).map(DiffLine.init)
    let rest = differences.count - lines.count
    return rest > 0 ? lines + [DiffLine(SafeText("… \(rest) more differences"))] : lines
  }

  private static func short(_ value: JSON) -> String {
    let text = value.text()
    guard text.count > valueLimit else { return text }
    return text.prefix(valueLimit) + "…"
  }
}

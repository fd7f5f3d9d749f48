internal import CustomerDomain
internal import Terminal

/// One line of a workflow drawn from top to bottom, which fits any width.
///
/// A state's sign stands in the column from which the lines of its branches go down. What follows a
/// state stands below it; branches that meet again end before the line of the state where they do.
struct FlowLine: Hashable, Sendable {
  /// What stands in three columns before the line's own text.
  enum Rail: Hashable, Sendable {
    /// Nothing.
    case none
    /// A line that only passes.
    case passing
    /// A branch, with more below it.
    case branch
    /// The last branch.
    case last
  }

  /// Where a way leads whose state stands on another line.
  struct Reference: Hashable, Sendable {
    /// What is said of it.
    let label: SafeText
    /// Whether its state stands further up.
    let isAbove: Bool
  }

  /// What stands before the text, from the left.
  var rails: [Rail] = []
  /// Why the way is taken, on the line of a branch.
  var words = SafeText.empty
  /// The state; `nil` on a line that only says why a way is taken, or where it leads.
  var name: String?
  /// The state's name as it is drawn.
  var label = SafeText.empty
  /// What is worth knowing of the state: `parallel`, `map`, `end`, `fails`.
  var note = SafeText.empty
  /// Where the way goes on elsewhere.
  var reference: Reference?

  /// The widest that a name or a condition is kept.
  static let limit = 256
}

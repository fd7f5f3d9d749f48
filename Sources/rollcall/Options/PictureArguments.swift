internal import ArgumentParser
internal import Dashboard
internal import Terminal

/// A screen's size on the command line, such as `120x36`.
struct SizeArgument: ExpressibleByArgument, Hashable, Sendable {
  /// The size.
  let size: Size

  /// Reads a size; what no dashboard fits into, or no screen has, is none.
  init?(argument: String) {
    let numbers = argument.split(separator: "x", omittingEmptySubsequences: false).map { Int($0) }
    guard numbers.count == 2, let columns = numbers[0], let rows = numbers[1],
      (1...1000).contains(columns), (1...1000).contains(rows)
    else { return nil }
    size = Size(columns: columns, rows: rows)
  }
}

/// A pane on the command line, by its name.
struct PaneArgument: ExpressibleByArgument, Hashable, Sendable {
  /// The pane.
  let pane: Pane

  /// Reads a pane's name.
  init?(argument: String) {
    guard let pane = Pane.allCases.first(where: { "\($0)" == argument.lowercased() }) else {
      return nil
    }
    self.pane = pane
  }

  /// The names there are.
  static var allValueStrings: [String] { Pane.allCases.map { "\($0)" } }
}

extension PictureFormat: ExpressibleByArgument {}

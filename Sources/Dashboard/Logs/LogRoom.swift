/// How much of a log event one line is made of.
package struct LogRoom: Hashable, Sendable {
  /// The columns of the line.
  let line: Int
  /// The columns of one named value.
  let field: Int
  /// How many named values there are.
  let fields: Int

  /// What a row of a pane keeps; the rest is seen by opening it.
  package static let row = LogRoom(line: 4096, field: 1024, fields: 64)
  /// All of it.
  package static let whole = LogRoom(line: 1 << 40, field: 1 << 40, fields: .max)
}

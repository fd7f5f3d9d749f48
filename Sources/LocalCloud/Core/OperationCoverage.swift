/// How much of one operation the local cloud has.
package struct OperationCoverage: Sendable {
  /// How much of an operation there is.
  package enum Extent: Sendable {
    /// All that AWS documents.
    case whole
    /// Some of it; the note says what is missing.
    case partly(String)
    /// Nothing: it is refused.
    case absent
  }

  /// The operation's name.
  package let name: String
  /// How much of it there is.
  package let extent: Extent

  /// Makes an entry.
  package init(name: String, extent: Extent) {
    self.name = name
    self.extent = extent
  }
}

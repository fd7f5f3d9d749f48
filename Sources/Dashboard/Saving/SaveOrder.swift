/// What is to be written into which file.
package struct SaveOrder: Hashable, Sendable, Codable {
  /// What is written.
  package enum Content: Hashable, Sendable, Codable {
    /// The lines of the log with these numbers.
    case lines(Set<Int>)
    /// All lines that the query's filter lets through; about so many.
    case passing(LogQuery, expected: Int)
    /// Ids of customers.
    case customers([SavedCustomer])
  }

  /// What is written.
  package var content: Content
  /// The file, as it was typed.
  package var path: String
  /// How it is written.
  package var format: SaveFormat
  /// The fields that get columns of their own in a table.
  package var fields: [String] = []
  /// Whether a file that is there is replaced.
  package var replaces: Bool

  /// Makes an order.
  package init(
    content: Content,
    path: String,
    format: SaveFormat,
    fields: [String] = [],
    replaces: Bool = false
  ) {
    self.content = content
    self.path = path
    self.format = format
    self.fields = fields
    self.replaces = replaces
  }

  /// What is counted, such as `lines`.
  package func noun(_ count: Int) -> String {
    if case .customers = content { return count == 1 ? "id" : "ids" }
    return count == 1 ? "line" : "lines"
  }
}

/// How far saving has come.
package struct SaveProgress: Hashable, Sendable, Codable {
  /// How many rows are written.
  package var done: Int
  /// How many there are, about; `nil` where that is not known.
  package var expected: Int?

  /// Makes a progress.
  package init(done: Int, expected: Int? = nil) {
    self.done = done
    self.expected = expected
  }

  /// It in a word.
  var words: String {
    guard let expected, expected > 0 else { return "\(done)" }
    return "\(min(99, done * 100 / expected)) %"
  }
}

/// What became of saving.
package enum SaveOutcome: Hashable, Sendable, Codable {
  /// So many rows are in that file.
  case saved(SaveOrder, path: String, count: Int)
  /// There is such a file, and nothing said that it may be replaced.
  case exists(SaveOrder)
  /// Nothing was saved.
  case failed(SaveOrder, reason: String)
}

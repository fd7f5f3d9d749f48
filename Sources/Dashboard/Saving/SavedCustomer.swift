package import AWSWire
internal import CustomerDomain

/// What is known of an id, as it is saved.
package struct SavedCustomer: Hashable, Sendable, Codable {
  /// The id, or the text that was none.
  package var id: String
  /// How it stands, in a word or two.
  package var status: String
  /// Whether it is in the table; `nil` where that is not known.
  package var exists: Bool?
  /// Why it is so; empty where the word says it all.
  package var reason: String
  /// How long the answer took, in milliseconds; `nil` where there is none.
  package var milliseconds: Double?
  /// When it was asked or answered.
  package var at: Instant

  /// Makes what is saved of an id.
  package init(
    id: String,
    status: String,
    exists: Bool?,
    reason: String = "",
    milliseconds: Double? = nil,
    at: Instant
  ) {
    self.id = id
    self.status = status
    self.exists = exists
    self.reason = reason
    self.milliseconds = milliseconds
    self.at = at
  }

  /// The names of the columns.
  package static let heading = TableText.row(["id", "status", "exists", "reason", "ms", "time"])

  /// It as a row of a table.
  package var tableRow: String {
    let took = milliseconds.map { "\(($0 * 10).rounded() / 10)" } ?? ""
    // An id is for other programs, too; what is none may hold anything.
    let exact = (try? CustomerID(id)) == nil ? id.spelledOut : id
    return TableText.row(
      exact: [exact],
      [status, exists.map { "\($0)" } ?? "", reason, took, at.iso8601]
    )
  }
}

extension SavedCustomer {
  /// Takes a row of the pane.
  init(_ row: CustomerRow) {
    id = row.id
    status = row.word
    exists = row.existsNow
    reason = row.reason ?? ""
    at = row.at
    milliseconds =
      if case .answered(let answer) = row.status { answer.latencyMilliseconds } else { nil }
  }
}

/// The invocation of a function that a log line belongs to.
package struct LogRequest: Hashable, Sendable, Codable {
  /// Lambda's id for it; `nil` where no line at hand tells it.
  package var id: String?
  /// Whether the line is the report that Lambda writes at its end.
  package var isReport: Bool
  /// How many lines are folded under the report, or would be if it were not unfolded.
  package var foldedCount: Int
  /// How long it took, in milliseconds, where the line is the report.
  package var milliseconds: Double?
  /// How much memory it used, in megabytes, where the line is the report.
  package var megabytes: Int?

  /// Makes a line's part in an invocation.
  package init(
    id: String?,
    isReport: Bool = false,
    foldedCount: Int = 0,
    milliseconds: Double? = nil,
    megabytes: Int? = nil
  ) {
    self.id = id
    self.isReport = isReport
    self.foldedCount = foldedCount
    self.milliseconds = milliseconds
    self.megabytes = megabytes
  }
}

/// The invocations whose lines are held, by their requests.
///
/// An asynchronous invocation that is tried again keeps its request's id (Lambda, "Asynchronous
/// invocation"): it has several reports then, which all stand for all of its lines.
struct FoldTable: Sendable {
  /// What is known of one invocation.
  struct Invocation {
    /// When its first line was written.
    var firstTime: Int64
    /// When its first report was written.
    var firstReport = Int64.max
    /// When its last report was written.
    var lastReport = Int64.min
    /// How many rows are held, reports among them.
    var rowCount: Int32 = 0
    /// How many reports are held.
    var reportCount: Int32 = 0
    /// How many of its other lines pass the filter.
    var passCount: Int32 = 0
    /// How many of these are errors, which are never folded away.
    var errorCount: Int32 = 0
    /// How many are folded under the report.
    var foldedCount: Int { Int(passCount - errorCount) }
  }

  /// A stretch of time in which rows have to be folded anew.
  typealias Stretch = ClosedRange<Int64>

  private var invocations: [UInt64: Invocation] = [:]
  /// The requests whose lines are shown nevertheless.
  var unfolded: Set<UInt64> = []

  /// The invocation that wrote a row.
  subscript(row: LogRow) -> Invocation? {
    row.request == 0 ? nil : invocations[row.request]
  }

  /// Takes note of a row, before it is known whether it passes; a report changes what is shown of its
  /// invocation.
  mutating func add(_ row: LogRow) -> Stretch? {
    guard row.request != 0 else { return nil }
    var invocation = invocations[row.request] ?? Invocation(firstTime: row.time)
    defer { invocations[row.request] = invocation }
    invocation.firstTime = min(invocation.firstTime, row.time)
    invocation.rowCount += 1
    guard row.traits.contains(.report) else { return nil }
    invocation.reportCount += 1
    invocation.firstReport = min(invocation.firstReport, row.time)
    invocation.lastReport = max(invocation.lastReport, row.time)
    return invocation.firstTime...max(invocation.firstTime, invocation.lastReport)
  }

  /// Takes note of a row that passes; the first one makes the report shown.
  mutating func addPassing(_ row: LogRow) -> Stretch? {
    guard row.request != 0, !row.traits.contains(.report), var invocation = invocations[row.request]
    else { return nil }
    invocation.passCount += 1
    if row.isError { invocation.errorCount += 1 }
    invocations[row.request] = invocation
    guard invocation.passCount == 1, invocation.reportCount > 0 else { return nil }
    return invocation.firstReport...invocation.lastReport
  }

  /// Forgets a row, and its invocation with the last one: some never have a report.
  mutating func remove(_ row: LogRow, passes: Bool) {
    guard row.request != 0, var invocation = invocations[row.request] else { return }
    if row.traits.contains(.report) {
      invocation.reportCount -= 1
    } else if passes {
      invocation.passCount -= 1
      if row.isError { invocation.errorCount -= 1 }
    }
    invocation.rowCount -= 1
    invocations[row.request] = invocation.rowCount > 0 ? invocation : nil
  }

  /// Whether a row is shown, given whether it passes; an error is, whatever is folded.
  func shows(_ row: LogRow, passes: Bool) -> Bool {
    guard let invocation = self[row], invocation.reportCount > 0 else { return passes }
    if row.traits.contains(.report) { return passes || invocation.passCount > 0 }
    return passes && (row.isError || unfolded.contains(row.request))
  }
}

/// Where the columns of the list of runs stand, from the row's left edge.
///
/// Wide lists show all, names whole; narrower ones give up the run's name first, then the state and
/// the status's word, then the time it took. Numbers end at their column's end.
struct ExecutionColumns {
  /// The run's name; empty where there is no room.
  let name: Range<Int>
  /// The customer id.
  let id: Range<Int>
  /// The state's name; empty where there is no room.
  let state: Range<Int>
  /// The glyph and the status.
  let status: Range<Int>
  /// How long it took; empty where there is no room.
  let took: Range<Int>
  /// When it was started.
  let age: Range<Int>

  /// The widest that ids make use of where other columns stand beside them.
  private static let idLimit = 40

  /// Divides a row.
  init(width: Int, times: TimeStyle) {
    let ageWidth = times.width
    // From 118 on a name of 36, as Step Functions gives them, leaves ids more than 20 columns.
    let nameWidth = width >= 118 ? 36 : width >= 64 ? min(24, 8 + max(0, width - 72) / 4) : 0
    let stateWidth = width >= 50 ? min(28, 15 + max(0, width - 84) / 4) : 0
    let tookWidth = width >= 36 ? 8 : 0
    var end = width
    func fromRight(_ columns: Int, gap: Int = 1) -> Range<Int> {
      guard columns > 0 else { return end..<end }
      let start = max(2, end - columns)
      defer { end = max(2, start - gap) }
      return start..<max(start, end)
    }
    age = fromRight(ageWidth)
    took = fromRight(tookWidth)
    status = fromRight(stateWidth > 0 ? 12 : 1, gap: 2)
    state = fromRight(stateWidth, gap: 2)
    let idStart = nameWidth > 0 ? 2 + nameWidth + 2 : 2
    name = 2..<2 + nameWidth
    id = idStart..<max(idStart, min(end, idStart + ExecutionColumns.idLimit))
  }
}

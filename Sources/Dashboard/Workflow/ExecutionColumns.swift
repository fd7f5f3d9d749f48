/// Where the columns of the list of runs stand, from the row's left edge.
///
/// Wide lists show all; narrower ones give up the run's name first, then the state, then the
/// time it took. Numbers end at their column's end.
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

  /// Divides a row.
  init(width: Int, times: TimeStyle) {
    let ageWidth = times == .age ? 5 : 11
    let nameWidth = width >= 64 ? min(24, 8 + max(0, width - 72) / 4) : 0
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
    status = fromRight(12, gap: 2)
    state = fromRight(stateWidth, gap: 2)
    let idStart = nameWidth > 0 ? 2 + nameWidth + 2 : 2
    name = 2..<2 + nameWidth
    id = idStart..<max(idStart, end)
  }
}

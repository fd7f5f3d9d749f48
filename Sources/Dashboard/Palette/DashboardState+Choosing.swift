internal import Terminal

/// Moving in the lists of themes and of contexts.
extension DashboardState {
  /// Selects another row of the opened list; `false` where no list is open.
  mutating func moveChoice(by rows: Int) -> Bool {
    switch layers.last {
    case .themes(var open):
      open.cursor.move(by: rows, in: themes)
      layers[layers.count - 1] = .themes(open)
    case .contexts(var open):
      open.cursor.move(by: rows, in: listedContexts.map(\.name))
      layers[layers.count - 1] = .contexts(open)
    default: return false
    }
    return true
  }

  /// Selects the row of the opened list that was clicked; a click on the selected one takes it.
  ///
  /// - Returns: what is to be done; `nil` where no list is open.
  mutating func clickChoice(_ point: Point) -> [Effect]? {
    guard let box = ChoiceGeometry(self), let row = box.row(at: point) else {
      return ChoiceGeometry(self) == nil ? nil : []
    }
    let step = row - box.selected
    guard step != 0 else { return acceptCommand() }
    _ = moveChoice(by: step)
    return []
  }

  /// Keeps the selected row of the opened list in sight.
  mutating func settleChoice() {
    guard let box = ChoiceGeometry(self) else { return }
    switch layers.last {
    case .themes(var open):
      open.cursor.settle(in: themes, height: box.rows.height)
      layers[layers.count - 1] = .themes(open)
    case .contexts(var open):
      open.cursor.settle(in: listedContexts.map(\.name), height: box.rows.height)
      layers[layers.count - 1] = .contexts(open)
    default: break
    }
  }
}

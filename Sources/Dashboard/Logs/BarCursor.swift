internal import AWSWire

/// The keys are in the bars above the log: one of them is chosen, by its time.
struct BarCursor: Hashable, Sendable {
  /// A moment in the chosen bar; bars may come to stand for longer times while it is chosen.
  var moment: Instant
}

extension DashboardState {
  /// The chosen bar's number; `nil` where none is chosen.
  var chosenBar: Int? {
    guard case .bars(let cursor) = layers.last, let histogram = logs.window?.histogram,
      !histogram.bins.isEmpty
    else { return nil }
    return histogram.bin(of: cursor.moment)
  }

  /// Gives the keys to the bars, at the selected line's time.
  mutating func enterBars() {
    logs.showsBars = true
    let moment = logs.selectedLine?.timestamp ?? now
    layers.append(.bars(BarCursor(moment: moment)))
  }

  /// Chooses another bar.
  mutating func moveBar(by bars: Int) {
    guard let histogram = logs.window?.histogram, let index = chosenBar else { return }
    chooseBar(max(0, min(index + bars, histogram.bins.count - 1)))
  }

  /// Chooses the nearest bar with errors on one side.
  mutating func findBarWithError(forward: Bool) {
    guard let histogram = logs.window?.histogram, let index = chosenBar else { return }
    let found =
      forward
      ? histogram.bins[(index + 1)...].firstIndex { $0.errors > 0 }
      : histogram.bins[..<index].lastIndex { $0.errors > 0 }
    guard let found else {
      message = Message(text: "no errors \(forward ? "after" : "before") this bar")
      return
    }
    chooseBar(found)
  }

  private mutating func chooseBar(_ index: Int) {
    guard let histogram = logs.window?.histogram else { return }
    layers[layers.count - 1] = .bars(BarCursor(moment: histogram.start(ofBin: index)))
  }

  /// Goes to the first line of the chosen bar.
  mutating func goToBar() {
    let start = chosenBar.flatMap { index in logs.window?.histogram?.start(ofBin: index) }
    layers.removeLast()
    if let start { goToTime(start) }
  }

  /// Shows the bars, or hides them.
  mutating func toggleBars() {
    logs.showsBars.toggle()
    if !logs.showsBars, case .bars = layers.last { layers.removeLast() }
  }
}

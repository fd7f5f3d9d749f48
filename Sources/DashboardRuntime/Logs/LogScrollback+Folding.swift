/// Folding the lines of an invocation under its report.
extension LogScrollback {
  /// Folds anew, because what is folded or what passes has changed.
  mutating func refold() {
    guard view.isFolded else {
      folds = nil
      for index in chunks.indices { chunks[index].folded = nil }
      return
    }
    var table = FoldTable()
    for number in view.unfolded {
      if let position = position(of: number) { table.unfolded.insert(self[position].request) }
    }
    for chunk in chunks {
      for row in chunk.rows { _ = table.add(row) }
    }
    for chunk in chunks {
      guard let passing = chunk.passing else { continue }
      for (index, row) in chunk.rows.enumerated() where passing[index] {
        _ = table.addPassing(row)
      }
    }
    folds = table
    for index in chunks.indices { chunks[index].folded = nil }
  }

  /// Takes note of a new row.
  mutating func fold(_ row: LogRow, passes: Bool) {
    guard folds != nil else { return }
    if let stretch = folds?.add(row) { foldAgain(stretch) }
    if passes { foldPassing(row) }
  }

  /// Takes note of a row that passes.
  mutating func foldPassing(_ row: LogRow) {
    if let stretch = folds?.addPassing(row) { foldAgain(stretch) }
  }

  private mutating func foldAgain(_ stretch: FoldTable.Stretch) {
    guard var index = lowerBound(time: stretch.lowerBound)?.chunk else { return }
    while index < chunks.count, let time = chunks[index].rows.first?.time,
      time <= stretch.upperBound
    {
      chunks[index].folded = nil
      index += 1
    }
  }

  /// Tells for the chunks in which something changed which rows are shown.
  mutating func refreshFolds() {
    guard view.isFolded, let folds else { return }
    for index in chunks.indices where chunks[index].folded == nil {
      guard let passing = chunks[index].passing else { continue }
      var shown = RowSet()
      for (place, row) in chunks[index].rows.enumerated() {
        shown.append(folds.shows(row, passes: passing[place]))
      }
      chunks[index].folded = shown
    }
  }
}

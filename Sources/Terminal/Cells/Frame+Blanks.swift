extension Frame {
  /// The same picture in fewer changes of style: a space takes the style of the glyph before it
  /// wherever nobody can tell.
  ///
  /// A terminal is told each change of colour anew, and a space that ends a coloured word would
  /// need two. A space looks the same in each style of one background, unless a style underlines it
  /// or reverses its colours. What a space takes follows from its row alone, so that a row that
  /// scrolls stays the same row.
  func settingBlanksQuietly() -> Frame {
    var frame = self
    let grounds = styles.values.map { style in
      style.attributes.isDisjoint(with: [.underline, .reverse]) ? style.background : nil
    }
    frame.cells.withUnsafeMutableBufferPointer { cells in
      for row in 0..<size.rows {
        var before: UInt16?
        for index in range(ofRow: row) {
          let style = cells[index].style
          if let before, cells[index] == .blank(style), let ground = grounds[Int(style)],
            ground == grounds[Int(before)]
          {
            cells[index].style = before
          }
          before = cells[index].style
        }
      }
    }
    return frame
  }
}

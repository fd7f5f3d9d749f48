internal import CVTerm

/// A terminal in memory: bytes go in, and what a person would see comes out.
///
/// This room lets tests run programs on a terminal and look at the screen. It must not know what
/// the programs are.
package final class VirtualScreen {
  /// What one cell shows.
  package struct Cell: Hashable, CustomStringConvertible {
    /// The character with what combines with it; empty if nothing was ever drawn there.
    package var text: String
    /// How many columns it takes.
    package var width: Int
    /// Its look.
    package var isBold, isItalic, isUnderlined, isReversed: Bool
    /// `default`, `palette 4` or `#5f87ff`.
    package var foreground, background: String

    /// The cell as a failed test shows it.
    package var description: String {
      var flags = isBold ? " bold" : ""
      if isItalic { flags += " italic" }
      if isUnderlined { flags += " underlined" }
      if isReversed { flags += " reversed" }
      return "'\(text)' (\(width)) \(foreground) on \(background)\(flags)"
    }
  }

  /// How many rows it has.
  package private(set) var rows: Int
  /// How many columns it has.
  package private(set) var columns: Int
  private let terminal: OpaquePointer
  private let screen: OpaquePointer
  private let answers = Answers()

  /// Makes an empty screen.
  package init(columns: Int, rows: Int) {
    self.rows = rows
    self.columns = columns
    terminal = vterm_new(Int32(rows), Int32(columns))
    vterm_set_utf8(terminal, 1)
    screen = vterm_obtain_screen(terminal)
    vterm_screen_enable_altscreen(screen, 1)
    vterm_screen_reset(screen, 1)
    vterm_output_set_callback(
      terminal,
      { bytes, count, user in
        guard let bytes, let user else { return }
        let answers = Unmanaged<Answers>.fromOpaque(user).takeUnretainedValue()
        bytes.withMemoryRebound(to: UInt8.self, capacity: count) {
          answers.bytes += UnsafeBufferPointer(start: $0, count: count)
        }
      },
      Unmanaged.passUnretained(answers).toOpaque()
    )
  }

  deinit {
    vterm_free(terminal)
  }

  /// Takes what a program wrote.
  package func feed(_ bytes: some Collection<UInt8>) {
    let bytes = Array(bytes)
    bytes.withUnsafeBytes { buffer in
      _ = vterm_input_write(
        terminal,
        buffer.baseAddress?.assumingMemoryBound(to: CChar.self),
        buffer.count
      )
    }
  }

  /// Takes out what the terminal answers to a program's questions.
  package func takeAnswers() -> [UInt8] {
    defer { answers.bytes = [] }
    return answers.bytes
  }

  /// Changes the size.
  package func resize(columns: Int, rows: Int) {
    self.rows = rows
    self.columns = columns
    vterm_set_size(terminal, Int32(rows), Int32(columns))
  }

  /// What the cell in that row and column shows.
  package func cell(_ row: Int, _ column: Int) -> Cell {
    var found = VTermScreenCell()
    vterm_screen_get_cell(screen, VTermPos(row: Int32(row), col: Int32(column)), &found)
    let codes = withUnsafeBytes(of: found.chars) { buffer in
      buffer.bindMemory(to: UInt32.self).prefix { $0 != 0 && $0 != .max }.map { $0 }
    }
    var text = ""
    text.unicodeScalars.append(contentsOf: codes.compactMap(Unicode.Scalar.init))
    return Cell(
      text: text,
      width: Int(found.width),
      isBold: found.attrs.bold != 0,
      isItalic: found.attrs.italic != 0,
      isUnderlined: found.attrs.underline != 0,
      isReversed: found.attrs.reverse != 0,
      foreground: name(&found.fg),
      background: name(&found.bg)
    )
  }

  /// A row as text, without the spaces at its end.
  package func line(_ row: Int) -> String {
    var text = ""
    var column = 0
    while column < columns {
      let cell = cell(row, column)
      text += cell.text.isEmpty ? " " : cell.text
      column += max(1, cell.width)
    }
    return String(text.reversed().drop { $0 == " " }.reversed())
  }

  /// All rows as text.
  package var text: String { (0..<rows).map(line).joined(separator: "\n") }

  private func name(_ color: inout VTermColor) -> String {
    if cvt_is_default(&color) != 0 { return "default" }
    if cvt_is_indexed(&color) != 0 { return "palette \(color.indexed.idx)" }
    let parts = [color.rgb.red, color.rgb.green, color.rgb.blue]
    return "#" + parts.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }
}

private final class Answers {
  var bytes: [UInt8] = []
}

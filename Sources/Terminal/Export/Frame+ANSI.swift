extension Frame {
  /// The frame as text with colours for a terminal, each row with an end of its own.
  ///
  /// No other sequence than SGR is in it: it can be shown with `cat`, also below other text.
  var ansi: String {
    (0..<size.rows).map { row in
      runs(ofRow: row).map { Frame.sequence($0.style) + $0.text }.joined() + "\u{1B}[0m\n"
    }.joined()
  }

  /// The sequence after which text looks so, whatever was before.
  private static func sequence(_ style: Style) -> String {
    let attributes: [(Attributes, Int)] = [
      (.bold, 1), (.dim, 2), (.italic, 3), (.underline, 4), (.reverse, 7),
    ]
    let numbers =
      [0] + attributes.filter { style.attributes.contains($0.0) }.map(\.1)
      + numbers(style.foreground, 38) + numbers(style.background, 48)
    return "\u{1B}[" + numbers.map(String.init).joined(separator: ";") + "m"
  }

  private static func numbers(_ color: Color, _ ground: Int) -> [Int] {
    switch color {
    case .terminalDefault: []
    case .palette(let number): [ground, 5, Int(number)]
    case .rgb(let red, let green, let blue): [ground, 2, Int(red), Int(green), Int(blue)]
    }
  }
}

extension SeededNumbers {
  /// A short text of what is odd in ids, so that what is alike comes up often.
  package mutating func oddText() -> String {
    let scalars: [Unicode.Scalar] = [
      "a", "e", "1", " ", "\\", "u", "{", "}", "2", "0", "D", "\u{E9}", "\u{301}", "\u{323}",
      "\u{302}", "\u{20E3}", "\u{200D}", "\u{FE0F}", "👩", "💻", "\u{1F3FD}", "\u{1F1E9}", "한",
      "\u{1100}", "\u{1161}", "\u{11A8}", "\u{915}", "\u{93C}", "\u{93F}", "\u{928}", "\u{9C7}",
      "\u{9BE}", "\u{E01}", "\u{E31}", "\u{E48}", "\u{5D0}", "\u{5B7}", "\u{202E}", "\u{A0}",
      "\u{9}", "\u{25CC}", "\u{FFFD}", "\u{2401}", "=", "\u{338}", "\u{304B}", "\u{3099}",
      "\u{302E}", "\u{1B44}", "\u{1B34}",
    ]
    var text = String.UnicodeScalarView()
    for _ in 0..<Int.random(in: 0...8, using: &self) {
      let isAny = chance(0.1)
      let any = Unicode.Scalar(UInt32.random(in: 0...0x2FFFF, using: &self))
      text.append((isAny ? any : nil) ?? scalars.randomElement(using: &self) ?? "a")
    }
    return String(text)
  }
}

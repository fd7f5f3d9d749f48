extension PseudoTerminal {
  /// Presses keys by name, such as `ctrl-c`, `shift-tab`, `pgdn`, `f5` or `x`.
  ///
  /// - Throws: `Failure` for a name that no key has.
  package func press(_ names: String...) throws {
    for name in names {
      guard let bytes = keyBytes(name) else {
        throw Failure(description: "no key is called '\(name)'")
      }
      send(bytes)
    }
  }

  /// Types text as a person would.
  package func type(_ text: String) {
    send(text.utf8)
  }

  /// Pastes text as a terminal with bracketed paste does.
  package func paste(_ text: String) {
    let lines = text.utf8.map { $0 == 0x0A ? 0x0D : $0 }
    send(Array("\u{1B}[200~".utf8) + lines + Array("\u{1B}[201~".utf8))
  }

  /// Turns the wheel or clicks: an SGR report for the cell, both counted from 0.
  package func mouse(_ button: Int, column: Int, row: Int, isRelease: Bool = false) {
    send("\u{1B}[<\(button);\(column + 1);\(row + 1)\(isRelease ? "m" : "M")".utf8)
  }
}

/// What xterm sends for a key, written down apart from the decoder that is tested with it.
private func keyBytes(_ name: String) -> [UInt8]? {
  let sequences = [
    "enter": "\r", "tab": "\t", "shift-tab": "\u{1B}[Z", "esc": "\u{1B}", "space": " ",
    "backspace": "\u{7F}", "del": "\u{1B}[3~", "ins": "\u{1B}[2~", "up": "\u{1B}[A",
    "down": "\u{1B}[B", "right": "\u{1B}[C", "left": "\u{1B}[D", "home": "\u{1B}[H",
    "end": "\u{1B}[F", "pgup": "\u{1B}[5~", "pgdn": "\u{1B}[6~", "f1": "\u{1B}OP",
    "f2": "\u{1B}OQ", "f3": "\u{1B}OR", "f4": "\u{1B}OS", "f5": "\u{1B}[15~",
    "ctrl-left": "\u{1B}[1;5D", "ctrl-right": "\u{1B}[1;5C", "ctrl-space": "\0",
  ]
  if let sequence = sequences[name] { return Array(sequence.utf8) }
  if name.hasPrefix("ctrl-"), name.utf8.count == 6, let letter = name.utf8.last {
    return [letter & 0x1F]
  }
  if name.hasPrefix("alt-"), name.count == 5 { return [0x1B] + name.utf8.dropFirst(4) }
  return name.count == 1 ? Array(name.utf8) : nil
}

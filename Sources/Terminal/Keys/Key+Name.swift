/// The keys that have a name rather than a character, the name written first.
private let namedCodes: [(name: String, code: Key.Code)] = [
  ("enter", .enter), ("return", .enter), ("tab", .tab), ("backtab", .backtab), ("esc", .escape),
  ("escape", .escape), ("backspace", .backspace), ("del", .delete), ("delete", .delete),
  ("ins", .insert), ("insert", .insert), ("up", .up), ("down", .down), ("left", .left),
  ("right", .right), ("home", .home), ("end", .end), ("pgup", .pageUp), ("pageup", .pageUp),
  ("pgdn", .pageDown), ("pagedown", .pageDown), ("space", .character(" ")),
]

extension Key {
  /// Reads a name such as `ctrl-c`, `shift-tab`, `G`, `space`, `pgup` or `f5`.
  package init?(name: String) {
    var rest = name[...]
    var modifiers: Modifiers = []
    let prefixes: [(String, Modifiers)] = [
      ("ctrl-", .ctrl), ("alt-", .alt), ("shift-", .shift),
    ]
    // By bytes: a combining character would join the hyphen to one `Character`.
    while let (prefix, modifier) = prefixes.first(where: { rest.startsASCII($0.0) }),
      rest.utf8.count > prefix.utf8.count
    {
      rest = Substring(rest.utf8.dropFirst(prefix.utf8.count))
      modifiers.insert(modifier)
    }
    guard let code = Key.code(named: String(rest)) else { return nil }
    self.init(code, modifiers)
  }

  private static func code(named name: String) -> Code? {
    if name.count == 1, let character = name.first {
      let isPrintable = name.unicodeScalars.allSatisfy { $0.value > 0x20 && $0.value != 0x7F }
      return isPrintable ? .character(character) : nil
    }
    let lowered = name.lowercased()
    if let named = namedCodes.first(where: { $0.name == lowered }) { return named.code }
    if lowered.first == "f", let number = Int(lowered.dropFirst()), (1...24).contains(number) {
      return .function(number)
    }
    return nil
  }

  /// The name used in key tables, help and configuration.
  package var name: String {
    var text = ""
    if modifiers.contains(.ctrl) { text += "ctrl-" }
    if modifiers.contains(.alt) { text += "alt-" }
    if modifiers.contains(.shift) { text += "shift-" }
    switch code {
    case .character(" "): return text + "space"
    case .character(let character): return text + String(character)
    case .function(let number): return text + "f\(number)"
    case .backtab: return text + "shift-tab"
    default:
      return text + (namedCodes.first { $0.code == code }?.name ?? "")
    }
  }
}

extension Key: CustomStringConvertible {
  /// The key's name.
  package var description: String { name }
}

extension Substring {
  /// Whether it begins with `prefix`, which is in small ASCII letters, in whatever case.
  fileprivate func startsASCII(_ prefix: String) -> Bool {
    let folded = utf8.lazy.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
    return folded.starts(with: prefix.utf8)
  }
}

internal import Terminal

extension TextField {
  /// Edits as a key asks; `false` where the key is no editing key.
  mutating func take(_ key: Key) -> Bool {
    switch (key.code, key.modifiers) {
    case (.character(let character), []), (.character(let character), .shift):
      insert(String(character))
    case (.left, []): move(to: isAllSelected ? 0 : cursor - 1)
    case (.right, []): move(to: cursor + 1)
    case (.home, []), (.character("a"), .ctrl): move(to: 0)
    case (.end, []), (.character("e"), .ctrl): move(to: characters.count)
    case (.backspace, []): delete(to: cursor - 1)
    case (.delete, []), (.character("d"), .ctrl): delete(to: cursor + 1)
    case (.character("u"), .ctrl): delete(to: 0)
    case (.character("k"), .ctrl): delete(to: characters.count)
    case (.character("w"), .ctrl), (.backspace, .alt): delete(to: startOfWord)
    default: return false
    }
    return true
  }
}

/// One line of text that is being edited.
struct TextField: Hashable, Sendable {
  /// The text, a character an element.
  private(set) var characters: [Character] = []
  /// Before which character the cursor stands.
  private(set) var cursor = 0
  /// Whether all of it is selected, so that the next character replaces it.
  private(set) var isAllSelected = false

  /// The most characters a field takes; a longer paste is cut there.
  static let capacity = 8192

  /// Makes a field with a text in it and the cursor behind it.
  init(_ text: String = "") {
    characters = Array(text)
    cursor = characters.count
  }

  /// The text.
  var text: String { String(characters) }

  /// The text before the cursor.
  var textBeforeCursor: String { String(characters[..<cursor]) }

  /// Whether there is no text.
  var isEmpty: Bool { characters.isEmpty }

  /// Selects the whole text, unless there is none.
  mutating func selectAll() {
    isAllSelected = !characters.isEmpty
    cursor = characters.count
  }

  /// Puts text in at the cursor, in place of what is selected.
  mutating func insert(_ text: String) {
    if isAllSelected { clear() }
    let room = max(0, TextField.capacity - characters.count)
    let added = Array(text.prefix(room))
    characters.insert(contentsOf: added, at: cursor)
    // A combining mark may have joined the character before it: count anew.
    let after = characters.count - cursor - added.count
    characters = Array(String(characters))
    cursor = max(0, characters.count - after)
  }

  /// Empties the field.
  mutating func clear() {
    characters = []
    cursor = 0
    isAllSelected = false
  }

  /// Moves the cursor to before a character; out of range is the nearest end.
  mutating func move(to position: Int) {
    isAllSelected = false
    cursor = min(max(0, position), characters.count)
  }

  /// Takes away what lies between the cursor and `position`.
  mutating func delete(to position: Int) {
    if isAllSelected { return clear() }
    let position = min(max(0, position), characters.count)
    let range = min(position, cursor)..<max(position, cursor)
    characters.removeSubrange(range)
    cursor = range.lowerBound
  }

  /// Where the word before the cursor begins.
  var startOfWord: Int {
    var index = cursor
    while index > 0, characters[index - 1].isWhitespace { index -= 1 }
    while index > 0, !characters[index - 1].isWhitespace { index -= 1 }
    return index
  }
}

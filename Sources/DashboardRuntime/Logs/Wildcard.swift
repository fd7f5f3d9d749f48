/// A text in which `*` stands for anything.
struct Wildcard: Hashable, Sendable {
  private let pieces: [[UInt8]]

  /// Takes the text.
  init(_ text: String) {
    pieces = text.utf8.split(separator: UInt8(ascii: "*"), omittingEmptySubsequences: false)
      .map(Array.init)
  }

  /// Whether it stands for exactly one text.
  var isPlain: Bool { pieces.count == 1 }

  /// Whether a text as a whole is like it.
  func matches(_ text: String) -> Bool {
    var rest = Array(text.utf8)[...]
    guard let head = pieces.first, let tail = pieces.last else { return rest.isEmpty }
    guard pieces.count > 1 else { return rest.elementsEqual(head) }
    guard rest.starts(with: head) else { return false }
    rest = rest.dropFirst(head.count)
    guard rest.count >= tail.count, rest.suffix(tail.count).elementsEqual(tail) else {
      return false
    }
    rest = rest.dropLast(tail.count)
    for piece in pieces.dropFirst().dropLast() where !piece.isEmpty {
      guard let end = Wildcard.end(of: piece, in: rest) else { return false }
      rest = rest[end...]
    }
    return true
  }

  private static func end(of piece: [UInt8], in text: ArraySlice<UInt8>) -> Int? {
    guard text.count >= piece.count else { return nil }
    for start in text.startIndex...(text.endIndex - piece.count)
    where text[start..<start + piece.count].elementsEqual(piece) { return start + piece.count }
    return nil
  }
}

/// An id as a key: told apart by its bytes, as the table does.
struct ExactID: Hashable, Sendable {
  /// The id.
  let text: String

  /// Makes a key of an id.
  init(_ text: String) { self.text = text }

  /// Whether both are the same bytes.
  static func == (left: ExactID, right: ExactID) -> Bool { left.text.isExactly(right.text) }

  /// Feeds the bytes.
  func hash(into hasher: inout Hasher) {
    let isFed: Void? = text.utf8.withContiguousStorageIfAvailable { bytes in
      hasher.combine(bytes: UnsafeRawBufferPointer(bytes))
    }
    if isFed == nil { for byte in text.utf8 { hasher.combine(byte) } }
  }
}

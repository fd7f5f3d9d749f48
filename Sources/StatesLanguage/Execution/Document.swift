internal import JSONValue

/// A value and its JSON text, which the history shows; the text is made once.
struct Document: Sendable {
  /// The most that a state may take or give, in bytes.
  static let byteLimit = 262_144
  /// How deep a document may nest, so that nothing that walks it exhausts the stack.
  static let depthLimit = 1000

  /// The value.
  let value: JSON
  /// The value in one line of JSON.
  let text: String

  /// Takes a value.
  init(_ value: JSON) {
    self.value = value
    text = value.text()
  }

  /// Whether it is more than a state may hand on.
  var isTooLarge: Bool {
    guard text.utf8.count <= Self.byteLimit else { return true }
    let brackets = text.utf8.reduce(0) { count, byte in
      byte == UInt8(ascii: "[") || byte == UInt8(ascii: "{") ? count + 1 : count
    }
    return brackets > Self.depthLimit && value.isNested(deeperThan: Self.depthLimit)
  }
}

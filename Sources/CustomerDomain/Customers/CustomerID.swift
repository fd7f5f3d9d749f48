/// A customer's id that has been found to be valid.
///
/// A valid id is 1 to 2,048 bytes of UTF-8, not only white space, without white space at either end
/// and without control characters.
package struct CustomerID: Sendable, CustomStringConvertible {
  /// The id itself.
  package let text: String

  /// Why a text is no id.
  package enum Problem: Error, Hashable, Sendable {
    /// Nothing at all.
    case empty
    /// White space alone.
    case blank
    /// White space at the beginning.
    case leadingSpace
    /// White space at the end.
    case trailingSpace
    /// A control character somewhere.
    case controlCharacter(Unicode.Scalar)
    /// More than 2,048 bytes; carries how many.
    case tooLong(Int)
  }

  /// The greatest length, in bytes of UTF-8.
  package static let maximumLength = 2048

  /// Checks a text.
  ///
  /// - Throws: the `Problem` that a person would want to hear first.
  package init(_ text: String) throws(Problem) {
    let scalars = text.unicodeScalars
    guard let first = scalars.first, let last = scalars.last else { throw .empty }
    if scalars.allSatisfy({ $0.properties.isWhitespace }) { throw .blank }
    if let control = scalars.first(where: { $0.properties.generalCategory == .control }) {
      throw .controlCharacter(control)
    }
    if first.properties.isWhitespace { throw .leadingSpace }
    if last.properties.isWhitespace { throw .trailingSpace }
    if text.utf8.count > CustomerID.maximumLength { throw .tooLong(text.utf8.count) }
    self.text = text
  }

  /// The id itself.
  package var description: String { text }
}

extension CustomerID: Hashable {
  /// Whether both are the same bytes, as the table tells ids apart; Swift's own `==` for strings
  /// takes composed and decomposed letters for the same.
  package static func == (left: CustomerID, right: CustomerID) -> Bool {
    left.text.utf8.elementsEqual(right.text.utf8)
  }

  /// Feeds the bytes.
  package func hash(into hasher: inout Hasher) {
    for byte in text.utf8 { hasher.combine(byte) }
  }
}

extension CustomerID.Problem: CustomStringConvertible {
  /// The problem as people read it, such as `leading space`.
  package var description: String {
    switch self {
    case .empty: "empty"
    case .blank: "only white space"
    case .leadingSpace: "leading space"
    case .trailingSpace: "trailing space"
    case .controlCharacter(let scalar):
      "control character U+"
        + String(repeating: "0", count: max(0, 4 - String(scalar.value, radix: 16).count))
        + String(scalar.value, radix: 16, uppercase: true)
    case .tooLong(let count): "\(count) bytes, at most \(CustomerID.maximumLength)"
    }
  }
}

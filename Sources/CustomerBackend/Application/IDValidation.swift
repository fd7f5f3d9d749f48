/// The rules for customer ids: 1 to 2,048 bytes of UTF-8, not only white space, without white space
/// at either end and without control characters.
enum IDValidation {
  /// The greatest length, in bytes.
  static let maximumLength = 2048

  /// Why a text is no id, in words; `nil` where it is one.
  static func problem(in id: String?) -> String? {
    guard let id else { return "id is missing" }
    let scalars = id.unicodeScalars
    guard let first = scalars.first, let last = scalars.last else { return "id is empty" }
    if scalars.allSatisfy(\.properties.isWhitespace) { return "id is only white space" }
    if scalars.contains(where: { $0.properties.generalCategory == .control }) {
      return "id has a control character"
    }
    if first.properties.isWhitespace { return "id has leading white space" }
    if last.properties.isWhitespace { return "id has trailing white space" }
    if id.utf8.count > maximumLength {
      return "id has \(id.utf8.count) bytes, at most \(maximumLength) are allowed"
    }
    return nil
  }
}

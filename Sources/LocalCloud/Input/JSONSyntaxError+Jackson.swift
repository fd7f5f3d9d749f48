internal import JSONValue

extension JSONSyntaxError {
  /// The fault in the words of Jackson, which is the parser that AWS uses, for the faults that people
  /// make; the others keep ours.
  func jacksonWords(in text: String) -> String {
    let rest = Array(text.utf8).dropFirst(offset)
    if reason == "expected a value" {
      let token = String(decoding: rest, as: UTF8.self).prefix { $0.isLetter || $0.isNumber }
      if !token.isEmpty {
        return
          "Unrecognized token '\(token)': was expecting (JSON String, Number, Array, Object or "
          + "token 'null', 'true' or 'false')"
      }
    }
    if reason == "expected a key",
      let scalar = String(decoding: rest, as: UTF8.self)
        .unicodeScalars.first
    {
      return
        "Unexpected character ('\(scalar)' (code \(scalar.value))): was expecting double-quote "
        + "to start field name"
    }
    return description
  }
}

internal import JSONValue

/// Headers that a template sets to fixed texts: `gatewayresponse.header.X: "'text'"`.
enum FixedHeaders {
  /// Reads the headers whose names begin with `prefix`.
  ///
  /// - Throws: `TemplateError` where a value is not a text in single quotes.
  static func read(_ value: JSON?, prefix: String) throws -> [(name: String, value: String)] {
    try (value?.object ?? [:]).map { key, value in
      guard key.hasPrefix(prefix), let text = value.string, text.count >= 2, text.hasPrefix("'"),
        text.hasSuffix("'")
      else {
        throw TemplateError("\(key): only \(prefix)NAME with a fixed text in quotes is supported")
      }
      return (String(key.dropFirst(prefix.count)), String(text.dropFirst().dropLast()))
    }
  }
}

internal import AWSWire
internal import JSONValue

extension JSON {
  /// The moment, where this is seconds since the epoch or ISO 8601.
  var instant: Instant? {
    if let text = string { return Instant(iso8601: text) }
    return double.map { Instant(seconds: $0) }
  }

  /// The moment, where this is milliseconds since the epoch.
  var millisecondInstant: Instant? {
    guard let number else { return nil }
    // Nearly all are whole, and digits make an integer sooner than a double.
    return Instant(clampingMilliseconds: Int(number.text).map(Double.init) ?? number.double)
  }

  /// The document that `text` holds, or the text itself where it holds none.
  static func parsed(_ text: String) -> JSON { (try? JSON(parsing: text)) ?? .string(text) }
}

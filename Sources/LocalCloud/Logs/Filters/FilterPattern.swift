internal import JSONValue

/// A filter pattern of CloudWatch Logs, read once and tried on many lines.
///
/// Source: CloudWatch Logs User Guide, "Filter pattern syntax". A pure value.
struct FilterPattern: Sendable {
  /// The kinds of patterns.
  enum Form: Sendable {
    /// An empty text, which all lines match.
    case everything
    /// Words, phrases and regular expressions to be found in the line.
    case terms(TermPattern)
    /// Conditions in braces, for lines that are JSON.
    case json(JSONPattern)
    /// Conditions in brackets, for lines that spaces divide.
    case fields(FieldPattern)
  }

  /// Which kind it is.
  let form: Form

  /// Reads a pattern; refusals are worded as of metric filters or as of searches.
  ///
  /// - Throws: `CloudError` where it is malformed.
  init(_ text: String, ofMetricFilter: Bool = false) throws {
    guard text.unicodeScalars.count <= 1024 else {
      throw LogsError.invalid(
        "1 validation error detected: Value '\(text)' at 'filterPattern' failed to satisfy "
          + "constraint: Member must have length less than or equal to 1024"
      )
    }
    do throws(PatternFault) {
      form = try FilterPattern.form(text)
    } catch {
      throw error.error(ofMetricFilter: ofMetricFilter)
    }
  }

  private static func form(_ text: String) throws(PatternFault) -> Form {
    var scanner = PatternScanner(text)
    scanner.skipSpace()
    let form: Form
    switch scanner.peek {
    case nil: form = .everything
    case "{": form = .json(try JSONPattern(&scanner))
    case "[": form = .fields(try FieldPattern(&scanner))
    default: form = .terms(try TermPattern(&scanner))
    }
    scanner.skipSpace()
    guard scanner.isAtEnd, scanner.regexCount <= 2 else { throw PatternScanner.invalid }
    return form
  }

  /// Whether a line matches.
  func matches(_ message: String) -> Bool {
    switch form {
    case .everything: true
    case .terms(let pattern): pattern.matches(message)
    case .json(let pattern): pattern.matches(message)
    case .fields(let pattern): pattern.matches(message)
    }
  }

  /// What `TestMetricFilter` shows of a line that matches.
  func extractedValues(_ message: String) -> JSONObject {
    switch form {
    case .everything, .terms: [:]
    case .json(let pattern): pattern.extractedValues(message)
    case .fields(let pattern): pattern.extractedValues(message)
    }
  }
}

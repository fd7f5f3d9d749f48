internal import JSONValue

/// The format of a stage's access log: text with `$context.…` variables.
struct AccessLogFormat: Sendable {
  private enum Piece: Sendable {
    case text(String)
    case variable(String)
  }

  private let pieces: [Piece]

  /// Reads a format.
  init(_ format: String) {
    var pieces: [Piece] = []
    var rest = format[...]
    while let start = rest.firstRange(of: "$context.") {
      pieces.append(.text(String(rest[..<start.lowerBound])))
      let name = rest[start.upperBound...].prefix { $0.isLetter || $0.isNumber || $0 == "." }
      let trimmed = name.hasSuffix(".") ? name.dropLast() : name
      pieces.append(.variable(String(trimmed)))
      rest = rest[trimmed.endIndex...]
    }
    pieces.append(.text(String(rest)))
    self.pieces = pieces
  }

  /// The line of one request; a variable that has no value is `-`.
  func line(_ values: [String: String]) -> String {
    pieces.map { piece in
      switch piece {
      case .text(let text): text
      case .variable("error.messageString"):
        values["error.message"].map { JSON.string($0).text() } ?? "\"-\""
      case .variable(let name):
        String(JSON.string(values[name] ?? "-").text().dropFirst().dropLast())
      }
    }.joined()
  }
}

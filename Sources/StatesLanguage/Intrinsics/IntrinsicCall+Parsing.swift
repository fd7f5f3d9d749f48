internal import JSONValue

extension IntrinsicCall {
  /// Reads a call from text that is nothing else.
  ///
  /// - Throws: `PathSyntaxError` where the text is not a call of a known function.
  init(parsing text: String) throws(PathSyntaxError) {
    var parser = IntrinsicParser(text)
    self = try parser.document()
  }
}

/// A recursive-descent reader of calls.
private struct IntrinsicParser {
  /// How deep calls may nest; the service allows ten.
  private static let depthLimit = 10

  private let bytes: [UInt8]
  private var position = 0
  private var depth = 0

  init(_ text: String) { bytes = Array(text.utf8) }

  private var next: UInt8? { position < bytes.count ? bytes[position] : nil }

  private func text(from start: Int) -> String {
    String(decoding: bytes[start..<position], as: UTF8.self)
  }

  private mutating func skipSpace() {
    while let byte = next, byte == 0x20 || (0x09...0x0D).contains(byte) { position += 1 }
  }

  mutating func document() throws(PathSyntaxError) -> IntrinsicCall {
    skipSpace()
    let call = try call()
    skipSpace()
    guard position == bytes.count else {
      throw PathSyntaxError(reason: "unexpected text after the function")
    }
    return call
  }

  private mutating func call() throws(PathSyntaxError) -> IntrinsicCall {
    depth += 1
    defer { depth -= 1 }
    guard depth <= Self.depthLimit else {
      throw PathSyntaxError(reason: "functions nest deeper than \(Self.depthLimit)")
    }
    let start = position
    while let byte = next, byte != UInt8(ascii: "("), byte != UInt8(ascii: ",") { position += 1 }
    let name = text(from: start)
    guard name.hasPrefix("States."),
      let function = IntrinsicFunction(rawValue: String(name.dropFirst(7)))
    else { throw PathSyntaxError(reason: "there is no function '\(name)'") }
    let arguments = try arguments()
    guard function.argumentCounts.contains(arguments.count) else {
      throw PathSyntaxError(reason: "'\(name)' has the wrong number of arguments")
    }
    return IntrinsicCall(function: function, arguments: arguments, text: text(from: start))
  }

  private mutating func arguments() throws(PathSyntaxError) -> [IntrinsicCall.Argument] {
    guard next == UInt8(ascii: "(") else { throw PathSyntaxError(reason: "'(' is missing") }
    position += 1
    skipSpace()
    var arguments: [IntrinsicCall.Argument] = []
    if next == UInt8(ascii: ")") {
      position += 1
      return arguments
    }
    while true {
      skipSpace()
      arguments.append(try argument())
      skipSpace()
      switch next {
      case UInt8(ascii: ","): position += 1
      case UInt8(ascii: ")"):
        position += 1
        return arguments
      default: throw PathSyntaxError(reason: "',' or ')' is missing")
      }
    }
  }

  private mutating func argument() throws(PathSyntaxError) -> IntrinsicCall.Argument {
    switch next {
    case UInt8(ascii: "'"): return .text(try quoted())
    case UInt8(ascii: "$"):
      let start = position
      skipPath()
      return .path(try JSONPath(parsing: text(from: start)))
    case UInt8(ascii: "S"): return .call(try call())
    default:
      let start = position
      while let byte = next, byte != UInt8(ascii: ","), byte != UInt8(ascii: ")"), byte != 0x20 {
        position += 1
      }
      guard let value = try? JSON(parsing: text(from: start)), value.array == nil,
        value.object == nil, value.string == nil
      else { throw PathSyntaxError(reason: "'\(text(from: start))' is no argument") }
      return .constant(value)
    }
  }

  /// Moves past a path: up to the comma, bracket or space that is not inside brackets or quotes.
  private mutating func skipPath() {
    var open = 0
    var quote: UInt8?
    while let byte = next {
      if let inside = quote {
        if byte == UInt8(ascii: "\\") { position += 1 } else if byte == inside { quote = nil }
      } else if byte == UInt8(ascii: "'") || byte == UInt8(ascii: "\"") {
        quote = byte
      } else if byte == UInt8(ascii: "[") || byte == UInt8(ascii: "(") {
        open += 1
      } else if open > 0, byte == UInt8(ascii: "]") || byte == UInt8(ascii: ")") {
        open -= 1
      } else if open == 0,
        byte == UInt8(ascii: ",") || byte == UInt8(ascii: ")") || byte == 0x20
      {
        return
      }
      position = min(position + 1, bytes.count)
    }
  }

  private mutating func quoted() throws(PathSyntaxError) -> String {
    position += 1
    let start = position
    while let byte = next {
      if byte == UInt8(ascii: "'") {
        let inner = text(from: start)
        position += 1
        return inner
      }
      position = min(position + (byte == UInt8(ascii: "\\") ? 2 : 1), bytes.count)
    }
    throw PathSyntaxError(reason: "a quote is not closed")
  }
}

/// What is wrong with a text that should be JSON, and where.
package struct JSONSyntaxError: Error, Hashable, Sendable {
  /// What was wrong, in words, such as `expected a value`.
  package let reason: String
  /// How many bytes of the text come before the fault.
  package let offset: Int

  /// Makes a fault from its reason and place.
  package init(reason: String, offset: Int) {
    self.reason = reason
    self.offset = offset
  }
}

extension JSONSyntaxError: CustomStringConvertible {
  /// The reason and the place in one line.
  package var description: String { "\(reason) at byte \(offset)" }
}

extension JSON {
  /// Reads one JSON document from UTF-8 bytes (RFC 8259, strictly; of repeated keys the last one
  /// counts).
  ///
  /// - Parameters:
  ///   - bytes: the text.
  ///   - depthLimit: how deep arrays and objects may nest.
  /// - Throws: `JSONSyntaxError` where the text is not one whole document.
  package init(
    parsing bytes: some Collection<UInt8>,
    depthLimit: Int = 1000
  ) throws(JSONSyntaxError) {
    let found: Result<JSON, JSONSyntaxError>? = bytes.withContiguousStorageIfAvailable { buffer in
      JSONParser.document(in: buffer, depthLimit: depthLimit)
    }
    if let found {
      self = try found.get()
    } else {
      let copy = Array(bytes)
      self = try copy.withUnsafeBufferPointer { buffer in
        JSONParser.document(in: buffer, depthLimit: depthLimit)
      }.get()
    }
  }

  /// Reads one JSON document from text.
  ///
  /// - Parameter text: the document.
  /// - Throws: `JSONSyntaxError` where the text is not one whole document.
  package init(parsing text: some StringProtocol) throws(JSONSyntaxError) {
    try self.init(parsing: text.utf8)
  }
}

/// A recursive-descent reader over UTF-8 bytes.
struct JSONParser: ~Copyable {
  private let bytes: UnsafeBufferPointer<UInt8>
  private let depthLimit: Int
  private var position = 0
  private var unescaper: StringUnescaper
  /// For how many members memory is set aside before they are read.
  private static let expectable = 4...24
  /// How many members the last object had: in a list the next one has as many.
  private var expectedMembers = expectable.lowerBound

  /// Reads the whole of `bytes` as one document.
  static func document(
    in bytes: UnsafeBufferPointer<UInt8>,
    depthLimit: Int
  ) -> Result<JSON, JSONSyntaxError> {
    var parser = JSONParser(bytes: bytes, depthLimit: depthLimit)
    do throws(JSONSyntaxError) {
      let value = try parser.value(depth: 0)
      parser.skipSpace()
      guard parser.position == bytes.count else { throw parser.fault("text after the document") }
      return .success(value)
    } catch {
      return .failure(error)
    }
  }

  private init(bytes: UnsafeBufferPointer<UInt8>, depthLimit: Int) {
    self.bytes = bytes
    self.depthLimit = depthLimit
    unescaper = StringUnescaper(bytes)
  }

  private func fault(_ reason: String) -> JSONSyntaxError {
    JSONSyntaxError(reason: reason, offset: position)
  }

  private var next: UInt8? { position < bytes.count ? bytes[position] : nil }

  private mutating func skipSpace() {
    while let byte = next, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 {
      position += 1
    }
  }

  private mutating func value(depth: Int) throws(JSONSyntaxError) -> JSON {
    guard depth <= depthLimit else { throw fault("nested deeper than \(depthLimit)") }
    skipSpace()
    switch next {
    case UInt8(ascii: "{"): return try object(depth: depth)
    case UInt8(ascii: "["): return try array(depth: depth)
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "t"): return try word("true", .bool(true))
    case UInt8(ascii: "f"): return try word("false", .bool(false))
    case UInt8(ascii: "n"): return try word("null", .null)
    case .some: return .number(try number())
    case nil: throw fault("expected a value, found the end")
    }
  }

  private mutating func word(_ word: StaticString, _ value: JSON) throws(JSONSyntaxError) -> JSON {
    let length = word.utf8CodeUnitCount
    guard position + length <= bytes.count,
      (0..<length).allSatisfy({ bytes[position + $0] == word.utf8Start[$0] })
    else { throw fault("expected a value") }
    position += length
    return value
  }

  private mutating func object(depth: Int) throws(JSONSyntaxError) -> JSON {
    position += 1
    var members = JSONObject()
    let expected = expectedMembers
    var traits: UInt64 = 0
    skipSpace()
    if next == UInt8(ascii: "}") {
      position += 1
      return .object(members)
    }
    while true {
      skipSpace()
      guard next == UInt8(ascii: "\"") else { throw fault("expected a key") }
      let key = try string()
      skipSpace()
      guard next == UInt8(ascii: ":") else { throw fault("expected ':'") }
      position += 1
      let member = try value(depth: depth + 1)
      if members.isEmpty { members.reserveCapacity(expected) }
      members.add(key, member, traits: &traits)
      skipSpace()
      switch next {
      case UInt8(ascii: ","): position += 1
      case UInt8(ascii: "}"):
        position += 1
        expectedMembers = min(
          max(members.count, JSONParser.expectable.lowerBound),
          JSONParser.expectable.upperBound
        )
        return .object(members)
      default: throw fault("expected ',' or '}'")
      }
    }
  }

  private mutating func array(depth: Int) throws(JSONSyntaxError) -> JSON {
    position += 1
    var values: [JSON] = []
    skipSpace()
    if next == UInt8(ascii: "]") {
      position += 1
      return .array(values)
    }
    while true {
      values.append(try value(depth: depth + 1))
      skipSpace()
      switch next {
      case UInt8(ascii: ","): position += 1
      case UInt8(ascii: "]"):
        position += 1
        return .array(values)
      default: throw fault("expected ',' or ']'")
      }
    }
  }

  private mutating func number() throws(JSONSyntaxError) -> JSONNumber {
    let start = position
    if next == UInt8(ascii: "-") { position += 1 }
    if next == UInt8(ascii: "0") {
      position += 1
    } else {
      try digits()
    }
    if next == UInt8(ascii: ".") {
      position += 1
      try digits()
    }
    if next == UInt8(ascii: "e") || next == UInt8(ascii: "E") {
      position += 1
      if next == UInt8(ascii: "+") || next == UInt8(ascii: "-") { position += 1 }
      try digits()
    }
    return JSONNumber(
      validated: String(
        decoding: UnsafeBufferPointer(rebasing: bytes[start..<position]),
        as: UTF8.self
      )
    )
  }

  private mutating func digits() throws(JSONSyntaxError) {
    let start = position
    while let byte = next, byte >= 0x30, byte <= 0x39 { position += 1 }
    guard position > start else { throw fault("expected a value") }
  }

  private mutating func string() throws(JSONSyntaxError) -> String {
    position += 1
    let start = position
    let run = StringRun(of: bytes, from: start)
    position = run.end
    if next == UInt8(ascii: "\"") {
      position += 1
      return try text(UnsafeBufferPointer(rebasing: bytes[start..<run.end]), run.isASCII)
    }
    unescaper.begin()
    unescaper.take(bytes, start..<run.end)
    return try escapedString(run.isASCII)
  }

  /// Reads on behind the first run of a string that has escapes, or is at fault.
  private mutating func escapedString(_ isASCIISoFar: Bool) throws(JSONSyntaxError) -> String {
    var isASCII = isASCIISoFar
    while true {
      guard let byte = next else { throw fault("unterminated string") }
      guard byte >= 0x20 else { throw fault("control character in a string") }
      position += 1
      if byte == UInt8(ascii: "\"") { return try text(unescaper.text, isASCII) }
      let scalar = try escape()
      if !scalar.isASCII { isASCII = false }
      unescaper.take(scalar)
      let run = StringRun(of: bytes, from: position)
      if !run.isASCII { isASCII = false }
      unescaper.take(bytes, position..<run.end)
      position = run.end
    }
  }

  /// The text that bytes are.
  ///
  /// Making a text mends what is no UTF-8, so that what was wrong reads otherwise than it was written.
  private func text(
    _ utf8: UnsafeBufferPointer<UInt8>,
    _ isASCII: Bool
  ) throws(JSONSyntaxError) -> String {
    let text = String(decoding: utf8, as: UTF8.self)
    guard isASCII || text.isExactly(utf8) else { throw fault("invalid UTF-8") }
    return text
  }

  /// Reads what stands behind a backslash.
  private mutating func escape() throws(JSONSyntaxError) -> Unicode.Scalar {
    guard let byte = next else { throw fault("unterminated string") }
    position += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(byte)
    case UInt8(ascii: "b"): return "\u{08}"
    case UInt8(ascii: "f"): return "\u{0C}"
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "u"): return try unicodeEscape()
    default: throw fault("unknown escape")
    }
  }

  /// Reads the hexadecimal digits after `\u`; a lone surrogate becomes U+FFFD.
  private mutating func unicodeEscape() throws(JSONSyntaxError) -> Unicode.Scalar {
    let first = try hexadecimal()
    if first >= 0xD800, first < 0xDC00, position + 1 < bytes.count,
      bytes[position] == UInt8(ascii: "\\"), bytes[position + 1] == UInt8(ascii: "u")
    {
      let before = position
      position += 2
      let second = try hexadecimal()
      if second >= 0xDC00, second < 0xE000 {
        let joined = 0x10000 + (first - 0xD800) << 10 + (second - 0xDC00)
        return Unicode.Scalar(joined) ?? "\u{FFFD}"
      }
      position = before
    }
    return Unicode.Scalar(first) ?? "\u{FFFD}"
  }

  private mutating func hexadecimal() throws(JSONSyntaxError) -> UInt32 {
    guard position + 4 <= bytes.count else { throw fault("unterminated escape") }
    var value: UInt32 = 0
    for _ in 0..<4 {
      guard let digit = JSONParser.digit(bytes[position]) else {
        throw fault("expected a hexadecimal digit")
      }
      value = value << 4 | digit
      position += 1
    }
    return value
  }

  private static func digit(_ byte: UInt8) -> UInt32? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte - UInt8(ascii: "0"))
    case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt32(byte - UInt8(ascii: "A") + 10)
    case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt32(byte - UInt8(ascii: "a") + 10)
    default: nil
    }
  }
}

extension JSON {
  /// How a document is laid out.
  package enum Layout: Sendable {
    /// One line without spaces.
    case compact
    /// A member or element a line, indented by two spaces.
    case pretty
  }

  /// Which characters are escaped besides those that must be.
  package enum Escapes: Sendable {
    /// DEL and the C1 controls, which terminals obey.
    case controls
    /// Also what has no width or turns text around: for documents that people see.
    case hidden
  }

  /// The document as UTF-8 bytes.
  package func bytes(
    _ layout: Layout = .compact,
    escaping escapes: Escapes = .controls
  ) -> [UInt8] {
    var writer = JSONWriter(layout: layout, escapes: escapes)
    writer.out.reserveCapacity(256)
    writer.write(self, indent: 0)
    return writer.out
  }

  /// The document as text.
  package func text(_ layout: Layout = .compact) -> String {
    String(decoding: bytes(layout), as: UTF8.self)
  }
}

extension JSON: CustomStringConvertible {
  /// The document in one line.
  package var description: String { text() }
}

/// Writes documents; control characters, also DEL and C1, leave escaped, so that JSON printed on a
/// terminal is harmless.
private struct JSONWriter {
  let layout: JSON.Layout
  let escapes: JSON.Escapes
  var out: [UInt8] = []

  mutating func write(_ value: JSON, indent: Int) {
    switch value {
    case .null: out += "null".utf8
    case .bool(let flag): out += (flag ? "true" : "false").utf8
    case .number(let number): out += number.text.utf8
    case .string(let text): write(text)
    case .array(let values):
      write(values, between: ("[", "]"), indent: indent) { writer, element in
        writer.write(element, indent: indent + 1)
      }
    case .object(let members):
      write(members, between: ("{", "}"), indent: indent) { writer, member in
        writer.write(member.key)
        writer.out.append(0x3A)
        if writer.layout == .pretty { writer.out.append(0x20) }
        writer.write(member.value, indent: indent + 1)
      }
    }
  }

  private mutating func write<Elements: Collection>(
    _ elements: Elements,
    between brackets: (open: Unicode.Scalar, close: Unicode.Scalar),
    indent: Int,
    each: (inout JSONWriter, Elements.Element) -> Void
  ) {
    out.append(UInt8(ascii: brackets.open))
    var isFirst = true
    for element in elements {
      if !isFirst { out.append(UInt8(ascii: ",")) }
      isFirst = false
      newLine(indent + 1)
      each(&self, element)
    }
    if !isFirst { newLine(indent) }
    out.append(UInt8(ascii: brackets.close))
  }

  private mutating func newLine(_ indent: Int) {
    guard layout == .pretty else { return }
    out.append(0x0A)
    out += Array(repeating: 0x20, count: indent * 2)
  }

  private mutating func write(_ text: String) {
    out.append(UInt8(ascii: "\""))
    var rest = text
    rest.withUTF8 { utf8 in
      var start = 0
      for index in utf8.indices {
        let byte = utf8[index]
        var (scalar, length) = (Unicode.Scalar(byte), 1)
        if byte >= 0xC2 {
          guard let special = special(utf8[index...]) else { continue }
          (scalar, length) = special
        } else if byte >= 0x20, byte != 0x22, byte != 0x5C, byte != 0x7F {
          continue
        }
        out += UnsafeBufferPointer(rebasing: utf8[start..<index])
        start = index + length
        escape(scalar)
      }
      out += UnsafeBufferPointer(rebasing: utf8[start...])
    }
    out.append(UInt8(ascii: "\""))
  }

  /// The character that begins there, with its length in bytes, where it is to be escaped; strings hold
  /// whole characters.
  private func special(
    _ utf8: Slice<UnsafeBufferPointer<UInt8>>
  ) -> (scalar: Unicode.Scalar, length: Int)? {
    let at = utf8.startIndex
    guard escapes == .hidden || utf8[at] == 0xC2 else { return nil }
    var (value, length) = (UInt32(utf8[at]), 2)
    switch utf8[at] {
    case 0xF0...: (value, length) = (value & 0x07, 4)
    case 0xE0...: (value, length) = (value & 0x0F, 3)
    default: value &= 0x1F
    }
    for byte in utf8[at + 1..<at + length] { value = value << 6 | UInt32(byte & 0x3F) }
    guard let scalar = Unicode.Scalar(value) else { return nil }
    let isEscaped = value < 0xA0 || escapes == .hidden && JSONWriter.isHidden(scalar)
    return isEscaped ? (scalar, length) : nil
  }

  /// Whether a character has no width, turns the text around it or ends a line.
  private static func isHidden(_ scalar: Unicode.Scalar) -> Bool {
    let properties = scalar.properties
    if properties.isDefaultIgnorableCodePoint { return true }
    switch properties.generalCategory {
    case .format, .lineSeparator, .paragraphSeparator: return true
    default: return false
    }
  }

  private mutating func escape(_ scalar: Unicode.Scalar) {
    switch scalar {
    case "\"", "\\":
      out.append(0x5C)
      out.append(UInt8(ascii: scalar))
    case "\u{08}": out += "\\b".utf8
    case "\n": out += "\\n".utf8
    case "\u{0C}": out += "\\f".utf8
    case "\r": out += "\\r".utf8
    case "\t": out += "\\t".utf8
    default:
      for unit in String(scalar).utf16 {
        out += "\\u".utf8
        for shift in [12, 8, 4, 0] as [UInt16] {
          let half = UInt8(unit >> shift & 15)
          out.append(half < 10 ? UInt8(ascii: "0") + half : UInt8(ascii: "a") + half - 10)
        }
      }
    }
  }
}

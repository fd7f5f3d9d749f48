extension JSON {
  /// How a document is laid out.
  package enum Layout: Sendable {
    /// One line without spaces.
    case compact
    /// A member or element a line, indented by two spaces.
    case pretty
  }

  /// The document as UTF-8 bytes.
  package func bytes(_ layout: Layout = .compact) -> [UInt8] {
    var writer = JSONWriter(layout: layout)
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
        let isC1 = byte == 0xC2 && index + 1 < utf8.count && utf8[index + 1] < 0xA0
        guard byte < 0x20 || byte == 0x22 || byte == 0x5C || byte == 0x7F || isC1 else { continue }
        out += UnsafeBufferPointer(rebasing: utf8[start..<index])
        start = index + (isC1 ? 2 : 1)
        escape(isC1 ? utf8[index + 1] : byte)
      }
      out += UnsafeBufferPointer(rebasing: utf8[start...])
    }
    out.append(UInt8(ascii: "\""))
  }

  private mutating func escape(_ byte: UInt8) {
    switch byte {
    case 0x22, 0x5C:
      out.append(0x5C)
      out.append(byte)
    case 0x08: out += "\\b".utf8
    case 0x0A: out += "\\n".utf8
    case 0x0C: out += "\\f".utf8
    case 0x0D: out += "\\r".utf8
    case 0x09: out += "\\t".utf8
    default:
      out += "\\u00".utf8
      for half in [byte >> 4, byte & 15] {
        out.append(half < 10 ? UInt8(ascii: "0") + half : UInt8(ascii: "a") + half - 10)
      }
    }
  }
}

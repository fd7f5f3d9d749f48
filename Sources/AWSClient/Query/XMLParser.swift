/// What is wrong with a text that should be XML, and where.
struct XMLSyntaxError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What is wrong.
  let reason: String
  /// How many bytes come before the fault.
  let offset: Int

  /// The reason and the place in one line.
  var description: String { "\(reason) at byte \(offset)" }
}

extension XMLElement {
  /// Reads one document: elements, text, CDATA, comments and the five named entities.
  ///
  /// Document types are refused, so that no entity of a document's own can grow or reach out.
  ///
  /// - Throws: `XMLSyntaxError`.
  init(parsing bytes: [UInt8]) throws(XMLSyntaxError) {
    var parser = XMLParser(bytes)
    self = try parser.document()
  }
}

/// Reads a document with a stack of open elements, so that depth costs no stack of ours.
private struct XMLParser {
  private static let depthLimit = 100
  private let bytes: [UInt8]
  private var position = 0
  private var open: [XMLElement] = []

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  mutating func document() throws(XMLSyntaxError) -> XMLElement {
    var root: XMLElement?
    while position < bytes.count {
      guard bytes[position] == UInt8(ascii: "<") else {
        try text()
        continue
      }
      if skip("<?") {
        try skipPast("?>")
      } else if skip("<!--") {
        try skipPast("-->")
      } else if skip("<![CDATA[") {
        let start = position
        try skipPast("]]>")
        append(String(decoding: bytes[start..<(position - 3)], as: UTF8.self))
      } else if skip("<!") {
        throw fault("a document type")
      } else if skip("</") {
        let name = try self.name()
        skipSpace()
        guard skip(">"), let element = open.popLast(), element.name == name else {
          throw fault("an end without its beginning")
        }
        try close(element, &root)
      } else {
        try startTag(&root)
      }
    }
    guard open.isEmpty, let root else { throw fault("the end inside an element") }
    return root
  }

  private mutating func startTag(_ root: inout XMLElement?) throws(XMLSyntaxError) {
    position += 1
    guard root == nil else { throw fault("a second element at the top") }
    guard open.count < Self.depthLimit else { throw fault("nested too deep") }
    let element = XMLElement(name: try name())
    try attributes()
    if skip("/>") { return try close(element, &root) }
    guard skip(">") else { throw fault("a tag without an end") }
    open.append(element)
  }

  private mutating func close(
    _ element: XMLElement,
    _ root: inout XMLElement?
  ) throws(XMLSyntaxError) {
    var element = element
    // White space between elements is layout.
    if !element.children.isEmpty { element.text = "" }
    if open.isEmpty { root = element } else { open[open.count - 1].children.append(element) }
  }

  private mutating func append(_ text: String) {
    if !open.isEmpty { open[open.count - 1].text += text }
  }

  private mutating func text() throws(XMLSyntaxError) {
    let start = position
    while position < bytes.count, bytes[position] != UInt8(ascii: "<") { position += 1 }
    let slice = bytes[start..<position]
    guard !open.isEmpty else {
      guard slice.allSatisfy({ $0 <= 0x20 || $0 >= 0xBB }) else { throw fault("text at the top") }
      return
    }
    append(try unescaped(slice))
  }

  private func unescaped(_ slice: ArraySlice<UInt8>) throws(XMLSyntaxError) -> String {
    guard slice.contains(UInt8(ascii: "&")) else { return String(decoding: slice, as: UTF8.self) }
    var out: [UInt8] = []
    var rest = slice
    while let mark = rest.firstIndex(of: UInt8(ascii: "&")) {
      out += rest[rest.startIndex..<mark]
      guard let end = rest[mark...].firstIndex(of: UInt8(ascii: ";")), end - mark <= 10 else {
        throw fault("an '&' that begins no entity")
      }
      out += try entity(String(decoding: rest[(mark + 1)..<end], as: UTF8.self)).utf8
      rest = rest[(end + 1)...]
    }
    return String(decoding: out + rest, as: UTF8.self)
  }

  private func entity(_ name: String) throws(XMLSyntaxError) -> String {
    switch name {
    case "amp": return "&"
    case "lt": return "<"
    case "gt": return ">"
    case "quot": return "\""
    case "apos": return "'"
    default:
      let code =
        name.hasPrefix("#x") ? UInt32(name.dropFirst(2), radix: 16) : UInt32(name.dropFirst())
      guard name.hasPrefix("#"), let scalar = code.flatMap(Unicode.Scalar.init) else {
        throw fault("the unknown entity \(name)")
      }
      return String(Character(scalar))
    }
  }

  private mutating func name() throws(XMLSyntaxError) -> String {
    let start = position
    while position < bytes.count, !Self.endsName(bytes[position]) { position += 1 }
    guard position > start else { throw fault("a tag without a name") }
    let name = String(decoding: bytes[start..<position], as: UTF8.self)
    return name.split(separator: ":").last.map(String.init) ?? name
  }

  /// Skips attributes; a `>` inside a value is part of it.
  private mutating func attributes() throws(XMLSyntaxError) {
    while position < bytes.count {
      let byte = bytes[position]
      if byte == UInt8(ascii: ">") || byte == UInt8(ascii: "/") { return }
      position += 1
      guard byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") else { continue }
      while position < bytes.count, bytes[position] != byte { position += 1 }
      position += 1
    }
    throw fault("a tag without an end")
  }

  private static func endsName(_ byte: UInt8) -> Bool {
    byte <= 0x20 || [UInt8(ascii: ">"), UInt8(ascii: "/"), UInt8(ascii: "<")].contains(byte)
  }

  private mutating func skipSpace() {
    while position < bytes.count, bytes[position] <= 0x20 { position += 1 }
  }

  private mutating func skip(_ word: StaticString) -> Bool {
    let length = word.utf8CodeUnitCount
    guard position + length <= bytes.count,
      (0..<length).allSatisfy({ bytes[position + $0] == word.utf8Start[$0] })
    else { return false }
    position += length
    return true
  }

  private mutating func skipPast(_ word: StaticString) throws(XMLSyntaxError) {
    while position < bytes.count {
      if skip(word) { return }
      position += 1
    }
    throw fault("no \(word)")
  }

  private func fault(_ reason: String) -> XMLSyntaxError {
    XMLSyntaxError(reason: reason, offset: min(position, bytes.count))
  }
}

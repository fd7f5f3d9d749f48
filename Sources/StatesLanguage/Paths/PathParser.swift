internal import JSONValue

extension JSONPath {
  /// Reads a path from text that is nothing else.
  ///
  /// - Throws: `PathSyntaxError` where the text is not a path.
  init(parsing text: String) throws(PathSyntaxError) {
    var parser = PathParser(text)
    self = try parser.path()
    guard parser.isAtEnd else { throw PathSyntaxError(reason: "unexpected text after the path") }
  }
}

/// A recursive-descent reader of paths and their filters.
struct PathParser {
  /// How deep filters may nest.
  private static let depthLimit = 32
  /// How many steps a path may have.
  private static let stepLimit = 256

  private let bytes: [UInt8]
  private var position = 0
  private var depth = 0

  /// Begins at the start of a text.
  init(_ text: String) { bytes = Array(text.utf8) }

  /// Whether all was read.
  var isAtEnd: Bool { position == bytes.count }

  private var next: UInt8? { position < bytes.count ? bytes[position] : nil }

  private mutating func take(_ text: StaticString) -> Bool {
    let length = text.utf8CodeUnitCount
    guard position + length <= bytes.count,
      (0..<length).allSatisfy({ bytes[position + $0] == text.utf8Start[$0] })
    else { return false }
    position += length
    return true
  }

  private mutating func skipSpace() {
    while next == 0x20 || next == 0x09 { position += 1 }
  }

  private func text(from start: Int) -> String {
    String(decoding: bytes[start..<position], as: UTF8.self)
  }

  /// Reads `$…` or `$$…`.
  mutating func path() throws(PathSyntaxError) -> JSONPath {
    let start = position
    guard take("$") else { throw PathSyntaxError(reason: "a path starts with '$'") }
    let root: JSONPath.Root = take("$") ? .context : .input
    let steps = try steps()
    // `$.` alone is a common way to write `$`.
    if steps.isEmpty { _ = take(".") }
    return JSONPath(text: text(from: start), root: root, steps: steps)
  }

  private mutating func steps() throws(PathSyntaxError) -> [JSONPath.Step] {
    var steps: [JSONPath.Step] = []
    while let byte = next {
      guard steps.count < Self.stepLimit else { throw PathSyntaxError(reason: "too many steps") }
      if byte == UInt8(ascii: "[") {
        position += 1
        steps.append(try bracket())
      } else if take("..") {
        steps.append(.descendants)
        if next != UInt8(ascii: "[") { steps.append(try dotted()) }
      } else if byte == UInt8(ascii: "."), position + 1 < bytes.count {
        position += 1
        steps.append(try dotted())
      } else {
        break
      }
    }
    return steps
  }

  private mutating func dotted() throws(PathSyntaxError) -> JSONPath.Step {
    if take("*") { return .wildcard }
    let start = position
    while let byte = next, !Self.endsName.contains(byte) { position += 1 }
    guard position > start else { throw PathSyntaxError(reason: "a name is missing") }
    let name = text(from: start)
    guard take("(") else { return .name(name) }
    guard take(")"), let function = PathFunction(rawValue: name) else {
      throw PathSyntaxError(reason: "there is no function '\(name)'")
    }
    return .function(function)
  }

  private static let endsName = Set(".[]() \t\n,='\"<>!&|@*?".utf8)

  private mutating func bracket() throws(PathSyntaxError) -> JSONPath.Step {
    skipSpace()
    let step: JSONPath.Step
    switch next {
    case UInt8(ascii: "*"):
      position += 1
      step = .wildcard
    case UInt8(ascii: "'"), UInt8(ascii: "\""):
      let names = try list { parser throws(PathSyntaxError) in try parser.quoted() }
      step = names.count == 1 ? .name(names[0]) : .names(names)
    case UInt8(ascii: "?"):
      position += 1
      skipSpace()
      guard take("(") else { throw PathSyntaxError(reason: "'(' is missing after '?'") }
      step = .filter(try filter())
      guard take(")") else { throw PathSyntaxError(reason: "')' is missing") }
    default: step = try numbers()
    }
    skipSpace()
    guard take("]") else { throw PathSyntaxError(reason: "']' is missing") }
    return step
  }

  private mutating func list<Element>(
    _ element: (inout PathParser) throws(PathSyntaxError) -> Element
  ) throws(PathSyntaxError) -> [Element] {
    var elements: [Element] = []
    repeat {
      skipSpace()
      elements.append(try element(&self))
      skipSpace()
    } while take(",")
    return elements
  }

  private mutating func numbers() throws(PathSyntaxError) -> JSONPath.Step {
    let first = try integer()
    skipSpace()
    if take(":") {
      let to = try integer()
      let by = take(":") ? try integer() ?? 1 : 1
      guard by > 0 else { throw PathSyntaxError(reason: "a slice goes forward") }
      return .slice(from: first, to: to, by: by)
    }
    guard let first else { throw PathSyntaxError(reason: "the brackets are empty") }
    guard take(",") else { return .index(first) }
    let rest = try list { parser throws(PathSyntaxError) in
      guard let number = try parser.integer() else {
        throw PathSyntaxError(reason: "a number is missing")
      }
      return number
    }
    return .indices([first] + rest)
  }

  private mutating func integer() throws(PathSyntaxError) -> Int? {
    skipSpace()
    let start = position
    if next == UInt8(ascii: "-") { position += 1 }
    while let byte = next, byte >= 0x30, byte <= 0x39 { position += 1 }
    guard position > start else { return nil }
    guard let number = Int(text(from: start)), (-(1 << 31)...(1 << 31)).contains(number) else {
      throw PathSyntaxError(reason: "'\(text(from: start))' is no index")
    }
    return number
  }

  /// Reads a name in quotes; a backslash stands for itself except before the closing quote's kind.
  private mutating func quoted() throws(PathSyntaxError) -> String {
    guard let quote = next, quote == UInt8(ascii: "'") || quote == UInt8(ascii: "\"") else {
      throw PathSyntaxError(reason: "a quoted name is missing")
    }
    position += 1
    var name: [UInt8] = []
    while let byte = next {
      position += 1
      if byte == quote { return String(decoding: name, as: UTF8.self) }
      if byte == UInt8(ascii: "\\"), next == quote {
        position += 1
        name.append(quote)
      } else {
        name.append(byte)
      }
    }
    throw PathSyntaxError(reason: "a quote is not closed")
  }
}

// MARK: - Filters

extension PathParser {
  private mutating func filter() throws(PathSyntaxError) -> PathFilter {
    depth += 1
    defer { depth -= 1 }
    guard depth <= Self.depthLimit else { throw PathSyntaxError(reason: "nested too deep") }
    var left = try conjunction()
    while takeAfterSpace("||") { left = .or(left, try conjunction()) }
    return left
  }

  private mutating func takeAfterSpace(_ text: StaticString) -> Bool {
    skipSpace()
    return take(text)
  }

  private mutating func conjunction() throws(PathSyntaxError) -> PathFilter {
    var left = try unary()
    while takeAfterSpace("&&") { left = .and(left, try unary()) }
    return left
  }

  private mutating func unary() throws(PathSyntaxError) -> PathFilter {
    depth += 1
    defer { depth -= 1 }
    guard depth <= Self.depthLimit else { throw PathSyntaxError(reason: "nested too deep") }
    skipSpace()
    if take("!") { return .not(try unary()) }
    if take("(") {
      let inner = try filter()
      guard takeAfterSpace(")") else { throw PathSyntaxError(reason: "')' is missing") }
      return inner
    }
    let left = try operand()
    skipSpace()
    guard let comparison = comparison() else { return .exists(left) }
    return .compare(left, comparison, try operand())
  }

  private mutating func comparison() -> PathFilter.Comparison? {
    if take("==") { return .equal }
    if take("!=") { return .unequal }
    if take("<=") { return .lessOrEqual }
    if take(">=") { return .greaterOrEqual }
    if take("<") { return .less }
    if take(">") { return .greater }
    if take("in ") || take("in[") {
      position -= 1
      return .within
    }
    return nil
  }

  private mutating func operand() throws(PathSyntaxError) -> PathFilter.Operand {
    skipSpace()
    switch next {
    case UInt8(ascii: "@"):
      let start = position
      position += 1
      let steps = try steps()
      return .element(JSONPath(text: text(from: start), root: .input, steps: steps))
    case UInt8(ascii: "$"): return .document(try path())
    default: return .literal(try literal())
    }
  }

  private mutating func literal() throws(PathSyntaxError) -> JSON {
    if next == UInt8(ascii: "'") || next == UInt8(ascii: "\"") { return .string(try quoted()) }
    if take("[") {
      let elements = try list { parser throws(PathSyntaxError) in try parser.scalar() }
      guard takeAfterSpace("]") else { throw PathSyntaxError(reason: "']' is missing") }
      return .array(elements)
    }
    return try scalar()
  }

  private mutating func scalar() throws(PathSyntaxError) -> JSON {
    if next == UInt8(ascii: "'") || next == UInt8(ascii: "\"") { return .string(try quoted()) }
    let start = position
    while let byte = next, !Set(" )]&|,=<>!".utf8).contains(byte) { position += 1 }
    guard let value = try? JSON(parsing: text(from: start)) else {
      throw PathSyntaxError(reason: "'\(text(from: start))' is no value")
    }
    return value
  }
}

internal import JSONValue

/// Where in a JSON line a condition looks: `$.a[0].b`, `$['a.b']`, `$.a[*]`, `$.*`.
struct JSONSelector: Sendable {
  private enum Step: Sendable {
    /// The member of an object that has this name.
    case member(String)
    /// The element of an array, counted from zero.
    case index(Int)
    /// All elements of an array.
    case elements
    /// All members of an object.
    case members
  }

  /// The selector as it is shown.
  private(set) var text = "$"
  /// Whether it may select several places.
  private(set) var hasWildcard = false
  private var steps: [Step] = []

  /// Reads a selector that stands alone and selects one place; `nil` where it is another text.
  init?(_ text: String) {
    var scanner = PatternScanner(text)
    guard let read = try? JSONSelector(&scanner), scanner.isAtEnd, !read.hasWildcard else {
      return nil
    }
    self = read
  }

  /// Reads a selector.
  ///
  /// - Throws: `PatternFault` where it is malformed.
  init(_ scanner: inout PatternScanner) throws(PatternFault) {
    guard scanner.take("$") else { throw .malformed }
    while true {
      if scanner.take("[") {
        try readBrackets(&scanner)
        guard scanner.take("]") else { throw .malformed }
      } else if scanner.take(".") {
        try readName(&scanner)
      } else {
        guard !steps.isEmpty else { throw .malformed }
        return
      }
    }
  }

  /// Reads what stands between brackets: an index, a name in quotes, or a star.
  private mutating func readBrackets(_ scanner: inout PatternScanner) throws(PatternFault) {
    if scanner.peek == "\"" || scanner.peek == "'" {
      let name = try JSONSelector.quotedName(&scanner)
      text += "['\(name)']"
      steps.append(.member(name))
    } else if scanner.take("*") {
      text += "[*]"
      try add(wildcard: .elements)
    } else {
      guard let index = Int(scanner.takeWhile(\.isNumber)) else { throw .malformed }
      text += "[\(index)]"
      steps.append(.index(index))
    }
  }

  /// Reads what stands behind a point: a name, a star, or nothing before brackets.
  private mutating func readName(_ scanner: inout PatternScanner) throws(PatternFault) {
    if scanner.peek == "[" { return }
    if scanner.take("*") {
      text += ".*"
      return try add(wildcard: .members)
    }
    let name = scanner.takeWhile { $0 == "_" || $0 == "-" || $0.isLetter || $0.isNumber }
    guard !name.isEmpty else {
      guard let next = scanner.peek, !next.isWhitespace else { throw .malformed }
      throw .characters("\(text).\(next)")
    }
    text += "." + name
    steps.append(.member(name))
  }

  private mutating func add(wildcard step: Step) throws(PatternFault) {
    guard !hasWildcard else { throw .malformed }
    hasWildcard = true
    steps.append(step)
  }

  private static func quotedName(_ scanner: inout PatternScanner) throws(PatternFault) -> String {
    guard scanner.take("'") else { return try scanner.takeQuoted() }
    let name = scanner.takeWhile { $0 != "'" }
    guard scanner.take("'") else { throw .malformed }
    return name
  }

  /// What is there in a line: at most one node, but where there is a wildcard.
  func nodes(in line: JSON) -> [JSON] {
    guard hasWildcard else { return node(in: line).map { [$0] } ?? [] }
    var nodes = [line]
    for step in steps {
      nodes = nodes.flatMap { node -> [JSON] in
        switch step {
        case .member(let name): node[name].map { [$0] } ?? []
        case .index(let index): node[index].map { [$0] } ?? []
        case .elements: node.array ?? []
        case .members: node.object?.map(\.value) ?? []
        }
      }
    }
    return nodes
  }

  /// What is there in a line, where the selector has no wildcard.
  func node(in line: JSON) -> JSON? {
    var node: JSON? = line
    for step in steps {
      switch step {
      case .member(let name): node = node?[name]
      case .index(let index): node = node?[index]
      case .elements, .members: return nil
      }
    }
    return node
  }

  /// What it selects of a line, as text; `nil` where the line is no JSON or has nothing there.
  func value(in message: String) -> String? {
    JSONPattern.document(message).flatMap { node(in: $0) }.flatMap(JSONPattern.text)
  }
}

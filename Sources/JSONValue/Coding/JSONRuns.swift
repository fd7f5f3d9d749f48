/// Leaves out of a document what the one before it said already.
///
/// Documents that follow each other hold mostly the same: a list of a hundred things of which one is
/// new. Elements of an array that stood in the array of the same place in the document before are
/// written as runs, `{"=":[from,count]}`. Only arrays of what types put together as objects are
/// treated so, and only those that do not lie in another array or in a document of its own.
package struct JSONRuns: Sendable {
  /// The name of the member that makes an object a run; no property of a type can have it.
  static let mark = "="
  private var arrays: [String: [[UInt8]]] = [:]

  /// Begins without a document before.
  package init() {}

  /// Writes a value down in short; the next one will refer to it.
  ///
  /// - Parameter value: the value.
  /// - Returns: the document, with runs in it.
  /// - Throws: what the value's own `encode` throws.
  package mutating func short(_ value: some Encodable) throws -> JSON {
    short(try JSONPart(encoding: value), at: "")
  }

  private mutating func short(_ part: JSONPart, at place: String) -> JSON {
    guard case .node(let node) = part else { return part.json }
    switch node.content {
    case .single(let part): return part.map { short($0, at: place) } ?? .object([:])
    case .members(let members):
      return .object(
        JSONObject(members.map { ($0.key, short($0.part, at: place + "/" + $0.key)) })
      )
    case .elements(let parts):
      let elements = parts.map(\.json)
      if parts.allSatisfy(JSONRuns.isObject) { return short(elements, at: place) }
      arrays[place] = nil
      return .array(elements)
    }
  }

  private static func isObject(_ part: JSONPart) -> Bool {
    guard case .node(let node) = part else { return false }
    switch node.content {
    case .members, .single(nil): return true
    case .single(let part?): return isObject(part)
    case .elements: return false
    }
  }

  private mutating func short(_ elements: [JSON], at place: String) -> JSON {
    let texts = elements.map { $0.bytes() }
    let before = arrays.updateValue(texts, forKey: place) ?? []
    guard !before.isEmpty else { return .array(elements) }
    let places = Dictionary(zip(before, before.indices)) { first, _ in first }
    var written: [JSON] = []
    var run: Range<Int>?
    func end() -> [JSON] { run.map { [JSONRuns.run($0)] } ?? [] }
    for (element, text) in zip(elements, texts) {
      if let known = run, known.upperBound < before.count, before[known.upperBound] == text {
        run = known.lowerBound..<known.upperBound + 1
      } else if let start = places[text] {
        written += end()
        run = start..<start + 1
      } else {
        written += end()
        run = nil
        written.append(element)
      }
    }
    return .array(written + end())
  }

  private static func run(_ range: Range<Int>) -> JSON {
    [mark: [JSON(range.lowerBound), JSON(range.count)]]
  }

  /// The elements that a member of an array stands for, of so many that there were; `nil` where it
  /// stands for itself.
  static func range(of element: JSON, count: Int) -> Range<Int>? {
    guard let object = element.object, object.count == 1, let pair = object[mark]?.array,
      pair.count == 2, let from = pair[0].int, let length = pair[1].int, from >= 0, length >= 0,
      from <= count, length <= count - from
    else { return nil }
    return from..<from + length
  }
}

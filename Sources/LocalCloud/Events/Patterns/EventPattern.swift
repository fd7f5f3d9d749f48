internal import JSONValue

/// An event pattern of EventBridge, read once and tried on many events.
///
/// Source: EventBridge User Guide, "Comparison operators for use in event patterns". A pure value.
struct EventPattern: Sendable {
  /// A pattern on one value.
  indirect enum Node: Sendable {
    /// All of these members must match, and one of the alternatives where there are any.
    case object([(name: String, node: Node)], alternatives: [Node])
    /// One of these must match.
    case leaf([EventMatcher])
  }

  private let root: Node

  /// Reads a pattern from its text.
  ///
  /// - Throws: `CloudError` where it is not valid.
  init(text: String) throws {
    let json: JSON
    do {
      json = try JSON(parsing: text)
    } catch {
      throw EventsError.invalidPattern(error.jacksonWords(in: text))
    }
    try self.init(json)
  }

  /// Reads a pattern.
  ///
  /// - Throws: `CloudError` where it is not valid.
  init(_ pattern: JSON) throws {
    guard let members = pattern.object else {
      throw EventsError.invalidPattern("Filter is not an object")
    }
    root = try EventPattern.object(members)
  }

  private static func object(_ members: JSONObject) throws -> Node {
    guard !members.isEmpty else {
      throw EventsError.invalidPattern("Empty objects are not allowed")
    }
    var nodes: [(String, Node)] = []
    var alternatives: [Node] = []
    for (name, value) in members {
      if name == "$or", let parts = value.array, parts.count > 1,
        parts.allSatisfy({ $0.object?.isEmpty == false })
      {
        alternatives = try parts.map { try object($0.object ?? [:]) }
        continue
      }
      switch value {
      case .object(let inner): nodes.append((name, try object(inner)))
      case .array(let values):
        guard !values.isEmpty else {
          throw EventsError.invalidPattern("Empty arrays are not allowed")
        }
        nodes.append((name, .leaf(try values.map { try EventMatcher($0) })))
      default:
        throw EventsError.invalidPattern("\"\(name)\" must be an object or an array")
      }
    }
    return .object(nodes, alternatives: alternatives)
  }

  /// Whether an event matches.
  func matches(_ event: JSON) -> Bool { EventPattern.holds(root, of: event) }

  private static func holds(_ node: Node, of value: JSON?) -> Bool {
    switch node {
    case .leaf(let matchers):
      return matchers.contains { $0.matches(value) }
    case .object(let nodes, let alternatives):
      // Members of one object in an array must match together, so each element is tried alone.
      if case .array(let elements)? = value {
        return elements.contains { holds(node, of: $0) }
      }
      let members = value?.object
      return nodes.allSatisfy { holds($0.node, named: $0.name, in: members) }
        && (alternatives.isEmpty || alternatives.contains { holds($0, of: value) })
    }
  }

  /// Tries a node on a member; `a.b` and `b` inside `a` are the same place, on either side.
  private static func holds(_ node: Node, named name: String, in members: JSONObject?) -> Bool {
    guard let members else { return holds(node, of: nil) }
    if let value = members[name] { return holds(node, of: value) }
    if let dot = name.firstIndex(of: "."), let outer = members[String(name[..<dot])] {
      let rest = String(name[name.index(after: dot)...])
      return holds(.object([(rest, node)], alternatives: []), of: outer)
    }
    guard case .object = node else { return holds(node, of: nil) }
    let inside = members.compactMap { key, value in
      key.hasPrefix(name + ".") ? (String(key.dropFirst(name.count + 1)), value) : nil
    }
    return holds(node, of: inside.isEmpty ? nil : .object(JSONObject(inside)))
  }
}

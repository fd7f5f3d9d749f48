internal import JSONValue

/// Which parts of an item an answer shows.
struct Projection: Sendable {
  /// The paths.
  let paths: [AttributePath]
  private let tree: Node

  /// A place on the way of the paths.
  private struct Node: Sendable {
    var isWhole = false
    var members: [String: Node] = [:]
    var elements: [Int: Node] = [:]

    mutating func add(_ steps: ArraySlice<AttributePath.Step>) {
      guard let step = steps.first else {
        isWhole = true
        return
      }
      switch step {
      case .member(let name): members[name, default: Node()].add(steps.dropFirst())
      case .index(let index): elements[index, default: Node()].add(steps.dropFirst())
      }
    }
  }

  /// Makes a projection of paths.
  init(paths: [AttributePath]) {
    self.paths = paths
    var root = Node()
    for path in paths { root.add([.member(path.name)] + path.steps) }
    tree = root
  }

  /// The item's parts at the paths, in the shape of the item.
  func apply(to item: JSON) -> JSON { Projection.members(tree, of: item) ?? [:] }

  private static func members(_ node: Node, of map: JSON) -> JSON? {
    var shown = JSONObject()
    for (name, value) in map.object ?? [:] {
      guard let inner = node.members[name], let part = part(inner, of: value) else { continue }
      shown[name] = part
    }
    return shown.isEmpty ? nil : .object(shown)
  }

  private static func part(_ node: Node, of value: JSON) -> JSON? {
    if node.isWhole { return value }
    if let map = value["M"], !node.members.isEmpty {
      return members(node, of: map).map { ["M": $0] }
    }
    guard let list = value["L"]?.array, !node.elements.isEmpty else { return nil }
    let shown = node.elements.keys.sorted().compactMap { index -> JSON? in
      guard list.indices.contains(index), let inner = node.elements[index] else { return nil }
      return part(inner, of: list[index])
    }
    return shown.isEmpty ? nil : ["L": .array(shown)]
  }
}

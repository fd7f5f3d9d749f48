internal import JSONValue

/// The fields of a form as a tree under construction; a field costs the same however many there are.
struct FormTree {
  private struct Node {
    var text: String?
    /// The children's names and places in their order.
    var children: [(name: String, place: Int)] = []
  }

  private struct Edge: Hashable {
    let parent: Int
    let name: Substring
  }

  private var nodes = [Node()]
  private var places: [Edge: Int] = [:]

  /// Puts a text at a path of names; a later one takes the place of an earlier one.
  mutating func put(_ value: String, at path: [Substring]) {
    var place = 0
    for name in path {
      let edge = Edge(parent: place, name: name)
      if let known = places[edge] {
        place = known
      } else {
        nodes.append(Node())
        nodes[place].children.append((String(name), nodes.count - 1))
        place = nodes.count - 1
        places[edge] = place
      }
    }
    nodes[place].text = value
  }

  /// The whole as JSON; as deep as the longest path, which the caller bounds.
  var json: JSON { json(of: 0) }

  private func json(of place: Int) -> JSON {
    let node = nodes[place]
    guard let first = node.children.first else { return .string(node.text ?? "") }
    if node.children.count == 1, first.name == "member" || first.name == "entry",
      isNumbered(first.place)
    {
      return list(of: first.place, isMap: first.name == "entry")
    }
    return isNumbered(place)
      ? list(of: place, isMap: false)
      : .object(JSONObject(node.children.map { ($0.name, json(of: $0.place)) }))
  }

  private func isNumbered(_ place: Int) -> Bool {
    let children = nodes[place].children
    return !children.isEmpty && children.allSatisfy { Int($0.name) != nil }
  }

  private func list(of place: Int, isMap: Bool) -> JSON {
    let elements = nodes[place].children
      .map { (number: Int($0.name) ?? 0, place: $0.place) }
      .sorted { $0.number < $1.number }
      .map { json(of: $0.place) }
    guard isMap else { return .array(elements) }
    return .object(
      JSONObject(
        elements.map { element in
          (
            (element["key"] ?? element["Name"])?.string ?? "",
            element["value"] ?? element["Value"] ?? nil
          )
        }
      )
    )
  }
}

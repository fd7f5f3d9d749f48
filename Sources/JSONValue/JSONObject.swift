internal import OrderedCollections

/// The members of a JSON object, in the order they were written.
package struct JSONObject: Sendable {
  private var members: OrderedDictionary<String, JSON>

  /// Makes an object without members.
  package init() { members = [:] }

  /// Makes an object of `pairs`; of a key that is given twice the last one counts.
  package init(_ pairs: some Sequence<(String, JSON)>) {
    members = OrderedDictionary(pairs, uniquingKeysWith: { _, last in last })
  }

  /// The member called `key`; setting `nil` removes it, a new one goes to the end.
  package subscript(key: String) -> JSON? {
    get { members[key] }
    set { members[key] = newValue }
  }

  /// The names of the members, in order.
  package var keys: [String] { Array(members.keys) }

  /// The values of the members, in order.
  package var values: [JSON] { Array(members.values) }

  /// The object with each value replaced by what `transform` makes of it.
  package func mapValues<Failure: Error>(
    _ transform: (JSON) throws(Failure) -> JSON
  ) throws(Failure) -> JSONObject {
    var copy = JSONObject()
    for (key, value) in self { copy[key] = try transform(value) }
    return copy
  }

  /// The object with the members of `other` put over its own.
  package func merging(_ other: JSONObject) -> JSONObject {
    var copy = self
    for (key, value) in other { copy[key] = value }
    return copy
  }
}

extension JSONObject: Collection {
  /// A position among the members.
  package struct Index: Comparable, Sendable {
    fileprivate let offset: Int

    /// Orders by offset.
    package static func < (left: Index, right: Index) -> Bool { left.offset < right.offset }
  }

  /// The first member's position.
  package var startIndex: Index { Index(offset: 0) }

  /// The position after the last member.
  package var endIndex: Index { Index(offset: members.count) }

  /// The position after `index`.
  package func index(after index: Index) -> Index { Index(offset: index.offset + 1) }

  /// The member at `position`.
  package subscript(position: Index) -> (key: String, value: JSON) {
    let element = members.elements[position.offset]
    return (element.key, element.value)
  }

  /// How many members there are.
  package var count: Int { members.count }
}

extension JSONObject: ExpressibleByDictionaryLiteral {
  /// Makes an object; of a key that is given twice the last one counts.
  package init(dictionaryLiteral elements: (String, JSON)...) { self.init(elements) }
}

extension JSONObject: Hashable {
  /// Compares the members; their order does not count.
  package static func == (left: JSONObject, right: JSONObject) -> Bool {
    left.count == right.count && left.allSatisfy { key, value in right[key] == value }
  }

  /// Feeds what equality looks at into `hasher`.
  package func hash(into hasher: inout Hasher) { hasher.combine(Set(keys)) }
}

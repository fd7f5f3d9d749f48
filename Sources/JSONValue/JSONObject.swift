/// The members of a JSON object, in the order they were written.
///
/// Most objects are small: their members lie in one array that is searched from the front, which for
/// a few keys takes less time than hashing one. Only a large object has an index.
package struct JSONObject: Sendable {
  /// How many members are searched one by one.
  private static let searched = 24

  private struct Member: Sendable {
    let key: String
    var value: JSON
  }

  private var members: [Member]
  /// A member's name; equal to another where its bytes are.
  private struct Name: Hashable {
    let text: String

    static func == (left: Name, right: Name) -> Bool { left.text.isExactly(right.text) }
  }

  /// Where each key is, in an object that has more members than are searched.
  private var places: [Name: Int]?

  /// Makes an object without members.
  package init() { members = [] }

  /// Makes an object of `pairs`; of a key that is given twice the last one counts.
  package init(_ pairs: [(String, JSON)]) {
    members = []
    members.reserveCapacity(pairs.count)
    var traits: UInt64 = 0
    for (key, value) in pairs { add(key, value, traits: &traits) }
  }

  /// Does what setting the member called `key` does, for an object that is made member by member.
  ///
  /// Most new names differ in their trait from all that are there, and need not be looked for.
  ///
  /// - Parameters:
  ///   - key: the member's name.
  ///   - value: its value.
  ///   - traits: the traits of the names so far; 0 for the first one.
  mutating func add(_ key: String, _ value: JSON, traits: inout UInt64) {
    let trait = JSONObject.trait(of: key)
    guard places == nil, traits & trait == 0 else { return self[key] = value }
    traits |= trait
    members.append(Member(key: key, value: value))
    if members.count > JSONObject.searched { index() }
  }

  /// One bit that equal names share and different ones seldom do.
  private static func trait(of key: String) -> UInt64 {
    let bytes = key.utf8
    let ends = (bytes.first ?? 0, bytes.last ?? 0)
    return 1 &<< UInt64((bytes.count &* 5 &+ Int(ends.0) &* 3 &+ Int(ends.1)) & 63)
  }

  /// The member called `key`; setting `nil` removes it, a new one goes to the end.
  package subscript(key: String) -> JSON? {
    get { place(of: key).map { members[$0].value } }
    set {
      switch (place(of: key), newValue) {
      case (let place?, let value?): members[place].value = value
      case (let place?, nil):
        members.remove(at: place)
        if places != nil { index() }
      case (nil, let value?):
        members.append(Member(key: key, value: value))
        if places != nil {
          places?[Name(text: key)] = members.count - 1
        } else if members.count > JSONObject.searched {
          index()
        }
      case (nil, nil): break
      }
    }
  }

  private func place(of key: String) -> Int? {
    if let places { return places[Name(text: key)] }
    let count = key.utf8.count
    return members.indices.first { index in
      members[index].key.utf8.count == count && members[index].key.isExactly(key)
    }
  }

  private mutating func index() {
    guard members.count > JSONObject.searched else {
      places = nil
      return
    }
    places = Dictionary(
      members.enumerated().lazy.map { (Name(text: $1.key), $0) },
      uniquingKeysWith: { first, _ in first }
    )
  }

  /// Sets aside the memory for `count` members.
  package mutating func reserveCapacity(_ count: Int) { members.reserveCapacity(count) }

  /// The names of the members, in order.
  package var keys: [String] { members.map(\.key) }

  /// The values of the members, in order.
  package var values: [JSON] { members.map(\.value) }

  /// The object with each value replaced by what `transform` makes of it.
  package func mapValues<Failure: Error>(
    _ transform: (JSON) throws(Failure) -> JSON
  ) throws(Failure) -> JSONObject {
    var copy = self
    for place in copy.members.indices {
      copy.members[place].value = try transform(members[place].value)
    }
    return copy
  }

  /// The object with the members of `other` put over its own.
  package func merging(_ other: JSONObject) -> JSONObject {
    var copy = self
    copy.members.reserveCapacity(members.count + other.count)
    for member in other.members { copy[member.key] = member.value }
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
    let member = members[position.offset]
    return (member.key, member.value)
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
    left.count == right.count && left.members.allSatisfy { right[$0.key] == $0.value }
  }

  /// Feeds what equality looks at into `hasher`.
  package func hash(into hasher: inout Hasher) { hasher.combine(Set(keys)) }
}

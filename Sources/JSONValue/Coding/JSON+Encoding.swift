extension JSON {
  /// Writes a value down as JSON.
  ///
  /// Numbers that JSON lacks, such as the infinities, become text.
  ///
  /// - Parameter value: the value.
  /// - Throws: what the value's own `encode` throws.
  package init(encoding value: some Encodable) throws {
    self = try JSONPart(encoding: value).json
  }
}

/// A part of a document that is being written.
enum JSONPart {
  /// A document of its own, into which nobody looks.
  case whole(JSON)
  /// What a type put together.
  case node(JSONNode)

  /// Writes a value down.
  init<Value: Encodable>(encoding value: Value) throws {
    switch value {
    case let text as String: self = .whole(.string(text))
    case let number as Int: self = .whole(.number(JSONNumber(number)))
    case let flag as Bool: self = .whole(.bool(flag))
    case let document as JSON: self = .whole(document)
    case let number as Double: self = .whole(JSONPart.exactly(number))
    case let number as any FixedWidthInteger:
      self = .whole(.number(JSONNumber(validated: String(describing: number))))
    default:
      let encoder = JSONEncoding()
      try value.encode(to: encoder)
      self = .node(encoder.node)
    }
  }

  /// A number that reads back as the same; text where JSON has no such number.
  private static func exactly(_ number: Double) -> JSON {
    number.isFinite ? .number(JSONNumber(validated: "\(number)")) : .string("\(number)")
  }

  /// The part as a document.
  var json: JSON {
    switch self {
    case .whole(let document): document
    case .node(let node): node.json
    }
  }
}

/// What a type puts together: a single value, an object or an array.
final class JSONNode {
  /// What is known of it so far.
  enum Content {
    /// A single value; an object without members before anything was written.
    case single(JSONPart?)
    /// The members so far.
    case members([(key: String, part: JSONPart)])
    /// The elements so far.
    case elements([JSONPart])
  }

  /// What is known of it.
  private(set) var content = Content.single(nil)

  /// The node as a document.
  var json: JSON {
    switch content {
    case .single(let part): part?.json ?? .object([:])
    case .members(let members): .object(JSONObject(members.map { ($0.key, $0.part.json) }))
    case .elements(let elements): .array(elements.map(\.json))
    }
  }

  /// Makes it a single value.
  func set(_ part: JSONPart) { content = .single(part) }

  /// Makes it an object, if it is none yet.
  func beginMembers() {
    if case .members = content { return }
    content = .members([])
  }

  /// Makes it an array, if it is none yet.
  func beginElements() {
    if case .elements = content { return }
    content = .elements([])
  }

  /// Adds a member to an object.
  func add(_ part: JSONPart, for key: String) {
    guard case .members(var members) = content else { return }
    content = .single(nil)
    members.append((key, part))
    content = .members(members)
  }

  /// Adds an element to an array.
  func add(_ part: JSONPart) {
    guard case .elements(var elements) = content else { return }
    content = .single(nil)
    elements.append(part)
    content = .elements(elements)
  }

  /// How many elements an array has so far.
  var count: Int { if case .elements(let elements) = content { elements.count } else { 0 } }
}

/// Writes one value into a node.
struct JSONEncoding: Encoder {
  /// Where the value goes.
  var node = JSONNode()
  /// Errors name no place: values of our own do not fail to be written.
  var codingPath: [any CodingKey] { [] }
  /// Nothing is handed to the values.
  var userInfo: [CodingUserInfoKey: Any] { [:] }

  /// Begins an object.
  func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
    node.beginMembers()
    return KeyedEncodingContainer(JSONMembers<Key>(node: node))
  }

  /// Begins an array.
  func unkeyedContainer() -> any UnkeyedEncodingContainer {
    node.beginElements()
    return JSONElements(node: node)
  }

  /// Begins a single value.
  func singleValueContainer() -> any SingleValueEncodingContainer { JSONSingle(node: node) }
}

/// Writes the members of an object.
private struct JSONMembers<Key: CodingKey>: KeyedEncodingContainerProtocol {
  let node: JSONNode
  var codingPath: [any CodingKey] { [] }

  mutating func encodeNil(forKey key: Key) { node.add(.whole(.null), for: key.stringValue) }

  mutating func encode<Value: Encodable>(_ value: Value, forKey key: Key) throws {
    node.add(try JSONPart(encoding: value), for: key.stringValue)
  }

  mutating func nestedContainer<Nested: CodingKey>(
    keyedBy type: Nested.Type,
    forKey key: Key
  ) -> KeyedEncodingContainer<Nested> {
    JSONEncoding(node: added(key.stringValue)).container(keyedBy: type)
  }

  mutating func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
    JSONEncoding(node: added(key.stringValue)).unkeyedContainer()
  }

  mutating func superEncoder() -> any Encoder {
    JSONEncoding(node: added("super"))
  }

  mutating func superEncoder(forKey key: Key) -> any Encoder {
    JSONEncoding(node: added(key.stringValue))
  }

  private func added(_ key: String) -> JSONNode {
    let nested = JSONNode()
    node.add(.node(nested), for: key)
    return nested
  }
}

/// Writes the elements of an array.
private struct JSONElements: UnkeyedEncodingContainer {
  let node: JSONNode
  var codingPath: [any CodingKey] { [] }
  var count: Int { node.count }

  mutating func encodeNil() { node.add(.whole(.null)) }

  mutating func encode<Value: Encodable>(_ value: Value) throws {
    node.add(try JSONPart(encoding: value))
  }

  mutating func nestedContainer<Nested: CodingKey>(
    keyedBy type: Nested.Type
  ) -> KeyedEncodingContainer<Nested> {
    JSONEncoding(node: added()).container(keyedBy: type)
  }

  mutating func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer {
    JSONEncoding(node: added()).unkeyedContainer()
  }

  mutating func superEncoder() -> any Encoder { JSONEncoding(node: added()) }

  private func added() -> JSONNode {
    let nested = JSONNode()
    node.add(.node(nested))
    return nested
  }
}

/// Writes one value.
private struct JSONSingle: SingleValueEncodingContainer {
  let node: JSONNode
  var codingPath: [any CodingKey] { [] }

  mutating func encodeNil() { node.set(.whole(.null)) }

  mutating func encode<Value: Encodable>(_ value: Value) throws {
    node.set(try JSONPart(encoding: value))
  }
}

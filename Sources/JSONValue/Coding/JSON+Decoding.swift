extension JSON {
  /// Reads a value that was written down as JSON.
  ///
  /// - Parameters:
  ///   - type: what it was.
  ///   - memory: what was read before, where documents leave that out (`JSONRuns`).
  /// - Returns: the value.
  /// - Throws: `DecodingError` where it is no such value, and what the value's own `init` throws.
  package func decoded<Value: Decodable>(
    as type: Value.Type,
    memory: JSONMemory? = nil
  ) throws -> Value {
    try JSONDecoding(json: self, place: memory.map { JSONPlace(memory: $0, path: "") })
      .value(of: type)
  }
}

/// What the arrays of the document before held, as values, so that runs of them are not read twice.
///
/// It belongs to one reader; `copy` is for coming back to where it stood.
package final class JSONMemory {
  /// The elements, by the place of their array.
  var arrays: [String: [Any]]

  /// Begins without a document before.
  package init() { arrays = [:] }

  private init(_ arrays: [String: [Any]]) { self.arrays = arrays }

  /// A memory that goes its own way from here.
  package func copy() -> JSONMemory { JSONMemory(arrays) }
}

/// Where a part of a document stands, while it lies in no array.
struct JSONPlace {
  /// What the document before held.
  let memory: JSONMemory
  /// The names that lead there.
  let path: String

  /// The place of a member.
  func member(_ key: String) -> JSONPlace { JSONPlace(memory: memory, path: path + "/" + key) }
}

/// Reads one value.
struct JSONDecoding: Decoder {
  /// The value as it was written.
  let json: JSON
  /// Where it stands; `nil` within arrays, and where nothing is left out.
  var place: JSONPlace?
  /// Errors name no place: a line of a recording is enough to find it.
  var codingPath: [any CodingKey] { [] }
  /// Nothing is handed to the values.
  var userInfo: [CodingUserInfoKey: Any] { [:] }

  /// The value as that type.
  func value<Value: Decodable>(of type: Value.Type) throws -> Value {
    let plain: Any? =
      switch type {
      case is String.Type: json.string
      case is Int.Type: json.int
      case is Bool.Type: json.bool
      case is JSON.Type: json
      case is Double.Type: json.number?.double ?? json.string.flatMap(JSONDecoding.oddNumber)
      case let type as any FixedWidthInteger.Type: JSONDecoding.integer(json.number, type)
      default: try Value(from: self)
      }
    guard let value = plain as? Value else { throw JSONDecoding.mismatch(type) }
    return value
  }

  private static func oddNumber(_ text: String) -> Double? {
    ["inf", "-inf", "nan"].contains(text) ? Double(text) : nil
  }

  private static func integer<Number: FixedWidthInteger>(
    _ number: JSONNumber?,
    _ type: Number.Type
  ) -> Number? {
    number.flatMap { Number($0.text) }
  }

  /// What is said of a value of another type.
  static func mismatch(_ type: Any.Type) -> DecodingError {
    .typeMismatch(type, .init(codingPath: [], debugDescription: "it is no \(type)"))
  }

  /// Reads the members of an object.
  func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
    guard let object = json.object else { throw JSONDecoding.mismatch(JSONObject.self) }
    return KeyedDecodingContainer(JSONMembers<Key>(object: object, place: place))
  }

  /// Reads the elements of an array.
  func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
    guard let elements = json.array else { throw JSONDecoding.mismatch([JSON].self) }
    return JSONElements(elements, place: place)
  }

  /// Reads a single value.
  func singleValueContainer() -> any SingleValueDecodingContainer { JSONSingle(decoding: self) }
}

private struct JSONMembers<Key: CodingKey>: KeyedDecodingContainerProtocol {
  let object: JSONObject
  let place: JSONPlace?
  var codingPath: [any CodingKey] { [] }
  var allKeys: [Key] { object.keys.compactMap { Key(stringValue: $0) } }

  func contains(_ key: Key) -> Bool { object[key.stringValue] != nil }

  func decodeNil(forKey key: Key) throws -> Bool { try decoding(key).json.isNull }

  func decode<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value {
    try decoding(key).value(of: type)
  }

  func decodeIfPresent<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value? {
    guard let json = object[key.stringValue], !json.isNull || type is JSON.Type else { return nil }
    return try decoding(key).value(of: type)
  }

  func nestedContainer<Nested: CodingKey>(
    keyedBy type: Nested.Type,
    forKey key: Key
  ) throws -> KeyedDecodingContainer<Nested> {
    try decoding(key).container(keyedBy: type)
  }

  func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
    try decoding(key).unkeyedContainer()
  }

  func superDecoder() throws -> any Decoder { try decoding("super") }

  func superDecoder(forKey key: Key) throws -> any Decoder { try decoding(key) }

  private func decoding(_ key: Key) throws -> JSONDecoding { try decoding(key.stringValue) }

  private func decoding(_ name: String) throws -> JSONDecoding {
    guard let json = object[name] else {
      throw DecodingError.dataCorrupted(
        .init(codingPath: [], debugDescription: "'\(name)' is missing")
      )
    }
    return JSONDecoding(json: json, place: place?.member(name))
  }
}

private struct JSONElements: UnkeyedDecodingContainer {
  /// An element as it was written, or as it was read before.
  private enum Element {
    case json(JSON)
    case value(Any)
  }

  private let elements: [Element]
  private let place: JSONPlace?
  private var values: [Any] = []
  private(set) var currentIndex = 0
  var codingPath: [any CodingKey] { [] }
  var count: Int? { elements.count }
  var isAtEnd: Bool { currentIndex >= elements.count }

  init(_ written: [JSON], place: JSONPlace?) {
    self.place = place
    let before = place.flatMap { $0.memory.arrays[$0.path] } ?? []
    elements = written.flatMap { json -> [Element] in
      guard place != nil, let range = JSONRuns.range(of: json, count: before.count) else {
        return [.json(json)]
      }
      return before[range].map(Element.value)
    }
    if let place {
      place.memory.arrays[place.path] = elements.isEmpty ? [] : nil
      values.reserveCapacity(elements.count)
    }
  }

  mutating func decodeNil() throws -> Bool {
    guard case .json(let json)? = element, json.isNull else { return false }
    currentIndex += 1
    return true
  }

  mutating func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
    let value: Value
    switch element {
    case .json(let json): value = try JSONDecoding(json: json).value(of: type)
    case .value(let known):
      guard let known = known as? Value else { throw JSONDecoding.mismatch(type) }
      value = known
    case nil: throw JSONDecoding.mismatch(type)
    }
    currentIndex += 1
    if let place {
      values.append(value)
      if isAtEnd { place.memory.arrays[place.path] = values }
    }
    return value
  }

  mutating func nestedContainer<Nested: CodingKey>(
    keyedBy type: Nested.Type
  ) throws -> KeyedDecodingContainer<Nested> {
    try nested().container(keyedBy: type)
  }

  mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer {
    try nested().unkeyedContainer()
  }

  mutating func superDecoder() throws -> any Decoder { try nested() }

  private var element: Element? { isAtEnd ? nil : elements[currentIndex] }

  private mutating func nested() throws -> JSONDecoding {
    guard case .json(let json)? = element else { throw JSONDecoding.mismatch(JSON.self) }
    currentIndex += 1
    return JSONDecoding(json: json)
  }
}

private struct JSONSingle: SingleValueDecodingContainer {
  let decoding: JSONDecoding
  var codingPath: [any CodingKey] { [] }

  func decodeNil() -> Bool { decoding.json.isNull }

  func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
    try decoding.value(of: type)
  }
}

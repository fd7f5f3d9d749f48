internal import JSONValue

/// What of a table's description each call on its items needs.
struct TableSchema: Sendable {
  /// A key attribute.
  struct Key: Hashable, Sendable {
    /// The attribute's name.
    let name: String
    /// `S`, `N` or `B`.
    let type: String
  }

  /// The row id, which no other table is ever given.
  let id: Int64
  /// The name without the ARN around it.
  let name: String
  /// The partition key.
  let hash: Key
  /// The range key; `nil` where a partition is a single item.
  let range: Key?
  /// The table as `DescribeTable` shows it, but for its present size.
  let description: JSON

  /// The key attributes' names.
  var keyNames: [String] { range.map { [hash.name, $0.name] } ?? [hash.name] }

  /// Reads what `CreateTable` stored; `nil` where it has no key.
  init?(id: Int64, description: JSON) {
    guard let name = description["TableName"]?.string else { return nil }
    var types: [String: String] = [:]
    for definition in description["AttributeDefinitions"]?.array ?? [] {
      guard let name = definition["AttributeName"]?.string else { continue }
      types[name] = definition["AttributeType"]?.string
    }
    var keys: [String: Key] = [:]
    for element in description["KeySchema"]?.array ?? [] {
      guard let name = element["AttributeName"]?.string, let kind = element["KeyType"]?.string
      else { continue }
      keys[kind] = Key(name: name, type: types[name] ?? "S")
    }
    guard let hash = keys["HASH"] else { return nil }
    (self.id, self.name, self.description) = (id, name, description)
    self.hash = hash
    range = keys["RANGE"]
  }

  /// The bytes that the item with these attributes is stored under.
  ///
  /// - Throws: `CloudError` where a key attribute is missing, empty or of another type.
  func storageKey(ofItem item: JSON) throws -> StorageKey {
    StorageKey(
      hash: try bytes(hash, item[hash.name]),
      range: try range.map { try bytes($0, item[$0.name]) }
    )
  }

  /// The bytes that a `Key` input names, which must have the key attributes and nothing else.
  ///
  /// - Throws: `CloudError` where it does not match the schema.
  func storageKey(ofKey key: JSON) throws -> StorageKey {
    guard let members = key.object, members.count == keyNames.count,
      keyNames.allSatisfy({ members[$0] != nil })
    else { throw DynamoDBError.keySchemaMismatch }
    for name in [hash] + (range.map { [$0] } ?? []) {
      guard let payload = key[name.name]?[name.type] else { throw DynamoDBError.keySchemaMismatch }
      guard payload != "" else {
        throw DynamoDBError.invalidParameter(
          "The AttributeValue for a key attribute cannot contain an empty "
            + "\(name.type == "B" ? "binary" : "string") value. Key: \(name.name)"
        )
      }
    }
    return try storageKey(ofItem: key)
  }

  /// The key attributes of an item.
  func key(of item: JSON) -> JSON {
    .object(JSONObject(keyNames.compactMap { name in item[name].map { (name, $0) } }))
  }

  /// The sortable bytes of one key attribute.
  ///
  /// - Throws: `CloudError` where it is missing, empty or of another type.
  func bytes(_ key: Key, _ value: JSON?) throws -> [UInt8] {
    guard let value else { throw DynamoDBError.missingKey(key.name) }
    guard let payload = value[key.type]?.string else {
      throw DynamoDBError.keyTypeMismatch(
        key.name,
        expected: key.type,
        actual: value.object?.keys.first ?? "NULL"
      )
    }
    guard !payload.isEmpty else { throw DynamoDBError.emptyKey(key.name, type: key.type) }
    switch key.type {
    case "N": return try DecimalNumber(wire: payload).sortKey
    case "B": return try checkedSize(key, try Base64Text.bytes(payload))
    default: return try checkedSize(key, Array(payload.utf8))
    }
  }

  private func checkedSize(_ key: Key, _ bytes: [UInt8]) throws -> [UInt8] {
    let limit = key == hash ? 2048 : 1024
    guard bytes.count <= limit else {
      throw DynamoDBError.invalidParameter(
        key == hash
          ? "Size of hashkey has exceeded the maximum size limit of2048 bytes"
          : "Aggregated size of all range keys has exceeded the size limit of 1024 bytes"
      )
    }
    return bytes
  }

  /// Refuses paths that lead into a key attribute, which has no inside.
  ///
  /// - Throws: `CloudError` that names the key.
  func checkNesting(_ paths: [AttributePath]) throws {
    for name in keyNames {
      guard paths.contains(where: { $0.name == name && !$0.steps.isEmpty }) else { continue }
      throw DynamoDBError.validation(
        "Key attributes must be scalars; list random access '[]' and map lookup '.' are not "
          + "allowed: Key: \(name)"
      )
    }
  }
}

/// The bytes that an item is stored under; they sort as DynamoDB sorts.
struct StorageKey: Hashable, Sendable {
  /// The partition key in its sortable form.
  let hash: [UInt8]
  /// The range key in its sortable form; `nil` where the table has none.
  let range: [UInt8]?
}

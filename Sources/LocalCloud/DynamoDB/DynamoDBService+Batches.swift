internal import GRDB
internal import JSONValue

extension DynamoDBService {
  /// Reads up to 100 items of several tables.
  func batchGetItem(_ input: CallInput) async throws -> JSON {
    let requests = try required(input, "RequestItems").object ?? [:]
    let count = requests.values.reduce(0) { $0 + ($1["Keys"]?.array?.count ?? 0) }
    guard (1...100).contains(count) else {
      throw DynamoDBError.validation("Too many items requested for the BatchGetItem call")
    }
    var responses = JSONObject()
    for (name, request) in requests {
      let table = try tables.table(name)
      let part = CallInput(request)
      var names = ExpressionNames(part)
      let projection = try names.projection(part)
      let keys = try part.list("Keys").map { try table.storageKey(ofKey: $0) }
      guard Set(keys).count == keys.count else {
        throw DynamoDBError.validation("Provided list of item keys contains duplicates")
      }
      let items = try await database.read { db in
        try keys.compactMap { try ItemStore.item($0, of: table, in: db) }
      }
      responses[name] = .array(items.map { projection?.apply(to: $0) ?? $0 })
    }
    return ["Responses": .object(responses), "UnprocessedKeys": [:]]
  }

  fileprivate enum BatchWrite: Sendable {
    case put(TableSchema, StorageKey, JSON)
    case delete(TableSchema, StorageKey)
  }

  /// Writes and removes up to 25 items of several tables.
  func batchWriteItem(_ input: CallInput) async throws -> JSON {
    let requests = try required(input, "RequestItems").object ?? [:]
    let count = requests.values.reduce(0) { $0 + ($1.array?.count ?? 0) }
    guard (1...25).contains(count) else {
      throw DynamoDBError.validation("Too many items requested for the BatchWriteItem call")
    }
    var writes: [BatchWrite] = []
    for (name, list) in requests {
      let table = try tables.table(name)
      var seen: Set<StorageKey> = []
      for request in list.array ?? [] {
        let write = try BatchWrite(request, table)
        guard seen.insert(write.key).inserted else {
          throw DynamoDBError.validation("Provided list of item keys contains duplicates")
        }
        writes.append(write)
      }
    }
    let all = writes
    try await database.write { db in
      for write in all {
        switch write {
        case .put(let table, let key, let item):
          try ItemStore.put(item, key, of: table, in: db)
        case .delete(let table, let key): try ItemStore.remove(key, of: table, in: db)
        }
      }
    }
    return ["UnprocessedItems": [:]]
  }
}

extension DynamoDBService.BatchWrite {
  fileprivate var key: StorageKey {
    switch self {
    case .put(_, let key, _), .delete(_, let key): key
    }
  }

  fileprivate init(_ request: JSON, _ table: TableSchema) throws {
    if let item = request["PutRequest"]?["Item"] {
      try AttributeValue.validate(item: item)
      self = .put(table, try table.storageKey(ofItem: item), item)
    } else if let key = request["DeleteRequest"]?["Key"] {
      self = .delete(table, try table.storageKey(ofKey: key))
    } else {
      throw DynamoDBError.validation(
        "Supplied AttributeValue has more than one datatypes set, must contain exactly one of "
          + "the supported datatypes"
      )
    }
  }
}

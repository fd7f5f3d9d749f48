internal import JSONValue

/// Where in an item an expression points: `a.b[2].c`.
struct AttributePath: Hashable, Sendable {
  /// One step below the item's top.
  enum Step: Hashable, Sendable {
    case member(String)
    case index(Int)
  }

  /// The attribute.
  let name: String
  /// The way into its value.
  let steps: [Step]

  /// The value there; `nil` where there is none.
  func value(in item: JSON) -> JSON? {
    var value = item[name]
    for step in steps {
      switch step {
      case .member(let name): value = value?["M"]?[name]
      case .index(let index): value = value?["L"]?[index]
      }
    }
    return value
  }

  /// The item with `new` at the path; `nil` removes what is there.
  ///
  /// - Throws: `CloudError` where the way there does not exist.
  func setting(_ new: JSON?, in item: JSON) throws -> JSON {
    var copy = item
    guard !steps.isEmpty else {
      copy[name] = new
      return copy
    }
    guard let value = item[name] else {
      if new == nil { return item }
      throw AttributePath.isMissing
    }
    copy[name] = try AttributePath.setting(new, steps[...], in: value)
    return copy
  }

  private static let isMissing = DynamoDBError.validation(
    "The document path provided in the update expression is invalid for update"
  )

  private static func setting(_ new: JSON?, _ steps: ArraySlice<Step>, in value: JSON) throws
    -> JSON
  {
    guard let step = steps.first else { return new ?? value }
    let rest = steps.dropFirst()
    switch step {
    case .member(let name):
      guard var members = value["M"] else { throw isMissing }
      if rest.isEmpty {
        members[name] = new
      } else {
        guard let inner = members[name] else { throw isMissing }
        members[name] = try setting(new, rest, in: inner)
      }
      return ["M": members]
    case .index(let index):
      guard var values = value["L"]?.array else { throw isMissing }
      if rest.isEmpty {
        if let new {
          if index < values.count { values[index] = new } else { values.append(new) }
        } else if index < values.count {
          values.remove(at: index)
        }
      } else {
        guard index < values.count else { throw isMissing }
        values[index] = try setting(new, rest, in: values[index])
      }
      return ["L": .array(values)]
    }
  }
}

/// Which parts of an item an answer shows.
struct Projection: Sendable {
  /// The paths.
  let paths: [AttributePath]

  /// The item's parts at the paths, in the shape of the item.
  func apply(to item: JSON) -> JSON {
    paths.reduce([:]) { shown, path in
      guard let value = path.value(in: item) else { return shown }
      return Projection.insert(value, path, into: shown)
    }
  }

  private static func insert(_ value: JSON, _ path: AttributePath, into item: JSON) -> JSON {
    var copy = item
    copy[path.name] = insert(value, path.steps[...], into: item[path.name])
    return copy
  }

  private static func insert(
    _ value: JSON,
    _ steps: ArraySlice<AttributePath.Step>,
    into old: JSON?
  ) -> JSON {
    guard let step = steps.first else { return value }
    switch step {
    case .member(let name):
      var members = old?["M"] ?? [:]
      members[name] = insert(value, steps.dropFirst(), into: members[name])
      return ["M": members]
    case .index:
      return ["L": .array((old?["L"]?.array ?? []) + [insert(value, steps.dropFirst(), into: nil)])]
    }
  }
}

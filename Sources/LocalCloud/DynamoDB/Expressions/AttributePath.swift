internal import JSONValue

/// Where in an item an expression points: `a.b[2].c`.
struct AttributePath: Hashable, Sendable {
  /// One step below the item's top.
  enum Step: Hashable, Sendable {
    /// The member of a map that has this name.
    case member(String)
    /// The element of a list, counted from zero.
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

extension AttributePath: CustomStringConvertible {
  /// The path as refusals show it, such as `[a, b, [2]]`.
  var description: String {
    let parts = steps.map { step in
      switch step {
      case .member(let name): name
      case .index(let index): "[\(index)]"
      }
    }
    return "[\(([name] + parts).joined(separator: ", "))]"
  }

  /// Refuses paths of which one lies on the way of another, or that see the same place as a map and
  /// as a list.
  ///
  /// - Throws: `CloudError` that names two of them.
  static func checkDistinct(_ paths: [AttributePath], kind: String) throws {
    for (index, second) in paths.enumerated() {
      for first in paths[..<index] where first.name == second.name {
        guard let fault = clash(first.steps, second.steps) else { continue }
        throw DynamoDBError.invalid(
          kind,
          "Two document paths \(fault) with each other; must remove or rewrite one of these paths; "
            + "path one: \(first), path two: \(second)"
        )
      }
    }
  }

  private static func clash(_ first: [Step], _ second: [Step]) -> String? {
    for (a, b) in zip(first, second) where a != b {
      switch (a, b) {
      case (.member, .index), (.index, .member): return "conflict"
      default: return nil
      }
    }
    return "overlap"
  }
}

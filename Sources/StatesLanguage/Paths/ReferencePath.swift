internal import JSONValue

/// A path that names one place, where a result can be put.
struct ReferencePath: Hashable, Sendable {
  /// The path as it was written.
  let text: String
  private let steps: [JSONPath.Step]

  /// Takes a path of names and indices.
  ///
  /// - Throws: `PathSyntaxError` where `path` may name several places or starts from the context.
  init(_ path: JSONPath) throws(PathSyntaxError) {
    guard path.root == .input else {
      throw PathSyntaxError(reason: "a Reference Path cannot start from the context object")
    }
    for step in path.steps {
      switch step {
      case .name: continue
      case .index(let index) where index >= 0: continue
      default:
        throw PathSyntaxError(reason: "a Reference Path can only name a single node")
      }
    }
    text = path.text
    steps = path.steps
  }

  /// Takes the path to the whole, `$`.
  init() {
    text = "$"
    steps = []
  }

  /// `document` with `value` put where the path points; missing objects on the way are made.
  ///
  /// - Throws: `PathFault` where there is something else than an object or a long enough array.
  func put(_ value: JSON, into document: JSON) throws(PathFault) -> JSON {
    try Self.put(value, at: steps[...], into: document)
  }

  private static func put(
    _ value: JSON,
    at steps: ArraySlice<JSONPath.Step>,
    into target: JSON?
  ) throws(PathFault) -> JSON {
    guard let step = steps.first else { return value }
    switch (step, target) {
    case (.name(let name), .object(var members)):
      members[name] = try put(value, at: steps.dropFirst(), into: members[name])
      return .object(members)
    case (.name(let name), nil):
      return .object([name: try put(value, at: steps.dropFirst(), into: nil)])
    case (.index(let index), .array(var elements)) where index < elements.count:
      elements[index] = try put(value, at: steps.dropFirst(), into: elements[index])
      return .array(elements)
    default: throw PathFault(reason: "the path leads through something that cannot hold it")
    }
  }
}

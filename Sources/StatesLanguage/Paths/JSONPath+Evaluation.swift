internal import JSONValue

extension JSONPath {
  /// How many values an indefinite path may find.
  private static let resultLimit = 100_000

  /// What the path finds in `document`: the one value of a definite path, else an array.
  ///
  /// - Throws: `PathFault` where a definite path leads nowhere.
  func value(in document: JSON) throws(PathFault) -> JSON {
    if isDefinite { return try definiteValue(in: document) }
    var found = [document]
    for (index, step) in steps.enumerated() {
      if case .function(let function) = step { return try Self.apply(function, to: .array(found)) }
      var next: [JSON] = []
      for value in found {
        Self.take(step, of: value, document: document, into: &next)
        guard next.count <= Self.resultLimit else {
          throw PathFault(
            reason: "More than \(Self.resultLimit) results for path: \(spelled(index))"
          )
        }
      }
      found = next
    }
    return .array(found)
  }

  private func definiteValue(in document: JSON) throws(PathFault) -> JSON {
    var value = document
    for (index, step) in steps.enumerated() {
      switch step {
      case .name(let name):
        guard case .object(let members) = value else {
          throw PathFault(
            reason: "Expected to find an object with property ['\(name)'] in path "
              + "\(spelled(index)) but found '\(value.kindName)'."
          )
        }
        guard let member = members[name] else { throw missing(index) }
        value = member
      case .index(let place):
        guard case .array(let elements) = value else {
          throw PathFault(
            reason: "Expected to find an array in path \(spelled(index)) but found "
              + "'\(value.kindName)'."
          )
        }
        let offset = place < 0 ? elements.count + place : place
        guard elements.indices.contains(offset) else { throw missing(index) }
        value = elements[offset]
      case .function(let function): value = try Self.apply(function, to: value)
      default: throw missing(index)
      }
    }
    return value
  }

  private func missing(_ index: Int) -> PathFault {
    let what = index == steps.count - 1 ? "No results for path:" : "Missing property in path"
    return PathFault(reason: "\(what) \(spelled(index + 1))")
  }

  /// The first `count` steps in brackets, such as `$['a'][0]`.
  private func spelled(_ count: Int) -> String {
    steps.prefix(count).reduce(into: "$") { text, step in
      switch step {
      case .name(let name): text += "['\(name)']"
      case .index(let index): text += "[\(index)]"
      case .wildcard: text += "[*]"
      case .descendants: text += ".."
      default: text += "[…]"
      }
    }
  }

  private static func take(
    _ step: Step,
    of value: JSON,
    document: JSON,
    into found: inout [JSON]
  ) {
    switch step {
    case .name(let name): if let member = value[name] { found.append(member) }
    case .names(let names): found += names.compactMap { value[$0] }
    case .index(let index): found += element(index, of: value)
    case .indices(let indices): found += indices.flatMap { element($0, of: value) }
    case .slice(let from, let to, let by):
      if let elements = value.array { found += slice(elements, from: from, to: to, by: by) }
    case .wildcard: found += value.children
    case .descendants: collect(value, into: &found)
    case .filter(let filter):
      let candidates = value.array ?? [value]
      found += candidates.filter { filter.accepts($0, in: document) }
    case .function: break
    }
  }

  private static func element(_ index: Int, of value: JSON) -> [JSON] {
    guard let elements = value.array else { return [] }
    let offset = index < 0 ? elements.count + index : index
    return elements.indices.contains(offset) ? [elements[offset]] : []
  }

  private static func slice(_ elements: [JSON], from: Int?, to: Int?, by: Int) -> [JSON] {
    let count = elements.count
    func bound(_ value: Int) -> Int { min(max(value < 0 ? count + value : value, 0), count) }
    return stride(from: bound(from ?? 0), to: bound(to ?? count), by: by).map { elements[$0] }
  }

  /// Walks without recursion, so that a deep document cannot exhaust the stack.
  private static func collect(_ value: JSON, into found: inout [JSON]) {
    var pending = [value]
    while let next = pending.popLast(), found.count <= resultLimit {
      found.append(next)
      pending += next.children.reversed()
    }
  }

  private static func apply(_ function: PathFunction, to value: JSON) throws(PathFault) -> JSON {
    if function == .length {
      switch value {
      case .array(let elements): return .number(JSONNumber(elements.count))
      case .object(let members): return .number(JSONNumber(members.count))
      case .string(let text): return .number(JSONNumber(text.utf16.count))
      default: throw PathFault(reason: "length() needs an array, an object or a string")
      }
    }
    let numbers = value.children.compactMap(\.number)
    guard let first = numbers.first else {
      throw PathFault(reason: "Aggregation function attempted to calculate value using empty array")
    }
    let sum = numbers.reduce(0) { $0 + $1.double }
    switch function {
    case .min: return .number(numbers.min() ?? first)
    case .max: return .number(numbers.max() ?? first)
    case .avg: return .number(JSONNumber(sum / Double(numbers.count)))
    default: return .number(JSONNumber(sum))
    }
  }
}

extension JSON {
  /// The elements of an array or the values of an object.
  var children: [JSON] {
    switch self {
    case .array(let elements): elements
    case .object(let members): members.values
    default: []
    }
  }

  /// What kind of value this is, in one word.
  var kindName: String {
    switch self {
    case .null: "null"
    case .bool: "boolean"
    case .number: "number"
    case .string: "string"
    case .array: "array"
    case .object: "object"
    }
  }
}

internal import JSONValue

/// Works out intrinsic functions, conditions and pseudo parameters.
struct IntrinsicResolver {
  /// The account, region and partition of the pseudo parameters.
  let identity: CloudIdentity
  /// What `AWS::StackName` stands for.
  let stackName: String
  /// The values of the template's parameters, by name.
  let parameters: [String: JSON]
  /// The conditions as they are written, by name.
  let conditions: [String: TemplateNode]
  /// The section that `Fn::FindInMap` looks in; `nil` where the template has none.
  let mappings: TemplateNode?
  /// The resources whose names are already known, by logical id.
  var resources: [String: PhysicalResource] = [:]
  /// The resources that their conditions leave out.
  var absent: Set<String> = []
  /// The conditions that are being worked out, of which none may be asked for again.
  var underWay: Set<String> = []

  /// The value of `node`; `nil` where it is `AWS::NoValue`.
  ///
  /// - Throws: `TemplateError` with the function and its line.
  func value(of node: TemplateNode) throws -> JSON? {
    switch node.content {
    case .scalar(let value): return value
    case .list(let nodes): return .array(try nodes.compactMap { try value(of: $0) })
    case .map(let pairs):
      var members = JSONObject()
      for (key, child) in pairs { members[key] = try value(of: child) }
      return .object(members)
    case .call(let function, let argument):
      return try call(function, argument, line: node.line)
    }
  }

  private func call(_ function: String, _ argument: TemplateNode, line: Int) throws -> JSON? {
    switch function {
    case "Ref": return try reference(try name(argument, function, line), line)
    case "Fn::GetAtt": return try attribute(argument, line)
    case "Fn::Sub": return .string(try substitution(argument, line))
    case "Fn::Join": return .string(try joined(argument, line))
    case "Fn::If": return try choice(argument, line)
    case "Fn::Select": return try selection(argument, line)
    case "Fn::Split": return try split(argument, line)
    case "Fn::FindInMap": return try mapped(argument, line)
    case "Condition": return .bool(try condition(try name(argument, function, line), line))
    case "Fn::Equals", "Fn::Not", "Fn::And", "Fn::Or":
      return .bool(try truth(function, argument, line))
    default: throw TemplateError("the function \(function) is not supported", line: line)
    }
  }

  private func name(_ node: TemplateNode, _ function: String, _ line: Int) throws -> String {
    guard let name = node.text else {
      throw TemplateError("\(function) needs a name", line: line)
    }
    return name
  }

  private func reference(_ name: String, _ line: Int) throws -> JSON? {
    switch name {
    case "AWS::NoValue": return nil
    case "AWS::Region": return .string(identity.region)
    case "AWS::AccountId": return .string(identity.accountID)
    case "AWS::Partition": return .string(identity.partition)
    case "AWS::URLSuffix": return "amazonaws.com"
    case "AWS::StackName": return .string(stackName)
    case "AWS::StackId":
      return .string(StackApplier.stackID(of: identity))
    case "AWS::NotificationARNs": return []
    default:
      if let value = parameters[name] { return value }
      return .string(try resource(name, "Ref", line).reference)
    }
  }

  private func resource(
    _ logicalID: String,
    _ function: String,
    _ line: Int
  ) throws -> PhysicalResource {
    if let resource = resources[logicalID] { return resource }
    throw TemplateError(
      absent.contains(logicalID)
        ? "\(function) names \(logicalID), which its condition leaves out"
        : "\(function) names \(logicalID), which is neither a resource nor a parameter",
      line: line
    )
  }

  private func attribute(_ argument: TemplateNode, _ line: Int) throws -> JSON {
    let parts: [String]
    if let list = argument.elements {
      parts = list.compactMap(\.text)
    } else {
      let text = argument.text ?? ""
      let dot = text.firstIndex(of: ".") ?? text.endIndex
      parts = [String(text[..<dot]), String(text[dot...].dropFirst())]
    }
    guard parts.count == 2, !parts[1].isEmpty else {
      throw TemplateError("Fn::GetAtt needs a resource and an attribute", line: line)
    }
    return .string(try attribute(parts[1], of: parts[0], "Fn::GetAtt", line))
  }

  private func attribute(
    _ name: String,
    of logicalID: String,
    _ function: String,
    _ line: Int
  ) throws -> String {
    let resource = try resource(logicalID, function, line)
    guard let value = resource.attributes[name] else {
      throw TemplateError(
        "\(function): \(resource.type) \(logicalID) has no attribute \(name)",
        line: line
      )
    }
    return value
  }

  private func substitution(_ argument: TemplateNode, _ line: Int) throws -> String {
    let text = argument.text ?? argument.elements?.first?.text
    guard let text else { throw TemplateError("Fn::Sub needs text", line: line) }
    let own = argument.elements?.dropFirst().first?.members ?? []
    var out = ""
    var rest = text[...]
    while let start = rest.firstRange(of: "${") {
      out += rest[..<start.lowerBound]
      guard let end = rest[start.upperBound...].firstIndex(of: "}") else {
        throw TemplateError("Fn::Sub: '${' without '}'", line: line)
      }
      let name = String(rest[start.upperBound..<end])
      rest = rest[rest.index(after: end)...]
      if name.hasPrefix("!") {
        out += "${\(name.dropFirst())}"
      } else if let value = own.first(where: { $0.key == name })?.value {
        out += try resolvedText(value, "Fn::Sub", line)
      } else if let dot = name.firstIndex(of: "."), resources[String(name[..<dot])] != nil {
        out += try attribute(
          String(name[name.index(after: dot)...]),
          of: String(name[..<dot]),
          "Fn::Sub",
          line
        )
      } else {
        out += try plainText(of: try reference(name, line), "Fn::Sub", line)
      }
    }
    return out + rest
  }

  private func resolvedText(_ node: TemplateNode, _ function: String, _ line: Int) throws -> String
  {
    try plainText(of: try value(of: node), function, line)
  }

  private func plainText(of value: JSON?, _ function: String, _ line: Int) throws -> String {
    switch value {
    case .string(let text): return text
    case .number, .bool: return value?.text() ?? ""
    default: throw TemplateError("\(function) needs text", line: line)
    }
  }

  private func arguments(
    _ node: TemplateNode,
    _ count: Int,
    _ function: String,
    _ line: Int
  ) throws -> [TemplateNode] {
    guard let elements = node.elements, elements.count == count else {
      throw TemplateError("\(function) needs a list of \(count)", line: line)
    }
    return elements
  }

  private func list(_ node: TemplateNode, _ function: String, _ line: Int) throws -> [JSON] {
    guard let list = try value(of: node)?.array else {
      throw TemplateError("\(function) needs a list", line: line)
    }
    return list
  }

  private func joined(_ node: TemplateNode, _ line: Int) throws -> String {
    let parts = try arguments(node, 2, "Fn::Join", line)
    return try list(parts[1], "Fn::Join", line)
      .map { try plainText(of: $0, "Fn::Join", line) }
      .joined(separator: try resolvedText(parts[0], "Fn::Join", line))
  }

  private func choice(_ node: TemplateNode, _ line: Int) throws -> JSON? {
    let parts = try arguments(node, 3, "Fn::If", line)
    let isTrue = try condition(try name(parts[0], "Fn::If", line), line)
    return try value(of: parts[isTrue ? 1 : 2])
  }

  private func selection(_ node: TemplateNode, _ line: Int) throws -> JSON {
    let parts = try arguments(node, 2, "Fn::Select", line)
    let values = try list(parts[1], "Fn::Select", line)
    guard let index = Int(try resolvedText(parts[0], "Fn::Select", line)),
      values.indices.contains(index)
    else { throw TemplateError("Fn::Select: no such element", line: line) }
    return values[index]
  }

  private func split(_ node: TemplateNode, _ line: Int) throws -> JSON {
    let parts = try arguments(node, 2, "Fn::Split", line)
    let separator = try resolvedText(parts[0], "Fn::Split", line)
    let text = try resolvedText(parts[1], "Fn::Split", line)
    guard !separator.isEmpty else { throw TemplateError("Fn::Split: no separator", line: line) }
    return .array(
      text.split(separator: separator, omittingEmptySubsequences: false).map {
        .string(String($0))
      }
    )
  }

  private func mapped(_ node: TemplateNode, _ line: Int) throws -> JSON {
    let keys = try arguments(node, 3, "Fn::FindInMap", line)
      .map { try resolvedText($0, "Fn::FindInMap", line) }
    guard let found = mappings?[keys[0]]?[keys[1]]?[keys[2]]?.literal else {
      throw TemplateError(
        "Fn::FindInMap: nothing at \(keys.joined(separator: "."))",
        line: line
      )
    }
    return found
  }
}

extension IntrinsicResolver {
  /// Whether the condition called `name` holds.
  ///
  /// - Throws: `TemplateError` where there is none, or it refers to itself.
  func condition(_ name: String, _ line: Int) throws -> Bool {
    guard let node = conditions[name] else {
      throw TemplateError("there is no condition \(name)", line: line)
    }
    guard !underWay.contains(name) else {
      throw TemplateError("condition \(name) refers to itself", line: line)
    }
    guard case .call(let function, let argument) = node.content else {
      throw TemplateError("condition \(name) is not a function", line: node.line)
    }
    var inner = self
    inner.underWay.insert(name)
    if function == "Condition" { return try inner.condition(argument.text ?? "", node.line) }
    return try inner.truth(function, argument, node.line)
  }

  private func truth(_ function: String, _ argument: TemplateNode, _ line: Int) throws -> Bool {
    guard let parts = argument.elements else {
      throw TemplateError("\(function) needs a list", line: line)
    }
    switch (function, parts.count) {
    case ("Fn::Equals", 2):
      return try value(of: parts[0])?.comparable == value(of: parts[1])?.comparable
    case ("Fn::Not", 1): return try !truth(of: parts[0])
    case ("Fn::And", 2...10): return try parts.allSatisfy { try truth(of: $0) }
    case ("Fn::Or", 2...10): return try parts.contains { try truth(of: $0) }
    default: throw TemplateError("\(function) has \(parts.count) arguments", line: line)
    }
  }

  private func truth(of node: TemplateNode) throws -> Bool {
    guard case .call(let function, let argument) = node.content else {
      throw TemplateError("a condition needs a function here", line: node.line)
    }
    if function == "Condition" { return try condition(argument.text ?? "", node.line) }
    return try truth(function, argument, node.line)
  }
}

extension JSON {
  /// The value as `Fn::Equals` compares it: scalars by their text.
  fileprivate var comparable: JSON {
    switch self {
    case .number, .bool: .string(text())
    default: self
    }
  }
}

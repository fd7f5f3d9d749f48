internal import JSONValue
internal import Yams

/// A piece of a template as it is written, intrinsic functions not yet resolved.
struct TemplateNode: Sendable {
  /// What stands there.
  indirect enum Content: Sendable {
    /// A text, a number, a truth value or null.
    case scalar(JSON)
    /// A sequence.
    case list([TemplateNode])
    /// A mapping, in the order it is written in.
    case map([(key: String, value: TemplateNode)])
    /// An intrinsic function, such as `Fn::Sub`, and its argument.
    case call(String, TemplateNode)
  }

  /// The line it starts at, counted from 1; 0 where that is not known.
  let line: Int
  /// What stands there.
  let content: Content
}

extension TemplateNode {
  /// Reads a YAML or JSON document.
  ///
  /// - Throws: `TemplateError` with the line of the fault.
  init(yaml: String) throws {
    do {
      guard let node = try Yams.compose(yaml: yaml, .basic) else {
        throw TemplateError("the template is empty")
      }
      self = try TemplateNode(node)
    } catch let error as YamlError {
      throw TemplateError("not YAML: \(error)", line: TemplateNode.line(of: error))
    }
  }

  private init(_ node: Node) throws {
    line = node.mark?.line ?? 0
    let function = TemplateNode.function(tag: node.tag.description)
    let plain: Content
    switch node {
    case .scalar(let scalar):
      plain = .scalar(TemplateNode.value(of: scalar, isTagged: function != nil))
    case .sequence(let nodes):
      plain = .list(try nodes.map { try TemplateNode($0) })
    case .mapping(let pairs):
      plain = TemplateNode.callOrMap(
        try pairs.map { key, value in
          guard let name = key.scalar?.string else {
            throw TemplateError("a key is not text", line: key.mark?.line)
          }
          return (name, try TemplateNode(value))
        }
      )
    case .alias:
      throw TemplateError("aliases are not part of templates", line: node.mark?.line)
    }
    if let function {
      content = .call(function, TemplateNode(line: line, content: plain))
    } else {
      content = plain
    }
  }

  /// `{"Ref": x}` and `{"Fn::Sub": x}` are calls; other maps are themselves.
  private static func callOrMap(_ pairs: [(key: String, value: TemplateNode)]) -> Content {
    if pairs.count == 1, let only = pairs.first,
      only.key == "Ref" || only.key == "Condition" || only.key.hasPrefix("Fn::")
    {
      return .call(only.key, only.value)
    }
    return .map(pairs)
  }

  /// The long name of a short form: `!Ref` is `Ref`, `!Sub` is `Fn::Sub`.
  private static func function(tag: String) -> String? {
    guard tag.hasPrefix("!"), tag.count > 1 else { return nil }
    let name = String(tag.dropFirst())
    return name == "Ref" || name == "Condition" ? name : "Fn::\(name)"
  }

  /// Plain words and numbers as CloudFormation reads them; all that is quoted is text.
  private static func value(of scalar: Node.Scalar, isTagged: Bool) -> JSON {
    guard scalar.style == .plain || scalar.style == .any, !isTagged else {
      return .string(scalar.string)
    }
    switch scalar.string {
    case "true", "True", "TRUE": return true
    case "false", "False", "FALSE": return false
    case "", "~", "null": return nil
    case let text:
      if let whole = Int(text), !text.hasPrefix("+"), text == "0" || !text.hasPrefix("0") {
        return .number(JSONNumber(whole))
      }
      if text.contains("."), let number = Double(text) { return .number(JSONNumber(number)) }
      return .string(text)
    }
  }

  private static func line(of error: YamlError) -> Int? {
    switch error {
    case .scanner(_, _, let mark, _), .parser(_, _, let mark, _), .composer(_, _, let mark, _):
      mark.line
    default: nil
    }
  }
}

extension TemplateNode {
  /// The members, where this is a map; a `Condition` that stands alone is one as well.
  var members: [(key: String, value: TemplateNode)]? {
    switch content {
    case .map(let pairs): pairs
    case .call("Condition", let value): [("Condition", value)]
    default: nil
    }
  }

  /// The member called `key`.
  subscript(key: String) -> TemplateNode? {
    members?.first { $0.key == key }?.value
  }

  /// The text, where this is text.
  var text: String? {
    if case .scalar(let value) = content { value.string } else { nil }
  }

  /// The elements, where this is a list.
  var elements: [TemplateNode]? {
    if case .list(let nodes) = content { nodes } else { nil }
  }

  /// The value, where no intrinsic function stands in it.
  var literal: JSON? {
    switch content {
    case .scalar(let value): value
    case .list(let nodes):
      nodes.allSatisfy { $0.literal != nil } ? .array(nodes.compactMap(\.literal)) : nil
    case .map(let pairs):
      pairs.allSatisfy { $0.value.literal != nil }
        ? .object(JSONObject(pairs.map { ($0.key, $0.value.literal ?? nil) })) : nil
    case .call: nil
    }
  }
}

import CustomerBackend
import Yams

/// The template, read as YAML; the tags of its intrinsic functions are left where they are.
struct TemplateDocument {
  /// A resource of the template.
  struct Resource {
    /// The logical id.
    let name: String
    /// The resource's whole node.
    let node: Node

    /// The resource's type.
    var type: String { node["Type"]?.text ?? "" }

    /// A property of the resource.
    subscript(property: String) -> Node? { node["Properties"]?[property] }
  }

  /// The template's root.
  let root: Node
  /// The resources, in order.
  let resources: [Resource]

  init() throws {
    guard let root = try Yams.compose(yaml: BackendTemplate.yaml),
      let resources = root["Resources"]?.mapping
    else { throw Unreadable() }
    self.root = root
    self.resources = resources.map { Resource(name: $0.key.text ?? "", node: $0.value) }
  }

  /// The resources of a type, such as `Lambda::Function`.
  func all(_ type: String) -> [Resource] { resources.filter { $0.type == "AWS::\(type)" } }

  /// The resource with a logical id.
  func resource(_ name: String) -> Resource? { resources.first { $0.name == name } }

  private struct Unreadable: Error {}
}

extension Node {
  /// The text of a scalar, whatever tag it has.
  var text: String? { scalar?.string }

  /// The text without the prefix that stands before every name.
  var plainName: String? {
    text.map { $0.hasPrefix("${NamePrefix}") ? String($0.dropFirst(13)) : $0 }
  }

  /// The texts of a list of scalars, or of the one scalar that stands for such a list.
  var texts: [String] { sequence?.compactMap(\.text) ?? text.map { [$0] } ?? [] }
}

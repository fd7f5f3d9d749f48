/// Puts resources into an order in which each comes after those it names.
struct ResourceOrder {
  private let resources: [StackTemplate.Resource]
  private let byID: [String: StackTemplate.Resource]

  /// Makes an order of `resources`, which keep their own order where nothing speaks against it.
  init(_ resources: [StackTemplate.Resource]) {
    self.resources = resources
    byID = Dictionary(resources.map { ($0.logicalID, $0) }, uniquingKeysWith: { $1 })
  }

  /// The resources in order.
  ///
  /// - Throws: `TemplateError` where resources need each other in a circle.
  func sorted() throws -> [StackTemplate.Resource] {
    var sorted: [StackTemplate.Resource] = []
    var done: Set<String> = []
    var underWay: Set<String> = []
    func visit(_ resource: StackTemplate.Resource) throws {
      guard !done.contains(resource.logicalID) else { return }
      guard underWay.insert(resource.logicalID).inserted else {
        throw TemplateError(
          "resources need each other in a circle",
          logicalID: resource.logicalID,
          line: resource.line
        )
      }
      for name in try needs(of: resource) {
        if let needed = byID[name] { try visit(needed) }
      }
      underWay.remove(resource.logicalID)
      done.insert(resource.logicalID)
      sorted.append(resource)
    }
    for resource in resources { try visit(resource) }
    return sorted
  }

  private func needs(of resource: StackTemplate.Resource) throws -> [String] {
    var names = resource.dependsOn
    if let properties = resource.properties { collect(properties, into: &names) }
    return names
  }

  private func collect(_ node: TemplateNode, into names: inout [String]) {
    switch node.content {
    case .scalar: return
    case .list(let nodes): for node in nodes { collect(node, into: &names) }
    case .map(let pairs): for (_, node) in pairs { collect(node, into: &names) }
    case .call("Ref", let argument): names.append(argument.text ?? "")
    case .call("Fn::GetAtt", let argument):
      let text = argument.elements?.first?.text ?? argument.text ?? ""
      names.append(String(text.prefix { $0 != "." }))
    case .call("Fn::Sub", let argument):
      collectSubstitutions(argument.text ?? argument.elements?.first?.text ?? "", into: &names)
      for node in argument.elements?.dropFirst() ?? [] { collect(node, into: &names) }
    case .call(_, let argument): collect(argument, into: &names)
    }
  }

  private func collectSubstitutions(_ text: String, into names: inout [String]) {
    for part in text.split(separator: "${").dropFirst(text.hasPrefix("${") ? 0 : 1) {
      names.append(String(part.prefix { $0 != "}" && $0 != "." }))
    }
  }
}

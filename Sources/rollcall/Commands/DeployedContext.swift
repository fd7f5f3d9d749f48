internal import AWSClient
internal import AWSWire
internal import Configuration
internal import CustomerDomain
internal import Deployment
internal import Glibc

/// Writes the API key and a context for a deployed backend, so that the dashboard opens with it.
struct DeployedContext {
  /// Where the context and its key are.
  struct Written {
    /// The context's name.
    let name: String
    /// The file that holds the API key.
    let keyFile: String
  }

  private let deployed: Deployed
  private let access: Launch.DeploymentAccess
  private let paths: Paths

  /// Takes what was deployed, how AWS was reached, and where files are.
  init(_ deployed: Deployed, _ access: Launch.DeploymentAccess, paths: Paths) {
    self.deployed = deployed
    self.access = access
    self.paths = paths
  }

  /// Writes both.
  ///
  /// - Throws: `ServiceFailure`, `DeploymentProblem`, `ConfigurationError`.
  func write() throws -> Written {
    let yaml = try Launch.text(of: paths.configurationFile) ?? ""
    let name = try contextName(in: yaml)
    let keyFile = "\(paths.configurationFolder)/api-key-\(name)"
    WholeFile.makeFolder(of: keyFile)
    try UserFile.write(Array("\(deployed.apiKey)\n".utf8), to: keyFile)
    let block = try block(name, keyFile)
    guard let changed = block.put(into: yaml), isAsMeant(changed, instead: yaml, name, keyFile)
    else {
      throw ServiceFailure(
        kind: .badConfiguration,
        action: "write context \(name)",
        resource: paths.configurationFile,
        reason: "the file is laid out in a way that cannot be changed line by line; "
          + "the backend is deployed",
        advice: "put this under contexts: " + block.lines().joined(separator: "\n")
      )
    }
    if changed != yaml {
      WholeFile.makeFolder(of: paths.configurationFile)
      try UserFile.write(Array(changed.utf8), to: paths.configurationFile)
    }
    return Written(name: name, keyFile: keyFile)
  }

  /// The stack's name, or with the region where a context of that name is about another backend.
  private func contextName(in yaml: String) throws -> String {
    let file = try ConfigurationFile(yaml: yaml, path: paths.configurationFile)
    let name = deployed.stack.name
    let region = access.surroundings.region
    guard name != "local" else { return "local-\(region)" }
    guard let taken = file.contexts[name] else { return name }
    let isSame = taken.stack == name && (taken.region ?? region) == region
    return isSame ? name : "\(name)-\(region)"
  }

  private func block(_ name: String, _ keyFile: String) throws -> ContextBlock {
    var members = [("stack", deployed.stack.name), ("region", access.surroundings.region)]
    if let profile = access.remote.profile { members.append(("profile", profile)) }
    if let endpoint = access.remote.endpointURL { members.append(("endpoint-url", endpoint)) }
    if !deployed.prefix.isEmpty { members.append(("name-prefix", deployed.prefix)) }
    members.append(("api-url", try deployed.output("ApiUrl")))
    let quoted =
      "'"
      + keyFile.split(separator: "'", omittingEmptySubsequences: false)
      .joined(separator: "''") + "'"
    return ContextBlock(
      name: name,
      members: members.map { (key: $0.0, value: ContextBlock.scalar($0.1)) }
        + [(key: "api-key", value: "{file: \(quoted)}")]
    )
  }

  /// Whether the changed file says what it said before, and what was meant.
  private func isAsMeant(
    _ changed: String,
    instead yaml: String,
    _ name: String,
    _ keyFile: String
  ) -> Bool {
    guard
      let before = try? ConfigurationFile(yaml: yaml, path: ""),
      var after = try? ConfigurationFile(yaml: changed, path: "")
    else { return false }
    let context = after.contexts[name]
    after.contexts[name] = before.contexts[name]
    // What stands below a context moves when that gets more lines.
    after.lines = before.lines
    return after == before && context?.apiURL == deployed.stack.outputs["ApiUrl"]
      && context?.apiKey == .file(keyFile) && context?.stack == deployed.stack.name
      && context?.region == access.surroundings.region
      && (context?.namePrefix ?? "") == deployed.prefix
  }
}

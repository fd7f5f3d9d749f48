/// What is to be deployed, and how.
package struct DeploymentRequest: Sendable {
  /// What is done about resources of the backend's names that are there already.
  package enum OnExisting: Hashable, Sendable {
    /// A table alone, as an earlier stack leaves it, becomes the stack's; of others it is told.
    case adoptTableOnly
    /// All of them become the stack's.
    case importAll
  }

  /// The stack's name.
  package var stackName: String
  /// The template's text.
  package var template: String
  /// Before every name; `nil` for what the stack has, or none.
  package var prefix: String?
  /// The parameters that are set.
  package var parameters: [String: String]
  /// Gives the functions' code; `nil` to keep what is deployed.
  package var artifact: (any ArtifactSource)?
  /// What is done about what is there already.
  package var onExisting: OnExisting

  /// Makes a request.
  package init(
    stackName: String,
    template: String,
    prefix: String? = nil,
    parameters: [String: String] = [:],
    artifact: (any ArtifactSource)? = nil,
    onExisting: OnExisting = .adoptTableOnly
  ) {
    self.stackName = stackName
    self.template = template
    self.prefix = prefix
    self.parameters = parameters
    self.artifact = artifact
    self.onExisting = onExisting
  }

  /// The stack's name for a prefix, where nobody gives one.
  package static func stackName(prefix: String?) -> String {
    var words = prefix ?? ""
    while words.hasSuffix("-") { words.removeLast() }
    return words.isEmpty ? "rollcall" : "rollcall-\(words)"
  }
}

/// Parameters that deploying sets itself.
enum OwnParameter {
  /// What stands before every name.
  static let prefix = "NamePrefix"
  /// The bucket of the functions' code.
  static let bucket = "ArtifactBucket"
  /// Its key in the bucket.
  static let key = "ArtifactKey"
  /// All of them.
  static let all = [prefix, bucket, key]
}

/// Which parameters a change set sets, and which stay; a pure value.
struct ParameterPlan: Hashable, Sendable {
  /// What is set.
  let set: [String: String]
  /// What stays as the stack has it.
  let kept: [String]

  /// Plans the parameters of a change set.
  ///
  /// - Parameters:
  ///   - request: what is wanted.
  ///   - outline: the template's parameters.
  ///   - existing: those of the stack; empty where it is new or was just imported.
  ///   - location: bucket and key of the code, where it is new.
  /// - Throws: `DeploymentProblem`.
  init(
    _ request: DeploymentRequest,
    _ outline: TemplateOutline,
    existing: [String: String],
    location: (bucket: String, key: String)?
  ) throws(DeploymentProblem) {
    var set = request.parameters
    if let prefix = request.prefix { set[OwnParameter.prefix] = prefix }
    if let location {
      set[OwnParameter.bucket] = location.bucket
      set[OwnParameter.key] = location.key
    }
    if let unknown = set.keys.sorted().first(where: { !outline.parameters.contains($0) }) {
      throw .unknownParameter(unknown, known: outline.parameters)
    }
    if let wanted = set[OwnParameter.prefix], let has = existing[OwnParameter.prefix],
      wanted != has
    {
      throw .otherPrefix(wanted: wanted, existing: has)
    }
    self.set = set
    kept = outline.parameters.filter { existing[$0] != nil && set[$0] == nil }
  }
}

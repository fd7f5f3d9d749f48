/// Which function a caller means, and which version or alias of it.
struct FunctionReference: Hashable, Sendable {
  /// The only version that there is here.
  static let latest = "$LATEST"

  /// The function's name.
  let name: String
  /// The version or alias, where one is named.
  let qualifier: String?

  /// Reads a name, a partial ARN or an ARN, with or without `:QUALIFIER`.
  init(_ nameOrARN: String) {
    let parts = nameOrARN.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
    let rest: ArraySlice<String>
    if let at = parts.firstIndex(of: "function"), at + 1 < parts.count {
      rest = parts[(at + 1)...]
    } else {
      rest = parts[...]
    }
    (name, qualifier) = (rest.first ?? "", rest.count > 1 ? rest.dropFirst().first : nil)
  }

  /// Reads a name and the qualifier that is given beside it.
  ///
  /// - Throws: `CloudError` where the name has another qualifier.
  init(_ nameOrARN: String, qualifier: String?) throws {
    let reference = FunctionReference(nameOrARN)
    if let own = reference.qualifier, let qualifier, own != qualifier {
      throw CloudError(
        "InvalidParameterValueException",
        "The derived qualifier from the function name does not match the specified qualifier."
      )
    }
    (name, self.qualifier) = (reference.name, qualifier ?? reference.qualifier)
  }

  /// Whether it is the function as it is now that is meant.
  var isLatest: Bool { qualifier.map { $0 == FunctionReference.latest } ?? true }

  /// The error where nothing of this name, or no such version of it, is there.
  func notFound(in identity: CloudIdentity) -> CloudError {
    CloudError(
      "ResourceNotFoundException",
      "Function not found: \(arn(in: identity))",
      status: 404
    )
  }

  /// The ARN, with the qualifier where there is one.
  func arn(in identity: CloudIdentity) -> String {
    identity.arn("lambda", "function:\(name)\(qualifier.map { ":\($0)" } ?? "")")
  }
}

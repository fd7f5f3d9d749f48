internal import JSONValue

extension LambdaService {
  /// The most tags that a function may have.
  private static let mostTags = 50

  /// Lists a function's tags.
  ///
  /// - Throws: `CloudError` where there is no such function.
  func listTags(_ input: JSON) throws -> JSON {
    ["Tags": .object(tags.tags(of: try tagged(input).name))]
  }

  /// Puts tags on a function, in place of those with the same keys.
  ///
  /// - Throws: `CloudError` as TagResource answers.
  func tagResource(_ input: JSON) async throws -> JSON {
    let function = try tagged(input)
    let added = input["Tags"]?.object ?? [:]
    if let own = added.keys.first(where: { $0.lowercased().hasPrefix("aws:") }) {
      throw CloudError(
        "InvalidParameterValueException",
        "\(own): tag keys that begin with aws: belong to AWS."
      )
    }
    let all = tags.tags(of: function.name).merging(added)
    guard all.count <= LambdaService.mostTags else {
      throw CloudError(
        "InvalidParameterValueException",
        "Number of tags exceeds resource tag limit."
      )
    }
    try await tags.put(all, of: function.name)
    return [:]
  }

  /// Takes tags off a function.
  ///
  /// - Throws: `CloudError` as UntagResource answers.
  func untagResource(_ input: JSON) async throws -> JSON {
    let function = try tagged(input)
    var rest = tags.tags(of: function.name)
    // A query has one key or many under the same name.
    let keys = input["tagKeys"]?.array?.compactMap(\.string) ?? [input["tagKeys"]?.string ?? ""]
    for key in keys { rest[key] = nil }
    try await tags.put(rest, of: function.name)
    return [:]
  }

  private func tagged(_ input: JSON) throws -> FunctionSpec {
    let arn = input["Resource"]?.string ?? ""
    let reference = FunctionReference(arn)
    guard arn.hasPrefix("arn:"), let function = try? runner.spec(reference.name) else {
      throw reference.notFound(in: runner.around.identity)
    }
    guard reference.qualifier == nil else {
      throw CloudError(
        "InvalidParameterValueException",
        "Tags on function aliases and versions are not supported. Please specify a function ARN."
      )
    }
    return function
  }
}

/// A secret of AWS Secrets Manager, named as container definitions of Amazon ECS name it: its ARN,
/// and after that, each where it is wanted, `:KEY:STAGE:VERSION`.
package struct SecretReference: Hashable, Sendable {
  /// The secret's own ARN.
  package let arn: String
  /// The region that the ARN names.
  package let region: String
  /// The member of a secret that is a JSON object; `nil` for the whole secret.
  package let key: String?
  /// The label of the version, such as `AWSPREVIOUS`; `nil` for the current one.
  package let stage: String?
  /// The id of the version.
  package let version: String?

  /// Reads a reference; `nil` where it is not the ARN of a secret.
  package init?(_ text: String) {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
    guard (7...10).contains(parts.count), parts[0] == "arn", parts[1].hasPrefix("aws"),
      parts[2] == "secretsmanager", parts[5] == "secret",
      [3, 4, 6].allSatisfy({ !parts[$0].isEmpty })
    else { return nil }
    func extra(_ index: Int) -> String? {
      index < parts.count && !parts[index].isEmpty ? parts[index] : nil
    }
    arn = parts.prefix(7).joined(separator: ":")
    region = parts[3]
    (key, stage, version) = (extra(7), extra(8), extra(9))
  }
}

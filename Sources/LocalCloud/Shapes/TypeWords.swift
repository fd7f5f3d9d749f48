/// The words in which AWS's front ends refuse a value of another type.
enum TypeWords: Sendable {
  /// DynamoDB's own.
  case dynamoDB
  /// Those of the front end that most services have.
  case common

  /// That a value of the kind `token` is no `type`.
  func conversion(of token: String, to type: String) -> String {
    switch self {
    case .dynamoDB: "\(token) cannot be converted to \(type)"
    case .common: "\(token) can not be converted to \(type == "Integer" ? "an" : "a") \(type)"
    }
  }
}

/// How Lambda wants functions to be named in calls: a name, a partial ARN or an ARN.
///
/// Source: the service's API model (botocore `lambda/2015-03-31`, `NamespacedFunctionName`).
enum FunctionNamePattern {
  /// The regular expression, as refusals show it.
  static let text =
    #"(arn:(aws[a-zA-Z-]*)?:lambda:)?([a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\d{1}:)?(\d{12}:)?"#
    + #"(function:)?([a-zA-Z0-9-_\.]+)(:(\$LATEST(\.PUBLISHED)?|[a-zA-Z0-9-_]+))?"#

  /// Whether `name` is of the pattern.
  static func matches(_ name: String) -> Bool {
    var parts = name.split(separator: ":", omittingEmptySubsequences: false)[...]
    if parts.count > 3, parts[0] == "arn", parts[1].isEmpty || parts[1].hasPrefix("aws"),
      parts[2] == "lambda"
    {
      parts = parts.dropFirst(3)
    }
    let leading: [(Substring) -> Bool] = [isRegion, isAccount, { $0 == "function" }]
    for isOptional in leading {
      guard let first = parts.first, isOptional(first), parts.dropFirst().first.map(isName) == true
      else { continue }
      parts = parts.dropFirst()
    }
    guard parts.count <= 2, let function = parts.first, isName(function) else { return false }
    guard let qualifier = parts.dropFirst().first else { return true }
    return qualifier == "$LATEST" || qualifier == "$LATEST.PUBLISHED"
      || isName(qualifier) && !qualifier.contains(".")
  }

  private static func isName(_ text: Substring) -> Bool {
    !text.isEmpty
      && text.utf8.allSatisfy { byte in
        let character = Character(UnicodeScalar(byte))
        return byte < 0x80
          && (character.isLetter || character.isNumber || "-_.".contains(character))
      }
  }

  private static func isAccount(_ text: Substring) -> Bool {
    text.utf8.count == 12 && text.utf8.allSatisfy { (0x30...0x39).contains($0) }
  }

  private static func isRegion(_ text: Substring) -> Bool {
    let words = text.split(separator: "-", omittingEmptySubsequences: false)
    return words.count >= 3 && words[0].utf8.count == 2 && words.last?.utf8.count == 1
      && words.dropLast().allSatisfy { !$0.isEmpty && $0.allSatisfy(\.isLetter) }
  }
}

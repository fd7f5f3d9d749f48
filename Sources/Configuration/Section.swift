internal import Spelling
internal import Yams

/// One mapping of a YAML file, read strictly: a wrong type or an unknown key is an error with a line.
struct Section {
  private let mapping: Node.Mapping
  private let path: String
  private let name: String

  /// Takes `node` as a mapping.
  ///
  /// - Throws: `ConfigurationError` where it is something else.
  init(_ node: Node, path: String, within name: String) throws(ConfigurationError) {
    guard let mapping = node.mapping else {
      throw ConfigurationError(
        source: path,
        line: node.mark?.line,
        reason: "\(name) must be a mapping of keys to values"
      )
    }
    self.mapping = mapping
    self.path = path
    self.name = name
  }

  /// Refuses every key that is not in `known`.
  func allow(_ known: [String]) throws(ConfigurationError) {
    for (key, _) in mapping {
      let text = key.scalar?.string ?? ""
      guard !known.contains(text) else { continue }
      throw ConfigurationError(
        source: path,
        line: key.mark?.line,
        reason: "unknown key '\(text)' in \(name)",
        advice: NearestWord.advice(text, among: known)
      )
    }
  }

  /// The text at `key`.
  func text(_ key: String) throws(ConfigurationError) -> String? {
    guard let node = mapping[key] else { return nil }
    guard let scalar = node.scalar else { throw fault(key, "'\(key)' must be a text") }
    return scalar.string
  }

  /// The truth value at `key`.
  func flag(_ key: String) throws(ConfigurationError) -> Bool? {
    guard let node = mapping[key] else { return nil }
    switch node.scalar?.string {
    case "true": return true
    case "false": return false
    default: throw fault(key, "'\(key)' must be true or false", flagAdvice(node))
    }
  }

  /// The word at `key`, one of `words`.
  func choice(_ key: String, of words: [String]) throws(ConfigurationError) -> String? {
    guard let word = try text(key) else { return nil }
    guard words.contains(word) else {
      let all = words.joined(separator: " or ")
      throw fault(key, "'\(key)' must be \(all)", NearestWord.advice(word, among: words))
    }
    return word
  }

  /// The length of time at `key`, such as `30s`, in milliseconds.
  func duration(
    _ key: String,
    in range: ClosedRange<Int64>
  ) throws(ConfigurationError) -> Int64? {
    guard let text = try text(key) else { return nil }
    let units: [Character: Int64] = ["s": 1000, "m": 60_000, "h": 3_600_000]
    let digits = text.prefix { $0.isASCII && $0.isNumber }
    let unit = text.dropFirst(digits.count)
    guard let count = Int64(digits), digits.count <= 6, unit.count == 1,
      let length = unit.first.flatMap({ units[$0] })
    else { throw fault(key, "'\(key)' must be a length of time", "write it as 30s or 5m") }
    guard range.contains(count * length) else {
      let (least, most) = (range.lowerBound / 1000, range.upperBound / 1000)
      throw fault(key, "'\(key)' must be from \(least)s to \(most)s")
    }
    return count * length
  }

  private func flagAdvice(_ node: Node) -> String {
    switch node.scalar?.string.lowercased() {
    case "yes", "on", "true": "did you mean 'true'?"
    case "no", "off", "false": "did you mean 'false'?"
    default: ""
    }
  }

  /// The members of the mapping at `key`.
  func members(_ key: String) throws(ConfigurationError) -> [(name: String, node: Node)] {
    guard let node = mapping[key] else { return [] }
    guard let inner = node.mapping else { throw fault(key, "'\(key)' must be a mapping") }
    return inner.map { ($0.key.scalar?.string ?? "", $0.value) }
  }

  /// The section at `key`.
  func section(_ key: String) throws(ConfigurationError) -> Section? {
    guard let node = mapping[key] else { return nil }
    return try Section(node, path: path, within: key)
  }

  /// Where the secret at `key` comes from.
  func keySource(_ key: String) throws(ConfigurationError) -> Context.KeySource? {
    guard let section = try section(key) else { return nil }
    try section.allow(["environment", "file", "command", "secret"])
    let environment = try section.text("environment").map(Context.KeySource.environment)
    let file = try section.text("file").map(Context.KeySource.file)
    let command = try section.text("command").map(Context.KeySource.command)
    let secret = try section.secret("secret").map(Context.KeySource.secret)
    let sources = [environment, file, command, secret].compactMap { $0 }
    guard sources.count == 1 else {
      throw fault(key, "'\(key)' needs exactly one of environment, file, command and secret")
    }
    return sources[0]
  }

  /// The secret of Secrets Manager that the text at `key` names.
  private func secret(_ key: String) throws(ConfigurationError) -> SecretReference? {
    guard let text = try text(key) else { return nil }
    guard let secret = SecretReference(text) else {
      throw fault(
        key,
        "'\(key)' must be the ARN of a secret, such as "
          + "arn:aws:secretsmanager:eu-central-1:123456789012:secret:api-key-AbCdEf"
      )
    }
    return secret
  }

  /// One text or a list of texts.
  func texts(_ node: Node, _ key: String) throws(ConfigurationError) -> [String] {
    if let scalar = node.scalar { return [scalar.string] }
    let texts = node.sequence?.compactMap { $0.scalar?.string }
    guard let texts, texts.count == node.sequence?.count else {
      throw ConfigurationError(
        source: path,
        line: node.mark?.line,
        reason: "'\(key)' must be a text or a list of texts"
      )
    }
    return texts
  }

  /// The line of the value at `key`.
  func line(_ key: String) -> Int? { mapping[key]?.mark?.line }

  /// An error at the value of `key`.
  func fault(_ key: String, _ reason: String, _ advice: String = "") -> ConfigurationError {
    ConfigurationError(
      source: path,
      line: mapping[key]?.mark?.line,
      reason: "\(reason) in \(name)",
      advice: advice
    )
  }
}

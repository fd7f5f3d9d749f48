/// A setting as it is in force, and where its value comes from; never a secret.
package struct EffectiveSetting: Hashable, Sendable {
  /// What kind of place a value comes from, in the order of precedence.
  package enum Source: String, Hashable, Sendable, CaseIterable {
    /// The command line.
    case flag
    /// A variable of the environment.
    case environment
    /// The context in use.
    case context
    /// A key of `config.yaml` that belongs to no context.
    case file
    /// A profile of the shared AWS files.
    case profile
    /// Nobody says anything else.
    case standard = "default"
  }

  /// What it is called in `config.yaml`, or on the command line.
  package var name: String
  /// Its value in words; `nil` where it has none.
  package var value: String?
  /// What kind of place says so.
  package var source: Source
  /// Which place, such as `--region`, `AWS_REGION` or `context prod`; empty for a default.
  package var place: String

  /// Makes a setting.
  package init(_ name: String, _ value: String?, _ source: Source, _ place: String = "") {
    self.name = name
    self.value = value
    self.source = source
    self.place = place
  }
}

extension EffectiveSetting {
  /// The setting with the first value that somebody gives; else the default.
  init(
    _ name: String,
    _ candidates: [(value: String?, source: Source, place: String)],
    standard: String? = nil
  ) {
    let first = candidates.first { $0.value != nil }
    self.init(name, first?.value ?? standard, first?.source ?? .standard, first?.place ?? "")
  }

  /// A URL without what may be a secret in it: a user with a password, and a query; also where it has
  /// no scheme, as the address of a proxy, and where the password has a `/` that is not escaped.
  package static func shown(_ url: String) -> String {
    var text = url
    if let query = text.firstIndex(of: "?") {
      // An @ behind it may be the end of a password that has a question mark in it.
      guard text[..<query].contains("@") || !text[query...].contains("@") else {
        return text.firstRange(of: "://").map { text[..<$0.upperBound] + "…" } ?? "…"
      }
      text = text[..<query] + "?…"
    }
    guard let at = text.lastIndex(of: "@") else { return text }
    let scheme = text[..<at].firstRange(of: "://").map { text[..<$0.upperBound] } ?? ""
    return scheme + "…@" + text[text.index(after: at)...]
  }
}

/// Where a service is reached.
package struct Endpoint: Hashable, Sendable {
  /// Scheme, host and port, without a slash at the end.
  package let origin: String
  /// The host as it stands in the `Host` header, with the port where it isn't the scheme's.
  package let host: String
  /// The path before every request's own; empty or `/…` without a slash at the end.
  package let path: String

  /// Reads an endpoint from a URL.
  ///
  /// - Parameters:
  ///   - url: such as `http://127.0.0.1:4566`.
  ///   - source: where it was found, for the error.
  /// - Throws: `SettingsError` where it is no such URL.
  package init(_ url: String, source: String) throws(SettingsError) {
    func fault(_ reason: String) -> SettingsError {
      SettingsError(
        "\(source): \(reason) in \"\(url)\"",
        advice: "give a URL such as http://127.0.0.1:4566"
      )
    }
    guard let mark = url.firstRange(of: "://") else { throw fault("no scheme") }
    let scheme = url[..<mark.lowerBound].lowercased()
    guard scheme == "http" || scheme == "https" else { throw fault("neither http nor https") }
    let rest = url[mark.upperBound...]
    guard rest.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "\\") }) else {
      throw fault("a character that no URL has")
    }
    guard !rest.contains("?"), !rest.contains("#") else { throw fault("a query or a fragment") }
    let slash = rest.firstIndex(of: "/") ?? rest.endIndex
    let authority = rest[..<slash].lowercased()
    guard !authority.isEmpty, !authority.hasPrefix(":") else { throw fault("no host") }
    guard !authority.contains("@") else { throw fault("a user name") }
    let standardPort = scheme == "https" ? ":443" : ":80"
    host =
      authority.hasSuffix(standardPort) ? String(authority.dropLast(standardPort.count)) : authority
    origin = "\(scheme)://\(host)"
    var path = rest[slash...]
    while path.last == "/" { path.removeLast() }
    self.path = String(path)
  }

  private init(origin: String, host: String, path: String) {
    (self.origin, self.host, self.path) = (origin, host, path)
  }

  /// The endpoint whose host's name has something before it.
  func prefixed(_ prefix: String) -> Endpoint {
    let scheme = origin.dropLast(host.count)
    return Endpoint(origin: "\(scheme)\(prefix)\(host)", host: prefix + host, path: path)
  }

  /// The whole URL, without a slash at the end.
  package var url: String { origin + path }
}

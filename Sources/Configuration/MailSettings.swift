/// The mail server that the local cloud hands its mails to.
package struct MailSettings: Hashable, Sendable {
  /// Whether a connection that begins in the clear must become encrypted.
  package enum Encryption: String, Hashable, Sendable, CaseIterable {
    /// STARTTLS, or nothing is sent.
    case always
    /// STARTTLS where the server offers it.
    case ifOffered = "if-offered"
    /// None.
    case never
  }

  /// `smtp://host:port`, or `smtps://host:port`.
  package var server: String
  /// The address that mails come from.
  package var from: String
  /// Who signs in.
  package var user: String?
  /// Where the user's password comes from.
  package var password: Context.KeySource?
  /// What is demanded of `smtp:`.
  package var encryption: Encryption
  /// A file of certificates that are trusted instead of the system's.
  package var certificates: String?

  /// Reads the section `smtp`.
  ///
  /// - Throws: `ConfigurationError` that names the file and the line.
  init(_ section: Section) throws(ConfigurationError) {
    try section.allow(["server", "from", "user", "password", "starttls", "certificates"])
    guard let server = try section.text("server") else {
      throw section.fault("server", "'server' is missing", "give smtp://HOST:PORT or smtps://HOST")
    }
    let (scheme, host) = MailSettings.parts(of: server)
    guard ["smtp", "smtps"].contains(scheme), !host.isEmpty, !server.contains("@") else {
      throw section.fault(
        "server",
        "'server' must be smtp://HOST:PORT or smtps://HOST:PORT",
        "the user has a key of its own"
      )
    }
    guard let from = try section.text("from"), MailSettings.isAddress(from) else {
      throw section.fault("from", "'from' must be the address that mails come from")
    }
    user = try section.text("user")
    password = try section.keySource("password")
    guard (user == nil) == (password == nil) else {
      throw section.fault("user", "'user' and 'password' belong together")
    }
    certificates = try section.text("certificates")
    (self.server, self.from) = (server, from)
    // A password must not cross a network in the clear unless that is asked for.
    let isLocal = ["localhost", "127.0.0.1", "[::1]"].contains(host)
    encryption = user == nil || isLocal ? .ifOffered : .always
    guard let wish = try section.text("starttls") else { return }
    guard let wish = Encryption(rawValue: wish) else {
      throw section.fault("starttls", "'starttls' must be always, if-offered or never")
    }
    encryption = wish
  }

  private static func parts(of url: String) -> (scheme: String, host: String) {
    guard let colon = url.firstRange(of: "://") else { return ("", "") }
    let rest = url[colon.upperBound...].prefix { $0 != "/" }
    let host = rest.hasPrefix("[") ? rest.prefix { $0 != "]" } + "]" : rest.prefix { $0 != ":" }
    return (String(url[..<colon.lowerBound]), String(host))
  }

  private static func isAddress(_ text: String) -> Bool {
    let parts = text.split(separator: "@", omittingEmptySubsequences: false)
    return parts.count == 2 && parts.allSatisfy { !$0.isEmpty }
      && text.unicodeScalars.allSatisfy { $0.value > 0x20 && $0 != "<" && $0 != ">" }
  }
}

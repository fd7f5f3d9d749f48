/// Where mails are handed over, and how.
package struct MailServer: Hashable, Sendable {
  /// What is demanded of a connection that begins in the clear (`smtp:`).
  package enum Encryption: String, Hashable, Sendable, CaseIterable {
    /// STARTTLS, or nothing is sent.
    case always
    /// STARTTLS where the server offers it.
    case ifOffered = "if-offered"
    /// None.
    case never
  }

  /// `smtp://host:port`, or `smtps://host:port` for TLS from the first byte.
  package var url: String
  /// The address that mails come from.
  package var from: String
  /// Who signs in; `nil` where nobody does.
  package var user: String?
  /// The user's password.
  package var password: String?
  /// What is demanded of `smtp:`.
  package var encryption: Encryption
  /// A file of certificates that are trusted instead of the system's.
  package var certificateBundle: String?
  /// How long to wait for a connection.
  package var connectTimeout: Duration
  /// How long one mail may take.
  package var totalTimeout: Duration

  /// Makes a server.
  package init(
    url: String,
    from: String,
    user: String? = nil,
    password: String? = nil,
    encryption: Encryption = .ifOffered,
    certificateBundle: String? = nil,
    connectTimeout: Duration = .seconds(10),
    totalTimeout: Duration = .seconds(60)
  ) {
    (self.url, self.from, self.user, self.password) = (url, from, user, password)
    (self.encryption, self.certificateBundle) = (encryption, certificateBundle)
    (self.connectTimeout, self.totalTimeout) = (connectTimeout, totalTimeout)
  }
}

/// Why a mail was not taken.
package struct MailError: Error, Hashable, Sendable {
  /// What went wrong, in the transport's words.
  package var message: String
  /// The server's last reply code; 0 where it said nothing.
  package var replyCode: Int
  /// Whether the server refused this mail, so that it would do so again.
  package var isPermanent: Bool

  /// Makes an error.
  package init(message: String, replyCode: Int, isPermanent: Bool) {
    (self.message, self.replyCode, self.isPermanent) = (message, replyCode, isPermanent)
  }
}

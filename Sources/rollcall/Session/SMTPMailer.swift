internal import AWSClient
internal import Configuration
internal import LocalCloud

/// Hands the local cloud's mails to the server that the configuration names.
struct SMTPMailer: MailSender {
  private let settings: MailSettings
  private let keys: KeyReader

  /// Makes a sender; the password is fetched anew for each mail, and never kept.
  init(_ settings: MailSettings, keys: KeyReader) {
    (self.settings, self.keys) = (settings, keys)
  }

  /// Hands a mail over.
  ///
  /// - Throws: `MailFault`.
  func send(_ mail: OutgoingMail) async throws(MailFault) {
    let message = MailMessage(
      id: mail.id,
      date: mail.date,
      from: settings.from,
      fromName: mail.senderName,
      recipient: mail.recipient,
      subject: mail.subject,
      text: mail.text
    )
    let server = try await server()
    do throws(MailError) {
      try await MailClient(server: server).send(message)
    } catch {
      throw MailFault(reason: error.message, isPermanent: error.isPermanent)
    }
  }

  private func server() async throws(MailFault) -> MailServer {
    var password: String?
    do throws(ConfigurationError) {
      if let source = settings.password { password = try await keys.key(from: source) }
    } catch {
      throw MailFault(reason: "\(error)", isPermanent: false)
    }
    return MailServer(
      url: settings.server,
      from: settings.from,
      user: settings.user,
      password: password,
      encryption: MailServer.Encryption(rawValue: settings.encryption.rawValue) ?? .always,
      certificateBundle: settings.certificates
    )
  }
}

package import AWSWire

/// An e-mail on its way to a mail server.
package struct OutgoingMail: Hashable, Sendable {
  /// What tells it apart from all others, the same at every try; letters, digits, `.` and `-`.
  package var id: String
  /// When it was written.
  package var date: Instant
  /// The address it goes to.
  package var recipient: String
  /// The name beside the sender's address; empty for none.
  package var senderName: String
  /// The subject, on one line.
  package var subject: String
  /// The text.
  package var text: String

  /// Makes a mail.
  package init(
    id: String,
    date: Instant,
    recipient: String,
    senderName: String,
    subject: String,
    text: String
  ) {
    self.id = id
    self.date = date
    self.recipient = recipient
    self.senderName = senderName
    self.subject = subject
    self.text = text
  }
}

/// Why a mail was not taken.
package struct MailFault: Error, Hashable, Sendable {
  /// What went wrong, in one line.
  package var reason: String
  /// Whether it would be refused again, so that there is no use in another try.
  package var isPermanent: Bool

  /// Makes a fault.
  package init(reason: String, isPermanent: Bool) {
    self.reason = reason
    self.isPermanent = isPermanent
  }
}

/// Hands e-mails to a mail server.
package protocol MailSender: Sendable {
  /// Hands a mail over; when this returns, the server has taken it.
  ///
  /// - Throws: `MailFault`.
  func send(_ mail: OutgoingMail) async throws(MailFault)
}

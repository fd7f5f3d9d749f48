package import AWSWire

/// One mail, as it goes to a server (RFC 5322, MIME in RFC 2045 and 2047).
///
/// This folder writes mails and hands them to a server by SMTP over libcurl. It knows no topic and
/// keeps nothing.
package struct MailMessage: Hashable, Sendable {
  /// What tells it apart; the part before the `@` of its Message-ID.
  package var id: String
  /// When it was written.
  package var date: Instant
  /// The sender's address.
  package var from: String
  /// The sender's name; empty for none.
  package var fromName: String
  /// The recipient's address.
  package var recipient: String
  /// The subject; line breaks in it become spaces.
  package var subject: String
  /// The text, with line breaks of any kind.
  package var text: String

  /// Makes a mail.
  package init(
    id: String,
    date: Instant,
    from: String,
    fromName: String = "",
    recipient: String,
    subject: String,
    text: String
  ) {
    (self.id, self.date, self.from, self.fromName) = (id, date, from, fromName)
    (self.recipient, self.subject, self.text) = (recipient, subject, text)
  }

  /// The mail's bytes: headers, an empty line, and the text in an encoding that survives any server.
  package var bytes: [UInt8] {
    let domain = from.split(separator: "@").last.map(String.init) ?? "localhost"
    let sender =
      fromName.isEmpty ? "<\(from)>" : "\(MailHeader.phrase(fromName, indent: 6)) <\(from)>"
    let body = MailBody(text)
    let headers = [
      // HTTP's date is RFC 5322's, but for the name of the zone.
      "Date: \(date.httpDate.replacing("GMT", with: "+0000"))",
      "From: \(sender)",
      "To: <\(recipient)>",
      "Subject: \(MailHeader.text(subject, indent: 9))",
      "Message-ID: <\(id)@\(domain)>",
      "Auto-Submitted: auto-generated",
      "MIME-Version: 1.0",
      "Content-Type: text/plain; charset=UTF-8",
      "Content-Transfer-Encoding: \(body.encoding)",
    ]
    return Array((headers.joined(separator: "\r\n") + "\r\n\r\n").utf8) + body.bytes
  }
}

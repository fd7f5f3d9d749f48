/// Hands mails to a server by SMTP.
package struct MailClient: Sendable {
  private let server: MailServer

  /// Makes a client of one server.
  package init(server: MailServer) { self.server = server }

  /// Hands a mail over; when this returns, the server has taken it.
  ///
  /// - Throws: `MailError`; where the connection broke at the very end, the server may have it.
  package func send(_ message: MailMessage) async throws(MailError) {
    let texts = [
      server.url, server.from, server.user ?? "", server.password ?? "", message.recipient,
      message.from, message.id,
    ]
    guard texts.allSatisfy({ $0.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F } }) else {
      throw MailError(
        message: "a control character in an address, the server or its user",
        replyCode: 0,
        isPermanent: true
      )
    }
    let transfer = MailTransfer(message, to: server)
    let result = await withTaskCancellationHandler {
      await withCheckedContinuation { transfer.start($0) }
    } onCancel: {
      transfer.cancel()
    }
    try result.get()
  }
}

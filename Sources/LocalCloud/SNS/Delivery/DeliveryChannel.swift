internal import AWSWire
internal import JSONValue

/// One way to subscribers.
protocol DeliveryChannel: Sendable {
  /// The protocols of the subscriptions that it serves.
  var kinds: [String] { get }
  /// How many parcels may be under way at a time.
  var width: Int { get }

  /// Hands a parcel over.
  ///
  /// - Throws: `MailFault`.
  func deliver(_ parcel: Parcel) async throws(MailFault)
}

/// The way to people, through a mail server.
struct MailChannel: DeliveryChannel {
  /// The first carries the text alone, the second the whole notification as JSON.
  let kinds = ["email", "email-json"]
  /// A mail server counts connections, and few alarms come at a time.
  let width = 2
  /// Hands mails to the server.
  let sender: any MailSender

  /// Sends a mail; when this returns, the server has taken it.
  func deliver(_ parcel: Parcel) async throws(MailFault) {
    let mail = OutgoingMail(
      // The same at every try, so that a server that took it already can tell.
      id: "\(parcel.messageID).\(parcel.number)",
      date: parcel.time,
      recipient: parcel.recipient,
      senderName: parcel.senderName.isEmpty ? "AWS Notifications" : parcel.senderName,
      subject: parcel.subject.isEmpty ? "AWS Notification Message" : parcel.subject,
      text: parcel.kind == "email-json" ? parcel.notification.text(.pretty) : parcel.text
    )
    try await sender.send(mail)
  }
}

/// The way to functions, which are run asynchronously.
struct FunctionChannel: DeliveryChannel {
  /// Subscriptions of functions, by their ARNs.
  let kinds = ["lambda"]
  /// A delivery only sets a function off, so that many may be under way.
  let width = 16
  /// Sets functions off.
  let functions: any EventTargetInvoker

  /// Sets a function off; a refusal is permanent unless its status is 429 or from 500 on.
  func deliver(_ parcel: Parcel) async throws(MailFault) {
    do {
      try await functions.deliver(
        to: parcel.recipient,
        input: parcel.functionEvent,
        name: parcel.messageID
      )
    } catch let error as CloudError {
      let canPass = error.status >= 500 || error.status == 429
      throw MailFault(reason: "\(error.code): \(error.message)", isPermanent: !canPass)
    } catch {
      throw MailFault(reason: "\(error)", isPermanent: false)
    }
  }
}

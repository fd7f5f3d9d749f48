package import AWSClient
internal import AWSWire
package import CustomerDomain
internal import JSONValue

/// Reads what the alerts topic sent, from the local cloud's outbox.
package struct NotificationService: Sendable {
  private let access: AdminAccess

  /// Makes a service.
  package init(caller: any AdminCaller) {
    access = AdminAccess(caller: caller, mode: .readOnly)
  }

  /// The messages, newest first.
  ///
  /// - Throws: `ServiceFailure`; `CancellationError`.
  package func list() async throws -> [Notification] {
    let answer = try await access.read(
      "/_rollcall/notifications",
      for: .init("list notifications")
    )
    guard let messages = answer.array ?? answer["notifications"]?.array else {
      throw ServiceFailure(unreadable: "notifications", action: "list notifications")
    }
    return messages.compactMap(Notification.init(wire:)).sorted { $0.time > $1.time }
  }
}

extension Notification {
  /// Reads a message as the local cloud gives it; `nil` where it lacks the needful.
  init?(wire: JSON) {
    guard let time = wire["time"]?.instant, let message = wire["message"]?.string else {
      return nil
    }
    self.init(
      time: time,
      topicARN: wire["topicArn"]?.string ?? "",
      subject: wire["subject"]?.string ?? "",
      message: message,
      to: wire["to"]?.string,
      delivery: wire["delivery"]?.string ?? ""
    )
  }
}

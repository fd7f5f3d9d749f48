internal import CustomerDomain

extension LogRequest {
  /// What a line says of the invocation that wrote it; `nil` where it says nothing.
  package init?(_ message: String) {
    guard let id = LogRequest.id(in: message) else { return nil }
    self.init(id: id)
    guard message.hasPrefix("REPORT RequestId: ") else { return }
    isReport = true
    milliseconds = LogRequest.number("Duration", in: message)
    megabytes = LogRequest.number("Max Memory Used", in: message).map { $0.whole(in: 0...1 << 30) }
  }

  private static func number(_ name: String, in message: String) -> Double? {
    PlatformLine.value(of: name, in: message)?.split(separator: " ").first.flatMap { Double($0) }
  }

  /// The request's id, as the platform's lines, JSON lines and the runtimes' text lines have it.
  private static func id(in message: String) -> String? {
    var message = message
    return message.withUTF8 { bytes in
      RequestScan.id(in: bytes).map { String(decoding: bytes[$0], as: UTF8.self) }
    }
  }
}

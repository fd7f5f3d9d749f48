import AWSWire
import Glibc
import Synchronization
import TestKit
import Testing

@testable import AWSClient

struct MailMessageTests {
  private func message(_ subject: String = "s", _ text: String = "t", name: String = "")
    -> MailMessage
  {
    MailMessage(
      id: "one.1",
      date: Instant(milliseconds: 1_795_740_000_000),
      from: "cloud@example.com",
      fromName: name,
      recipient: "ann@example.com",
      subject: subject,
      text: text
    )
  }

  private func lines(_ message: MailMessage) -> [String] {
    String(decoding: message.bytes, as: UTF8.self).split(
      separator: "\r\n",
      omittingEmptySubsequences: false
    ).map(String.init)
  }

  @Test func `a plain mail is as RFC 5322 writes it`() {
    #expect(
      lines(message("Alarm: red", "one\ntwo", name: "My \"Cloud\"")) == [
        "Date: Fri, 27 Nov 2026 00:40:00 +0000",
        "From: \"My \\\"Cloud\\\"\" <cloud@example.com>",
        "To: <ann@example.com>",
        "Subject: Alarm: red",
        "Message-ID: <one.1@example.com>",
        "Auto-Submitted: auto-generated",
        "MIME-Version: 1.0",
        "Content-Type: text/plain; charset=UTF-8",
        "Content-Transfer-Encoding: quoted-printable",
        "", "one", "two", "",
      ]
    )
  }

  @Test(arguments: [
    ("a=b \t", "a=3Db =09"),
    ("trailing ", "trailing=20"),
    ("é", "=C3=A9"),
    ("From here", "From here"),
    (".", "."),
    ("\r\na\rb\nc", "\r\na\r\nb\r\nc"),
    (String(repeating: "x", count: 77), String(repeating: "x", count: 75) + "=\r\nxx"),
    (String(repeating: "x", count: 76), String(repeating: "x", count: 76)),
  ])
  func `text that seven bits and short lines cannot hold is quoted`(text: String, quoted: String) {
    let body = MailBody(text)
    #expect(body.encoding == "quoted-printable")
    #expect(String(decoding: body.bytes, as: UTF8.self) == quoted + "\r\n")
  }

  @Test func `text in another script goes out in Base64, in lines of 76`() {
    let body = MailBody(String(repeating: "日本", count: 60))
    #expect(body.encoding == "base64")
    let lines = String(decoding: body.bytes, as: UTF8.self).split(separator: "\r\n")
    #expect(lines.first?.count == 76)
    #expect(lines.joined() == Base64.text(Array(String(repeating: "日本", count: 60).utf8)))
  }

  @Test(arguments: [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg==")])
  func `Base64 is RFC 4648's`(text: String, encoded: String) {
    #expect(Base64.text(Array(text.utf8)) == encoded)
  }

  @Test func `a subject cannot smuggle a header in`() {
    let found = lines(message("x\r\nBcc: eve@example.com"))
    #expect(found.contains("Subject: x  Bcc: eve@example.com"))
    #expect(!found.contains { $0.hasPrefix("Bcc") })
  }

  @Test(arguments: [
    String(repeating: "word ", count: 40) + "end", String(repeating: "Störung ", count: 20) + ".",
    "=?UTF-8?B?evil?=",
  ])
  func `a long or foreign subject is folded and encoded within the line's length`(subject: String) {
    let found = lines(message(subject))
    let start = found.firstIndex { $0.hasPrefix("Subject: ") } ?? 0
    let header = found[start...].prefix { $0.hasPrefix("Subject") || $0.hasPrefix(" ") }
    #expect(header.allSatisfy { $0.utf8.count <= 78 && $0.utf8.allSatisfy { $0 < 0x80 } })
    #expect(!header.contains("Subject: \(subject)"))
  }
}

struct MailClientTests {
  /// What a mail server does with one mail.
  private enum Behaviour: Sendable {
    case take
    case refuse(String)
    case drop
    case stall
  }

  /// A server that says `behaviour` after the mail's text, and the texts it was given.
  private static func server(
    _ behaviour: Behaviour,
    _ seen: @escaping @Sendable (String) -> Void = { _ in }
  ) throws -> LoopbackServer {
    try LoopbackServer { _, connection in
      connection.write("220 test ESMTP\r\n")
      while let line = connection.readLine() {
        switch line.uppercased().prefix(4) {
        case "EHLO": connection.write("250-test\r\n250 SIZE\r\n")
        case "RCPT":
          if case .refuse(let reply) = behaviour {
            connection.write("\(reply)\r\n")
          } else {
            connection.write("250 ok\r\n")
          }
        case "DATA":
          connection.write("354 go on\r\n")
          var text = ""
          while let line = connection.readLine(), line != "." { text += "\(line)\n" }
          seen(text)
          switch behaviour {
          case .drop: return
          case .stall: return connection.waitForEnd()
          default: connection.write("250 taken\r\n")
          }
        case "QUIT": connection.write("221 bye\r\n")
        default: connection.write("250 ok\r\n")
        }
      }
    }
  }

  private func send(
    to server: LoopbackServer,
    text: String = "hello",
    timeout: Duration = .seconds(120)
  ) async -> MailError? {
    let client = MailClient(
      server: MailServer(
        url: "smtp://127.0.0.1:\(server.port)",
        from: "cloud@example.com",
        totalTimeout: timeout
      )
    )
    let message = MailMessage(
      id: "1",
      date: Instant(milliseconds: 0),
      from: "cloud@example.com",
      recipient: "ann@example.com",
      subject: "s",
      text: text
    )
    do throws(MailError) {
      try await client.send(message)
      return nil
    } catch {
      return error
    }
  }

  @Test func `a mail is taken with a line that is only a dot in it`() async throws {
    let seen = Mutex("")
    let server = try Self.server(.take) { text in seen.withLock { $0 = text } }
    defer { server.stop() }
    #expect(await send(to: server, text: "one\n.\ntwo") == nil)
    #expect(seen.withLock { $0 }.hasSuffix("\none\n..\ntwo\n"))
  }

  @Test(arguments: [("550 no such mailbox", true), ("450 busy", false), ("530 sign in", false)])
  func `a refusal is final where the server says so of the mail`(
    reply: String,
    isPermanent: Bool
  ) async throws {
    let server = try Self.server(.refuse(reply))
    defer { server.stop() }
    let error = try #require(await send(to: server))
    #expect(error.isPermanent == isPermanent)
    #expect("\(error.replyCode)" == reply.prefix(3))
  }

  @Test func `a connection that breaks before the answer is no refusal`() async throws {
    let server = try Self.server(.drop)
    defer { server.stop() }
    let error = try #require(await send(to: server))
    #expect(!error.isPermanent)
  }

  @Test func `a server that says nothing is waited for no longer than is set`() async throws {
    let server = try Self.server(.stall)
    defer { server.stop() }
    let error = try #require(await send(to: server, timeout: .milliseconds(300)))
    #expect(!error.isPermanent)
  }

  @Test func `nobody there is told as such, and can be tried again`() async throws {
    let server = try Self.server(.take)
    server.stop()
    let error = try #require(await send(to: server))
    #expect(error.replyCode == 0)
    #expect(!error.isPermanent)
  }

  @Test func `cancelling ends a mail that hangs`() async throws {
    let (arrived, arrival) = AsyncStream.makeStream(of: Void.self)
    let server = try Self.server(.stall) { _ in arrival.yield() }
    defer { server.stop() }
    let sending = Task { await send(to: server) }
    for await _ in arrived { break }
    sending.cancel()
    #expect(await sending.value?.message == "cancelled")
  }
}

extension LoopbackServer.Connection {
  /// Reads one line without its end; `nil` at the end.
  fileprivate func readLine() -> String? {
    var bytes: [UInt8] = []
    var byte: UInt8 = 0
    while recv(descriptor, &byte, 1, 0) == 1 {
      if byte == 10 { return String(decoding: bytes.filter { $0 != 13 }, as: UTF8.self) }
      bytes.append(byte)
    }
    return nil
  }
}

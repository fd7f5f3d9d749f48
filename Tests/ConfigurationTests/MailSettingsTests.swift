import Configuration
import Testing

@Suite struct `Mail settings` {
  private func mail(_ smtp: String) throws -> MailSettings? {
    try ConfigurationFile(yaml: "smtp:\n" + smtp, path: "config.yaml").mail
  }

  @Test func `a server and an address are enough`() throws {
    let found = try #require(try mail("  server: smtp://mail.example.com:25\n  from: a@b.example"))
    #expect(found.server == "smtp://mail.example.com:25")
    #expect(found.from == "a@b.example")
    #expect(found.encryption == .ifOffered)
    #expect(found.user == nil)
  }

  @Test(arguments: [
    ("smtp://mail.example.com", "", MailSettings.Encryption.always),
    ("smtp://127.0.0.1:2525", "", .ifOffered),
    ("smtp://[::1]:2525", "", .ifOffered),
    ("smtp://127.0.0.1.example.com", "", .always),
    ("smtp://mail.example.com", "\n  starttls: never", .never),
  ])
  func `a password crosses a network encrypted unless that is refused`(
    server: String,
    more: String,
    encryption: MailSettings.Encryption
  ) throws {
    let found = try mail(
      "  server: '\(server)'\n  from: a@b.example\n  user: ann\n  password: {file: /p}\(more)"
    )
    #expect(found?.encryption == encryption)
    #expect(found?.password == .file("/p"))
  }

  @Test(arguments: [
    ("  from: a@b", "'server' is missing"),
    ("  server: http://x\n  from: a@b", "'server' must be smtp://HOST:PORT"),
    ("  server: smtp://ann:secret@x\n  from: a@b", "'server' must be smtp://HOST:PORT"),
    ("  server: smtp://x", "'from' must be the address"),
    ("  server: smtp://x\n  from: nobody", "'from' must be the address"),
    ("  server: smtp://x\n  from: a@b\n  user: ann", "'user' and 'password' belong together"),
    ("  server: smtp://x\n  from: a@b\n  password: secret", "must be a mapping"),
    ("  server: smtp://x\n  from: a@b\n  starttls: maybe", "'starttls' must be always"),
    ("  server: smtp://x\n  from: a@b\n  sender: c", "unknown key 'sender'"),
  ])
  func `what is wrong is told with its line`(yaml: String, words: String) {
    let error = #expect(throws: ConfigurationError.self) { try mail(yaml) }
    #expect(error?.reason.contains(words) == true, "\(String(describing: error))")
  }
}

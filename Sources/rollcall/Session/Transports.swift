internal import AWSClient
internal import Synchronization

/// What a process has under way outside of itself, which is ended together: its HTTP clients, and
/// the commands that give secrets.
final class Transports: Sendable {
  private struct Content {
    var clients: [HTTPClient.Options: HTTPClient] = [:]
    var commands: [ObjectIdentifier: SecretCommand] = [:]
  }

  private let content = Mutex(Content())

  /// The client with these options, one for all who ask: each has a thread and connections.
  func client(_ options: HTTPClient.Options = .init()) -> HTTPClient {
    content.withLock { content in
      if let client = content.clients[options] { return client }
      let client = HTTPClient(options: options)
      content.clients[options] = client
      return client
    }
  }

  /// Keeps a command in mind.
  func begin(_ command: SecretCommand) {
    content.withLock { $0.commands[ObjectIdentifier(command)] = command }
  }

  /// Forgets a command that has ended.
  func end(_ command: SecretCommand) {
    content.withLock { _ = $0.commands.removeValue(forKey: ObjectIdentifier(command)) }
  }

  /// Ends every request and every command, and lets no request begin.
  func stop() {
    let (clients, commands) = content.withLock { ($0.clients, $0.commands) }
    for client in clients.values { client.stop() }
    for command in commands.values { command.end() }
  }
}

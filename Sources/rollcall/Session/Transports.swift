internal import AWSClient
internal import Synchronization

/// What a process has under way outside of itself, which is ended together: its HTTP clients, and
/// the commands that give secrets.
final class Transports: Sendable {
  private struct Content {
    var clients: [HTTPClient] = []
    var commands: [ObjectIdentifier: SecretCommand] = [:]
  }

  private let content = Mutex(Content())

  /// Makes a client.
  func make(_ options: HTTPClient.Options = .init()) -> HTTPClient {
    let client = HTTPClient(options: options)
    content.withLock { $0.clients.append(client) }
    return client
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
    for client in clients { client.stop() }
    for command in commands.values { command.end() }
  }
}

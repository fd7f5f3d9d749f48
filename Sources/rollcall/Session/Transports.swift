internal import AWSClient
internal import Synchronization

/// What a process has under way outside of itself, which is ended together: its HTTP clients, and
/// the commands that give secrets.
final class Transports: Sendable {
  private struct Content {
    var clients: [HTTPClient.Options: HTTPClient] = [:]
    var commands: [ObjectIdentifier: SecretCommand] = [:]
    var isStopped = false
  }

  private let content = Mutex(Content())

  /// The client with these options, one for all who ask: each has a thread and connections.
  func client(_ options: HTTPClient.Options = .init()) -> HTTPClient {
    content.withLock { content in
      if let client = content.clients[options] { return client }
      let client = HTTPClient(options: options)
      content.clients[options] = client
      if content.isStopped { client.stop() }
      return client
    }
  }

  /// Keeps a command in mind; one that comes too late is ended.
  func begin(_ command: SecretCommand) {
    let isLate = content.withLock { content in
      content.commands[ObjectIdentifier(command)] = command
      return content.isStopped
    }
    if isLate { command.end() }
  }

  /// Forgets a command that has ended.
  func end(_ command: SecretCommand) {
    content.withLock { _ = $0.commands.removeValue(forKey: ObjectIdentifier(command)) }
  }

  /// Ends every request and every command, and lets none begin.
  func stop() {
    let (clients, commands) = content.withLock { content in
      content.isStopped = true
      return (content.clients, content.commands)
    }
    for client in clients.values { client.stop() }
    for command in commands.values { command.end() }
  }
}

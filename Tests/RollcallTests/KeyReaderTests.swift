import AWSClient
import Configuration
import Glibc
import TestKit
import Testing

@testable import rollcall

@Suite("Secrets")
struct KeyReaderTests {
  private let folder = TemporaryFolder()
  private let transports = Transports()

  private func reader(limit: Duration = .seconds(60)) -> KeyReader {
    KeyReader(environment: ["PATH": "/usr/bin:/bin"], transports: transports, limit: limit)
  }

  private func failure(of command: String, limit: Duration = .seconds(60)) async
    -> ConfigurationError?
  {
    await #expect(throws: ConfigurationError.self) {
      try await reader(limit: limit).key(from: .command(command))
    }
  }

  @Test("A command's output is the secret, without the line end")
  func output() async throws {
    #expect(try await reader().key(from: .command("printf ' a key \\n'")) == "a key")
  }

  @Test("A command has nothing to read, and no terminal to ask on")
  func noTerminal() async throws {
    let command = "cat; (true </dev/tty) 2>/dev/null && echo terminal || echo none"
    #expect(try await reader().key(from: .command(command)) == "none")
  }

  @Test("What a command complains of is part of the reason, and does not reach the screen")
  func complaint() async {
    let error = await failure(of: "printf '\\nlocked.\\nmore\\n' >&2; exit 3")
    #expect(error?.reason == "failed to give the secret: locked (it ended with status 3)")
    let silent = await failure(of: "exit 4")
    #expect(silent?.reason == "failed to give the secret: it ended with status 4")
  }

  @Test("A command that complains at length is not kept from its end")
  func manyComplaints() async throws {
    let command = "head -c 1000000 /dev/zero >&2; echo key"
    #expect(try await reader().key(from: .command(command)) == "key")
  }

  @Test("A command that does not end is ended with all that it started")
  func overdue() async {
    // Both sleepers hold the pipes, so that waiting for them ends only when both are gone.
    let error = await failure(of: "sleep 1000 & sleep 1000", limit: .milliseconds(100))
    #expect(error?.reason == "failed to give the secret: it took longer than 0.1 seconds")
    #expect(error?.advice == "it gets no terminal, so it must not ask")
  }

  @Test("A cancelled task and the end of the program end the command", arguments: [true, false])
  func cancelled(byTask: Bool) async throws {
    let mark = "\(folder.path)/begun"
    let task = Task { [self] in
      try await reader().key(from: .command("touch '\(mark)'; sleep 1000 & sleep 1000"))
    }
    while access(mark, F_OK) != 0 { await Task.yield() }
    if byTask { task.cancel() } else { transports.stop() }
    let error = await #expect(throws: ConfigurationError.self) { try await task.value }
    #expect(error?.reason == "failed to give the secret: it ended with status 137")
  }
}

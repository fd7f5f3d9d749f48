import AWSClient
import AWSWire
import Configuration
import Foundation
import Glibc
import Synchronization
import TestKit
import Testing

@testable import rollcall

@Suite("Secrets")
struct KeyReaderTests {
  private let folder = TemporaryFolder()
  private let transports = Transports()

  private func reader(limit: Duration = .seconds(60)) -> KeyReader {
    KeyReader(
      environment: ["PATH": "/usr/bin:/bin"],
      transports: transports,
      client: { region throws(ConfigurationError) in
        throw ConfigurationError(source: region, reason: "there is no client")
      },
      limit: limit
    )
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

  @Test("More than a secret is refused before it is sent anywhere", arguments: ["\\n", "\\033"])
  func more(between: String) async {
    let command = "printf 'key\(between)second\\n'"
    let error = await failure(of: command)
    #expect(error?.source == command)
    #expect(error?.reason == "gives more than a secret, such as a second line")
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

  @Test("A command that prints more than a secret is told so, also where it ends of that")
  func tooMuch() async {
    let reason = "failed to give the secret: it printed too much"
    #expect(await failure(of: "head -c 65537 /dev/zero")?.reason == reason)
    #expect(await failure(of: "head -c 10000000 /dev/zero")?.reason == reason)
    #expect(await failure(of: "cat /dev/zero; echo no >&2; sleep 1000")?.reason == reason)
  }

  @Test("A command that complains at length is not kept from its end")
  func manyComplaints() async throws {
    let command = "head -c 1000000 /dev/zero >&2; echo key"
    #expect(try await reader().key(from: .command(command)) == "key")
  }

  /// The number that a command wrote down.
  private func process(in file: String) throws -> pid_t {
    let text = try String(contentsOfFile: file, encoding: .utf8)
    return try #require(pid_t(text.trimmingCharacters(in: .newlines)))
  }

  @Test(
    "A command that does not end is ended with all that it started",
    .timeLimit(.minutes(5))
  )
  func overdue() async throws {
    let file = "\(folder.path)/process"
    let command = "sleep 1000 & echo $! > '\(file)'; sleep 1000"
    // How long a shell takes to begin is not known: until it was long enough.
    var limit = Duration.milliseconds(500)
    while (try? String(contentsOfFile: file, encoding: .utf8))?.isEmpty != false,
      limit < .seconds(120)
    {
      let error = await failure(of: command, limit: limit)
      #expect(error?.reason == "failed to give the secret: it took longer than \(limit)")
      #expect(error?.advice == "it gets no terminal, so it must not ask")
      limit *= 2
    }
    let sleeper = try process(in: file)
    // Whoever inherits it may not ask for its end: its command line is empty then.
    while let line = try? String(contentsOfFile: "/proc/\(sleeper)/cmdline", encoding: .utf8),
      !line.isEmpty
    {
      await Task.yield()
    }
  }

  @Test("What a command leaves running in a session of its own is not waited for")
  func leftBehind() async throws {
    let file = "\(folder.path)/process"
    // The one that is left begins its session before it writes down its number.
    func leaving(_ rest: String, in file: String) -> String {
      "setsid sh -c 'echo $$ > \(file); \(rest)' & until test -s \(file); do :; done"
    }
    let command = "\(leaving("exec sleep 1000", in: file)); echo key"
    #expect(try await reader().key(from: .command(command)) == "key")
    let refused = "\(leaving("exec sleep 1000", in: file + "2")); echo no >&2; exit 5"
    let failure = await failure(of: refused)
    #expect(failure?.reason == "failed to give the secret: no (it ended with status 5)")
    let chatty = "\(leaving("exec yes >&2", in: file + "3")); echo key"
    #expect(try await reader().key(from: .command(chatty)) == "key")
    for file in [file, file + "2"] { #expect(kill(-(try process(in: file)), SIGKILL) == 0) }
    // The one that goes on complaining ends where nobody listens any more, if not yet by now.
    _ = kill(-(try process(in: file + "3")), SIGKILL)
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
    guard !byTask else { return }
    let late = await failure(of: "sleep 1000")
    #expect(late?.reason == error?.reason, "none begins after the end")
  }
}

/// Answers each request the same, and remembers where it went.
private final class OneAnswer: HTTPSender {
  let hosts = Mutex<[String]>([])
  private let status: Int
  private let body: String

  init(status: Int = 200, _ body: String) { (self.status, self.body) = (status, body) }

  func send(_ request: HTTPRequest) async throws(HTTPError) -> HTTPResponse {
    hosts.withLock { $0.append(request.url) }
    return HTTPResponse(status: status, body: Array(body.utf8))
  }
}

@Suite("Secrets from Secrets Manager")
struct SecretKeyTests {
  private static let arn = "arn:aws:secretsmanager:eu-west-3:123456789012:secret:api-key-AbCdEf"

  private func reader(_ answer: OneAnswer) -> KeyReader {
    KeyReader(environment: [:], transports: Transports()) { region throws(ConfigurationError) in
      do throws(SettingsError) {
        return AWSClient(
          AWSClient.Configuration(
            region: region,
            endpoints: try EndpointRules(region: region),
            credentials: .fixed(AWSCredentials(accessKeyID: "a", secretAccessKey: "b")),
            retry: RetryPolicy(maximumAttempts: 1)
          ),
          http: answer
        )
      } catch {
        throw ConfigurationError(error)
      }
    }
  }

  @Test("It is read where its ARN says it is")
  func region() async throws {
    let answer = OneAnswer(#"{"SecretString":"{\"key\":\" value\\n\"}"}"#)
    let secret = try #require(SecretReference("\(Self.arn):key"))
    #expect(try await reader(answer).key(from: .secret(secret)) == "value")
    let hosts = answer.hosts.withLock { $0 }
    #expect(hosts == ["https://secretsmanager.eu-west-3.amazonaws.com/"])
  }

  @Test("Why there is none is told in words, with what to do")
  func refusal() async throws {
    let answer = OneAnswer(
      status: 400,
      #"{"__type":"ResourceNotFoundException","Message":"Secrets Manager can't find the secret."}"#
    )
    let secret = try #require(SecretReference(Self.arn))
    let error = await #expect(throws: ConfigurationError.self) {
      try await reader(answer).key(from: .secret(secret))
    }
    #expect(error?.source == Self.arn)
    #expect(error?.reason.contains("can't find the secret") == true)
    #expect(error?.advice == "check the name and the region")
  }
}

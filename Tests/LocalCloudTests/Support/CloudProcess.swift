import AWSWire
import Foundation
import Glibc
import JSONValue
import Synchronization

@testable import LocalCloud

/// The built program, running the local cloud of a folder: `rollcall local`.
final class CloudProcess: Sendable {
  /// Why the program did not come to serve.
  struct Refusal: Error {
    let status: Int32
    let errors: String
  }

  /// The folder of the cloud.
  let folder: String
  /// The port it serves on.
  let port: Int
  /// The keys its callers need.
  let keys: CloudKeys

  /// The process until its end was waited for.
  private let process: Mutex<pid_t?>
  private let output: FileHandle

  /// Starts the program and waits until it serves.
  init(_ program: String, folder: String, home: String, arguments: [String] = []) async throws {
    self.folder = folder
    let pipe = Pipe()
    let launch = ProcessLaunch(
      program: program,
      arguments: ["local", "--data", folder] + arguments,
      variables: ["HOME": home, "PATH": "/usr/bin:/bin"]
    )
    let id = try launch.start(output: pipe.fileHandleForWriting.fileDescriptor)
    try pipe.fileHandleForWriting.close()
    process = Mutex(id)
    output = pipe.fileHandleForReading
    let line = await CloudProcess.firstLine(of: output)
    guard line.hasPrefix("ready http://127.0.0.1:"),
      let port = Int(line.split(separator: ":").last ?? "")
    else {
      let said = await CloudProcess.all(of: output)
      process.withLock { $0 = nil }
      let state = await CloudProcess.ended(id)
      throw Refusal(
        status: state & 0x7F == 0 ? state >> 8 & 0xFF : state,
        errors: "\(line)\n\(said)"
      )
    }
    self.port = port
    keys = try CloudKeys(atPath: "\(folder)/credentials.json")
  }

  /// Sends the process a signal and waits for its end.
  func end(_ signal: Int32) async {
    let id = process.withLock { process in
      defer { process = nil }
      return process
    }
    guard let id else { return }
    kill(id, signal)
    _ = await CloudProcess.ended(id)
  }

  deinit { process.withLock { process in _ = process.map { kill($0, SIGKILL) } } }

  /// Waits for a process's end and gives its wait status.
  private static func ended(_ id: pid_t) async -> Int32 {
    await onThread {
      var state: Int32 = 0
      while waitpid(id, &state, 0) < 0, errno == EINTR {}
      return state
    }
  }

  /// Makes a signed call; `nil` where it was not answered with success.
  func call(_ service: AWSService, _ operation: String, _ input: JSON) async -> JSON? {
    let answer = await answer(service, operation, input)
    return answer?.status == 200 ? answer?.json : nil
  }

  /// What a signed call is answered with; `nil` where the connection is refused or cut off.
  func answer(
    _ service: AWSService,
    _ operation: String,
    _ input: JSON
  ) async -> RawClient.Answer? {
    guard let prefix = service.targetPrefix else { return nil }
    return await send(
      "POST",
      "/",
      signedFor: service.signingName,
      headers: [
        ("x-amz-target", "\(prefix).\(operation)"), ("content-type", service.jsonContentType),
      ],
      body: input.bytes()
    )
  }

  /// Reads what the desk lists; `nil` where it was not answered with success.
  func desk(_ path: String) async -> JSON? {
    let answer = await send("GET", "/_rollcall/\(path)", signedFor: "rollcall")
    return answer?.status == 200 ? answer?.json : nil
  }

  /// Makes a call of the REST API and gives its status.
  func rest(_ method: String, _ path: String) async -> Int? {
    await RawClient(port: port).send(method, "/prod\(path)", headers: [("x-api-key", keys.apiKey)])?
      .status
  }

  func send(
    _ method: String,
    _ target: String,
    signedFor service: String,
    headers: [(String, String)] = [],
    body: [UInt8] = []
  ) async -> RawClient.Answer? {
    let request = signed(
      method,
      target,
      headers: headers,
      body: body,
      service: service,
      date: SystemWallClock().now,
      credentials: keys.credentials,
      host: "127.0.0.1:\(port)"
    )
    return await RawClient(port: port).send(
      method,
      target,
      headers: request.headers.map { ($0.name, $0.value) },
      body: body
    )
  }

  private static func firstLine(of file: FileHandle) async -> String {
    await onThread {
      var line: [UInt8] = []
      while let byte = try? file.read(upToCount: 1)?.first, byte != 10 { line.append(byte) }
      return String(decoding: line, as: UTF8.self)
    }
  }

  private static func all(of file: FileHandle) async -> String {
    await onThread { String(decoding: (try? file.readToEnd()) ?? Data(), as: UTF8.self) }
  }
}

/// Runs what blocks on a thread of its own.
func onThread<Value: Sendable>(_ body: @escaping @Sendable () -> Value) async -> Value {
  await withCheckedContinuation { continuation in
    Thread { continuation.resume(returning: body()) }.start()
  }
}

/// The program built beside the tests; `nil` where it was not built.
let rollcallProgram: String? = {
  let folders = ([Bundle.main.executablePath ?? ""] + CommandLine.arguments).flatMap { path in
    let folder = URL(fileURLWithPath: path).deletingLastPathComponent()
    return [folder, folder.deletingLastPathComponent()]
  }
  return folders.map { $0.appendingPathComponent("rollcall").path }
    .first { FileManager.default.isExecutableFile(atPath: $0) }
}()

/// Whether tests that run the program are run: where it was built, and in CI in any case, where they
/// fail if it was not.
let mustHaveProgram = rollcallProgram != nil || ProcessInfo.processInfo.environment["CI"] != nil

internal import CProcess
internal import CVTerm
internal import Glibc

/// A program that was run to its end, and what it said.
package struct CommandRun: Sendable {
  /// What it wrote to standard output.
  package let output: String
  /// What it wrote to standard error.
  package let errors: String
  /// The status it ended with; 128 and the signal's number where a signal ended it.
  package let status: Int32

  /// Why a program could not be run.
  package struct Failure: Error, CustomStringConvertible {
    /// What failed and why.
    package let description: String
  }

  /// Runs a program and waits for it.
  ///
  /// - Parameters:
  ///   - program: its path.
  ///   - arguments: its arguments, without its name.
  ///   - environment: all of its environment.
  ///   - input: what it reads from standard input.
  /// - Throws: `Failure` where it cannot be started.
  package init(
    _ program: String,
    _ arguments: [String],
    environment: [String: String],
    input: String = ""
  ) throws {
    // Files and not pipes: no reader has to keep up with three streams at once.
    let streams = try [input, "", ""].map { try TemporaryFile(holding: $0) }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    for (index, stream) in streams.enumerated() {
      posix_spawn_file_actions_adddup2(&actions, stream.descriptor, Int32(index))
    }
    cprocess_close_others(&actions)
    let words = ([program] + arguments).map { strdup($0) } + [nil]
    let variables = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
    defer { (words + variables).forEach { free($0) } }
    var process: pid_t = 0
    let code = posix_spawn(&process, program, &actions, nil, words, variables)
    guard code == 0 else {
      throw Failure(description: "\(program): \(String(cString: strerror(code)))")
    }
    var state: Int32 = 0
    while waitpid(process, &state, 0) < 0, errno == EINTR {}
    let signal = state & 0x7F
    status = signal == 0 ? (state >> 8) & 0xFF : 128 + signal
    output = streams[1].text
    errors = streams[2].text
  }
}

/// A file without a name that is gone when nobody holds it.
private final class TemporaryFile {
  let descriptor: Int32

  init(holding text: String) throws {
    var template = Array("/tmp/rollcall-run-XXXXXX".utf8CString)
    descriptor = mkostemp(&template, O_CLOEXEC)
    guard descriptor >= 0 else {
      throw CommandRun.Failure(description: "mkostemp: \(String(cString: strerror(errno)))")
    }
    unlink(template)
    let bytes = Array(text.utf8)
    _ = write(descriptor, bytes, bytes.count)
    lseek(descriptor, 0, SEEK_SET)
  }

  deinit { close(descriptor) }

  var text: String {
    lseek(descriptor, 0, SEEK_SET)
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = read(descriptor, &buffer, buffer.count)
      guard count > 0 else { break }
      bytes += buffer[..<count]
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}

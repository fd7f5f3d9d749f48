import Glibc
import Terminal
import TestKit
import Testing

@Suite("The clipboard of tmux")
struct TmuxClipboardTests {
  private let folder = TemporaryFolder()

  /// An environment with a tmux that does what `script` says.
  private func environment(_ script: String) throws -> [String: String] {
    let path = "\(folder.path)/tmux"
    let file = try #require(fopen(path, "w"))
    fputs("#!/bin/sh\n\(script)\n", file)
    fclose(file)
    chmod(path, 0o700)
    return ["TMUX": "/tmp/socket,1,0", "PATH": "/nowhere:\(folder.path):/usr/bin:/bin"]
  }

  /// Waits for tmux as the program does, a step at a time.
  private func finish(_ loading: TmuxClipboard.Loading) async throws {
    var loading = loading
    for _ in 0..<2000 {
      if try loading.isDone() { return }
      await Task.yield()
      usleep(5000)
    }
    loading.giveUp()
    Issue.record("tmux has not ended")
  }

  @Test("gets the whole text by load-buffer -w, however long it is")
  func loads() async throws {
    let script = "echo \"$@\" > \(folder.path)/arguments; cat > \(folder.path)/text"
    let tmux = try #require(TmuxClipboard(environment: try environment(script)))
    let text = String(repeating: "0123456789 é\n", count: 40_000)
    try await finish(try tmux.load(text))
    let copied = try CommandRun("/bin/cat", ["\(folder.path)/text"], environment: [:])
    #expect(copied.output == text)
    let arguments = try CommandRun("/bin/cat", ["\(folder.path)/arguments"], environment: [:])
    #expect(arguments.output == "load-buffer -w -\n")
  }

  @Test("says what tmux said where it failed")
  func fails() async throws {
    let script = "printf 'unknown flag \\033-w\\n' >&2; exit 1"
    let tmux = try #require(TmuxClipboard(environment: try environment(script)))
    let error = await #expect(throws: TmuxClipboard.Failure.self) {
      try await finish(try tmux.load("x"))
    }
    #expect(error?.description == "unknown flag ␛-w")
  }

  @Test("is there only inside of tmux, and where its program is")
  func absence() throws {
    var inside = try environment("exit 0")
    #expect(TmuxClipboard(environment: inside) != nil)
    inside["TMUX"] = ""
    #expect(TmuxClipboard(environment: inside) == nil)
    #expect(TmuxClipboard(environment: ["TMUX": "x", "PATH": "/nowhere"]) == nil)
  }
}

internal import Glibc
internal import Synchronization

/// Ends process groups where this process cannot: when it was killed.
///
/// A shell, started with the first group, is told of each group over a socket that nobody but this
/// process holds. When the socket closes, in whatever way this process has ended, it kills those that
/// are left.
final class GroupWatch: Sendable {
  private static let script = """
    groups=
    while read -r sign group; do
      case $sign in
      +) groups="$groups $group" ;;
      -)
        left=
        for one in $groups; do [ "$one" = "$group" ] || left="$left $one"; done
        groups=$left
        ;;
      esac
    done
    for group in $groups; do kill -s KILL -- "-$group"; done
    """

  private struct Watcher {
    let process: pid_t
    let socket: Int32
  }

  private let watcher = Mutex<Watcher?>(nil)

  /// Has a group killed when this process ends.
  func add(_ group: pid_t) {
    watcher.withLock { watcher in
      if watcher == nil { watcher = GroupWatch.start() }
      watcher.map { GroupWatch.tell($0, "+ \(group)\n") }
    }
  }

  /// Forgets a group that has ended.
  func remove(_ group: pid_t) {
    watcher.withLock { watcher in watcher.map { GroupWatch.tell($0, "- \(group)\n") } }
  }

  /// Ends the shell, and all groups that it still knows.
  func close() {
    let ended = watcher.withLock { watcher in
      defer { watcher = nil }
      return watcher
    }
    guard let ended else { return }
    Glibc.close(ended.socket)
    var state: Int32 = 0
    while waitpid(ended.process, &state, 0) < 0, errno == EINTR {}
  }

  private static func tell(_ watcher: Watcher, _ line: String) {
    _ = line.utf8CString.withUnsafeBytes {
      send(watcher.socket, $0.baseAddress, $0.count - 1, Int32(MSG_NOSIGNAL))
    }
  }

  private static func start() -> Watcher? {
    var ends: [Int32] = [-1, -1]
    let kind = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
    guard socketpair(AF_UNIX, kind, 0, &ends) == 0 else { return nil }
    defer { Glibc.close(ends[1]) }
    let nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC)
    defer { Glibc.close(nowhere) }
    let launch = ProcessLaunch(program: "/bin/sh", arguments: ["-c", script])
    guard let process = try? launch.start(input: ends[1], output: nowhere) else {
      Glibc.close(ends[0])
      return nil
    }
    return Watcher(process: process, socket: ends[0])
  }
}

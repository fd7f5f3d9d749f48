internal import Glibc

/// Where the handler writes; a signal handler can be told nothing but the signal's number.
private nonisolated(unsafe) var signalPipe: Int32 = -1

/// Turns the signals a screen must answer into bytes of a pipe.
struct SignalTap {
  /// Those that end the program.
  static let endings = [SIGTERM, SIGHUP, SIGINT, SIGQUIT]
  private static let all = endings + [SIGWINCH, SIGTSTP, SIGCONT]

  private var previous: [(signal: Int32, action: sigaction)] = []

  /// Installs the handlers; before ncurses, which takes only signals nobody handles.
  init(writingTo descriptor: Int32) {
    signalPipe = descriptor
    for signal in SignalTap.all {
      previous.append((signal, replace(signal, handler: passOn)))
    }
    // Whoever started the program may have had them blocked, and that is inherited.
    var wanted = sigset_t()
    sigemptyset(&wanted)
    for signal in SignalTap.all { sigaddset(&wanted, signal) }
    pthread_sigmask(SIG_UNBLOCK, &wanted, nil)
    // A program in the background may still give the terminal back.
    previous.append((SIGTTOU, replace(SIGTTOU, handler: SIG_IGN)))
  }

  /// Gives the signals back to whoever had them, but for those that are to be ignored.
  mutating func remove(ignoring ignored: [Int32]) {
    for (signal, action) in previous.reversed() {
      guard !ignored.contains(signal) else {
        _ = replace(signal, handler: SIG_IGN)
        continue
      }
      var action = action
      sigaction(signal, &action, nil)
    }
    previous = []
    signalPipe = -1
  }

  /// Stops this process group as Control-Z does, and returns when it goes on.
  ///
  /// Where no shell would take over, the system ignores the stop and this returns at once.
  static func stop() {
    let ignored = replace(SIGTSTP, handler: SIG_IGN)
    kill(0, SIGTSTP)
    // A signal to this very thread stops it before the next line, whatever other threads do.
    _ = replace(SIGTSTP, handler: SIG_DFL)
    pthread_kill(pthread_self(), SIGTSTP)
    var action = ignored
    sigaction(SIGTSTP, &action, nil)
  }
}

private func passOn(_ signal: Int32) {
  let code = errno
  var byte = UInt8(truncatingIfNeeded: signal)
  _ = write(signalPipe, &byte, 1)
  errno = code
}

private func replace(_ signal: Int32, handler: __sighandler_t?) -> sigaction {
  var action = sigaction()
  action.__sigaction_handler.sa_handler = handler
  action.sa_flags = SA_RESTART
  sigemptyset(&action.sa_mask)
  var old = sigaction()
  sigaction(signal, &action, &old)
  return old
}

internal import Glibc

/// All a crash handler may touch, prepared while the program was well.
private struct CrashRecord {
  var descriptor: Int32
  var modes: termios
  var reset: UnsafeMutablePointer<UInt8>
  var resetCount: Int
  var previous: UnsafeMutablePointer<sigaction>
}

private nonisolated(unsafe) var crashRecord: UnsafeMutablePointer<CrashRecord>?

/// Gives the terminal back when the program crashes, and then lets it crash.
final class CrashGuard {
  private static let signals = [SIGSEGV, SIGBUS, SIGILL, SIGTRAP, SIGABRT, SIGFPE]
  private static let stackSize = 64 << 10

  private let record: UnsafeMutablePointer<CrashRecord>
  private let stack: UnsafeMutableRawPointer

  /// Prepares for a crash: `reset` is written to the terminal and `modes` are set.
  init(descriptor: Int32, modes: termios, reset: [UInt8]) {
    let bytes = UnsafeMutablePointer<UInt8>.allocate(capacity: max(1, reset.count))
    bytes.initialize(from: reset, count: reset.count)
    let previous = UnsafeMutablePointer<sigaction>.allocate(capacity: 65)
    previous.initialize(repeating: sigaction(), count: 65)
    record = .allocate(capacity: 1)
    record.initialize(
      to: CrashRecord(
        descriptor: descriptor,
        modes: modes,
        reset: bytes,
        resetCount: reset.count,
        previous: previous
      )
    )
    stack = .allocate(byteCount: CrashGuard.stackSize, alignment: 16)
    crashRecord = record
    // A stack that overflowed is no place for a handler.
    var alternate = stack_t(ss_sp: stack, ss_flags: 0, ss_size: CrashGuard.stackSize)
    sigaltstack(&alternate, nil)
    for signal in CrashGuard.signals {
      var action = sigaction()
      action.__sigaction_handler.sa_handler = giveBack
      action.sa_flags = Int32(SA_ONSTACK)
      sigemptyset(&action.sa_mask)
      sigaction(signal, &action, previous + Int(signal))
    }
  }

  deinit {
    for signal in CrashGuard.signals {
      sigaction(signal, record.pointee.previous + Int(signal), nil)
    }
    crashRecord = nil
    var none = stack_t(ss_sp: nil, ss_flags: Int32(SS_DISABLE), ss_size: 0)
    sigaltstack(&none, nil)
    stack.deallocate()
    record.pointee.reset.deallocate()
    record.pointee.previous.deallocate()
    record.deallocate()
  }
}

/// Writes, sets modes, and sends the signal again to whoever handled it before.
private func giveBack(_ signal: Int32) {
  guard let record = crashRecord else { return }
  _ = write(record.pointee.descriptor, record.pointee.reset, record.pointee.resetCount)
  tcsetattr(record.pointee.descriptor, TCSANOW, &record.pointee.modes)
  sigaction(signal, record.pointee.previous + Int(signal), nil)
  raise(signal)
}

internal import CCurl
internal import Glibc
internal import Synchronization

/// The way into the transfers' thread: notes, and a bell that wakes it.
final class TransferInbox: Sendable {
  /// What the thread is asked to do.
  enum Note: Sendable {
    /// Begin a transfer.
    case start(TransferOrder)
    /// End a transfer.
    case cancel(TransferOrder)
    /// Let a transfer go on, whose answer there is room for again.
    case goOn(TransferOrder)
    /// End all transfers, and the thread.
    case stop
  }

  private struct Contents {
    var notes: [Note] = []
    var isOpen: Bool
  }

  /// The descriptor that becomes readable when there are notes; -1 where there is none.
  let bell: Int32
  private let contents: Mutex<Contents>

  /// Makes an empty inbox.
  init() {
    bell = ccurl_make_bell()
    contents = Mutex(Contents(isOpen: bell >= 0))
  }

  deinit {
    if bell >= 0 { close(bell) }
  }

  /// Puts a note in; `false` where nobody will read it any more.
  ///
  /// Behind `stop` nothing comes in.
  func post(_ note: Note) -> Bool {
    contents.withLock { contents in
      guard contents.isOpen else { return false }
      if case .stop = note { contents.isOpen = false }
      contents.notes.append(note)
      if contents.notes.count == 1 {
        var one: UInt64 = 1
        _ = write(bell, &one, MemoryLayout<UInt64>.size)
      }
      return true
    }
  }

  /// Takes all notes out, and silences the bell.
  func takeAll() -> [Note] {
    contents.withLock { contents in
      guard !contents.notes.isEmpty else { return [] }
      var count: UInt64 = 0
      _ = read(bell, &count, MemoryLayout<UInt64>.size)
      defer { contents.notes = [] }
      return contents.notes
    }
  }

  /// Lets nothing more in, and takes out what there is.
  func shut() -> [Note] {
    contents.withLock { contents in
      contents.isOpen = false
      defer { contents.notes = [] }
      return contents.notes
    }
  }
}

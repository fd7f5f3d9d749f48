internal import Glibc

/// The thread that all transfers of one client live on.
enum CurlThread {
  private final class Start {
    let inbox: TransferInbox
    let options: HTTPClient.Options

    init(inbox: TransferInbox, options: HTTPClient.Options) {
      self.inbox = inbox
      self.options = options
    }
  }

  /// Starts a thread that works until `inbox` says stop; signals go to the other threads.
  static func start(inbox: TransferInbox, options: HTTPClient.Options) {
    let start = Unmanaged.passRetained(Start(inbox: inbox, options: options))
    var (all, before, thread) = (sigset_t(), sigset_t(), pthread_t())
    sigfillset(&all)
    pthread_sigmask(SIG_SETMASK, &all, &before)
    let result = pthread_create(
      &thread,
      nil,
      { context in
        guard let context else { return nil }
        CurlThread.run(Unmanaged<Start>.fromOpaque(context).takeRetainedValue())
        return nil
      },
      start.toOpaque()
    )
    pthread_sigmask(SIG_SETMASK, &before, nil)
    if result == 0 {
      pthread_detach(thread)
    } else {
      start.release()
      refuse(inbox.shut(), "no thread for HTTP")
    }
  }

  private static func run(_ start: Start) {
    do throws(HTTPError) {
      try CurlEngine(inbox: start.inbox, options: start.options).run()
      refuse(start.inbox.shut(), "the HTTP client has ended")
    } catch {
      refuse(start.inbox.shut(), error.message)
    }
  }

  private static func refuse(_ notes: [TransferInbox.Note], _ message: String) {
    for case .start(let order) in notes {
      order.answer.end(HTTPError(.other, mayHaveBeenSent: false, message: message))
    }
  }
}

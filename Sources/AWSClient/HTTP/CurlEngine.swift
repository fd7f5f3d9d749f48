internal import CCurl
internal import Glibc
internal import Synchronization

/// All transfers of one client, on the one thread that may touch them.
///
/// libcurl says which sockets to watch and when to be called again; the thread sleeps in `epoll`
/// until one of them, a deadline or the inbox's bell wakes it, so that without work it never wakes.
final class CurlEngine {
  private let curl: CurlLibrary
  private let multi: CurlLibrary.Multi
  private let options: HTTPClient.Options
  private let inbox: TransferInbox
  private let poll: Int32
  private var watched: Set<Int32> = []
  /// When libcurl wants to be called, in milliseconds of the monotonic clock.
  private var deadline: Int?
  private var transfers: [CurlLibrary.Easy: Transfer] = [:]
  private var byOrder: [ObjectIdentifier: Transfer] = [:]
  private var spareHandles: [CurlLibrary.Easy] = []

  /// Starts libcurl.
  ///
  /// - Throws: `HTTPError` where the library or a descriptor is missing.
  init(inbox: TransferInbox, options: HTTPClient.Options) throws(HTTPError) {
    self.inbox = inbox
    self.options = options
    do throws(CurlLibrary.LoadFailure) {
      curl = try CurlLibrary()
    } catch {
      throw HTTPError(.other, mayHaveBeenSent: false, message: "no libcurl: \(error.message)")
    }
    poll = epoll_create1(Int32(EPOLL_CLOEXEC))
    guard poll >= 0, curl.globalInit(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK,
      let multi = curl.multiInit()
    else {
      throw HTTPError(.other, mayHaveBeenSent: false, message: "libcurl did not start")
    }
    self.multi = multi
    setUpMulti()
    watch(inbox.bell, EPOLLIN.rawValue)
  }

  /// Works until the inbox says stop; then every transfer that is left ends as cancelled.
  func run() {
    while takeNotes() {
      if let deadline, deadline <= CurlEngine.now() {
        self.deadline = nil
        act(curlSocketTimeout, 0)
      }
      finishEnded()
      waitForEvents()
    }
    for transfer in Array(transfers.values) { finish(transfer, transfer.cancellation) }
    for handle in spareHandles { curl.easyCleanup(handle) }
    _ = curl.multiCleanup(multi)
    close(poll)
  }

  private func setUpMulti() {
    let setter = curl.multiSetOption
    _ = ccurl_multi_set_long(setter, multi, CURLMOPT_MAXCONNECTS, options.keptConnections)
    _ = ccurl_multi_set_long(
      setter,
      multi,
      CURLMOPT_MAX_HOST_CONNECTIONS,
      options.connectionsPerHost
    )
    let context = Unmanaged.passUnretained(self).toOpaque()
    _ = ccurl_multi_set_socket_function(
      setter,
      multi,
      { _, socket, what, context, _ in
        guard let context else { return 0 }
        Unmanaged<CurlEngine>.fromOpaque(context).takeUnretainedValue().follow(socket, what)
        return 0
      },
      context
    )
    _ = ccurl_multi_set_timer_function(
      setter,
      multi,
      { _, milliseconds, context in
        guard let context else { return 0 }
        let engine = Unmanaged<CurlEngine>.fromOpaque(context).takeUnretainedValue()
        engine.deadline = milliseconds < 0 ? nil : CurlEngine.now() + milliseconds
        return 0
      },
      context
    )
  }

  // MARK: Notes

  /// Does what the notes ask; `false` once they ask to stop.
  private func takeNotes() -> Bool {
    for note in inbox.takeAll() {
      switch note {
      case .start(let order): start(order)
      case .cancel(let order):
        if let transfer = byOrder[ObjectIdentifier(order)] {
          finish(transfer, transfer.cancellation)
        }
      case .goOn(let order):
        guard let transfer = byOrder[ObjectIdentifier(order)] else { break }
        _ = curl.easyPause(transfer.easy, CURLPAUSE_CONT)
        act(curlSocketTimeout, 0)
      case .stop: return false
      }
    }
    return true
  }

  private func start(_ order: TransferOrder) {
    guard !order.isCancelled.load(ordering: .acquiring) else {
      order.answer.end(HTTPError(.cancelled, mayHaveBeenSent: false, message: "cancelled"))
      return
    }
    guard let easy = spareHandles.popLast() ?? curl.easyInit() else {
      order.answer.end(HTTPError(.other, mayHaveBeenSent: false, message: "out of memory"))
      return
    }
    let transfer = Transfer(order: order, easy: easy)
    transfers[easy] = transfer
    byOrder[ObjectIdentifier(order)] = transfer
    do throws(HTTPError) {
      try transfer.configure(curl, options)
      let code = curl.multiAdd(multi, easy)
      guard code == CURLM_OK else {
        throw HTTPError(
          .other,
          mayHaveBeenSent: false,
          message: "libcurl did not take the request: error \(code.rawValue)"
        )
      }
    } catch {
      finish(transfer, error)
    }
  }

  private func finishEnded() {
    var left: Int32 = 0
    while let message = curl.multiInfoRead(multi, &left) {
      var code = CURLE_OK
      guard let easy = ccurl_ended(message, &code), let transfer = transfers[easy] else { continue }
      finish(transfer, transfer.failure(code, curl))
    }
  }

  private func finish(_ transfer: Transfer, _ failure: HTTPError?) {
    transfers[transfer.easy] = nil
    byOrder[ObjectIdentifier(transfer.order)] = nil
    _ = curl.multiRemove(multi, transfer.easy)
    curl.listFree(transfer.headerList)
    curl.easyReset(transfer.easy)
    spareHandles.append(transfer.easy)
    if failure == nil { transfer.finishHead() }
    transfer.order.answer.end(failure)
  }

  // MARK: Sockets

  private let curlSocketTimeout: curl_socket_t = -1

  private func act(_ socket: curl_socket_t, _ events: Int32) {
    var running: Int32 = 0
    _ = curl.multiSocketAction(multi, socket, events, &running)
  }

  private func follow(_ socket: curl_socket_t, _ what: Int32) {
    switch what {
    case CURL_POLL_IN: watch(socket, EPOLLIN.rawValue)
    case CURL_POLL_OUT: watch(socket, EPOLLOUT.rawValue)
    case CURL_POLL_INOUT: watch(socket, EPOLLIN.rawValue | EPOLLOUT.rawValue)
    case CURL_POLL_REMOVE:
      watched.remove(socket)
      epoll_ctl(poll, EPOLL_CTL_DEL, socket, nil)
    default: break
    }
  }

  private func watch(_ descriptor: Int32, _ events: UInt32) {
    var event = epoll_event(events: events, data: epoll_data_t(fd: descriptor))
    let isNew = watched.insert(descriptor).inserted
    guard epoll_ctl(poll, isNew ? EPOLL_CTL_ADD : EPOLL_CTL_MOD, descriptor, &event) != 0 else {
      return
    }
    // The kernel forgets a closed descriptor, and its number may come back, without being told.
    epoll_ctl(poll, isNew ? EPOLL_CTL_MOD : EPOLL_CTL_ADD, descriptor, &event)
  }

  private func waitForEvents() {
    let patience = deadline.map { Int32(clamping: max(0, $0 - CurlEngine.now())) } ?? -1
    var events = [epoll_event](
      repeating: epoll_event(events: 0, data: epoll_data_t(fd: 0)),
      count: 64
    )
    let count = epoll_wait(poll, &events, Int32(events.count), patience)
    for event in events.prefix(max(0, Int(count))) where event.data.fd != inbox.bell {
      var what: Int32 = 0
      if event.events & EPOLLIN.rawValue != 0 { what |= CURL_CSELECT_IN }
      if event.events & EPOLLOUT.rawValue != 0 { what |= CURL_CSELECT_OUT }
      if event.events & (EPOLLERR.rawValue | EPOLLHUP.rawValue) != 0 { what |= CURL_CSELECT_ERR }
      act(event.data.fd, what)
    }
  }

  private static func now() -> Int {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return time.tv_sec * 1000 + time.tv_nsec / 1_000_000
  }
}

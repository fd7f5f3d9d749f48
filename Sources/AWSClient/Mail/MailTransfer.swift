internal import CCurl
internal import Glibc
internal import Synchronization

/// One mail on its way to the server; libcurl speaks SMTP on a thread that belongs to it alone.
///
/// Mails are few: a thread for each costs less than to have them wait among the HTTP transfers.
final class MailTransfer: Sendable {
  /// How it ends.
  typealias Continuation = CheckedContinuation<Result<Void, MailError>, Never>

  private let server: MailServer
  private let message: MailMessage
  private let isCancelled = Atomic(false)
  /// Who waits for the end; `nil` once it was told.
  private let waiter = Mutex<Continuation?>(nil)

  /// Makes a transfer that has not begun.
  init(_ message: MailMessage, to server: MailServer) {
    (self.message, self.server) = (message, server)
  }

  /// Ends the wait at once and the transfer soon: libcurl may first say goodbye to a server that does
  /// not answer.
  func cancel() {
    isCancelled.store(true, ordering: .relaxed)
    end(.failure(MailTransfer.trouble("cancelled")))
  }

  private func end(_ result: Result<Void, MailError>) {
    let waiting = waiter.withLock { waiter in
      defer { waiter = nil }
      return waiter
    }
    waiting?.resume(returning: result)
  }

  /// Begins, on a thread of its own; signals go to the others.
  func start(_ continuation: Continuation) {
    waiter.withLock { $0 = continuation }
    guard !isCancelled.load(ordering: .relaxed) else { return cancel() }
    let myself = Unmanaged.passRetained(self)
    var (all, before, thread) = (sigset_t(), sigset_t(), pthread_t())
    sigfillset(&all)
    pthread_sigmask(SIG_SETMASK, &all, &before)
    let result = pthread_create(
      &thread,
      nil,
      { context in
        guard let context else { return nil }
        let transfer = Unmanaged<MailTransfer>.fromOpaque(context).takeRetainedValue()
        transfer.end(transfer.run())
        return nil
      },
      myself.toOpaque()
    )
    pthread_sigmask(SIG_SETMASK, &before, nil)
    if result == 0 {
      pthread_detach(thread)
    } else {
      myself.release()
      end(.failure(MailTransfer.trouble("no thread for SMTP")))
    }
  }

  /// The part of the mail that libcurl has not taken yet.
  private final class Reading {
    var rest: ArraySlice<UInt8>

    init(_ bytes: [UInt8]) { rest = bytes[...] }
  }

  private func run() -> Result<Void, MailError> {
    let curl: CurlLibrary
    do throws(CurlLibrary.LoadFailure) {
      curl = try CurlLibrary()
    } catch {
      return .failure(MailTransfer.trouble("no libcurl: \(error.message)"))
    }
    guard curl.globalInit(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK, let easy = curl.easyInit() else {
      return .failure(MailTransfer.trouble("libcurl did not start"))
    }
    defer { curl.easyCleanup(easy) }
    let words = UnsafeMutablePointer<CChar>.allocate(capacity: Int(CURL_ERROR_SIZE))
    words.pointee = 0
    defer { words.deallocate() }
    let recipients = curl.listAppend(nil, "<\(message.recipient)>")
    defer { curl.listFree(recipients) }
    let reading = Reading(message.bytes)
    setServer(curl, easy)
    _ = ccurl_set_pointer(curl.easySetOption, easy, CURLOPT_ERRORBUFFER, words)
    _ = ccurl_set_pointer(curl.easySetOption, easy, CURLOPT_MAIL_RCPT, recipients)
    setBody(curl, easy, reading)
    let code = withExtendedLifetime(reading) { curl.easyPerform(easy) }
    return code == CURLE_OK ? .success(()) : .failure(failure(code, words, curl, easy))
  }

  private func setServer(_ curl: CurlLibrary, _ easy: CurlLibrary.Easy) {
    func set(_ option: CURLoption, _ value: String) {
      _ = ccurl_set_string(curl.easySetOption, easy, option, value)
    }
    func set(_ option: CURLoption, _ value: Int) {
      _ = ccurl_set_long(curl.easySetOption, easy, option, value)
    }
    set(CURLOPT_URL, server.url)
    set(CURLOPT_PROTOCOLS_STR, "smtp,smtps")
    set(CURLOPT_PROXY, "")
    set(CURLOPT_NOSIGNAL, 1)
    set(CURLOPT_CONNECTTIMEOUT_MS, server.connectTimeout.wholeMilliseconds)
    set(CURLOPT_TIMEOUT_MS, server.totalTimeout.wholeMilliseconds)
    // Else libcurl waits two minutes for the answer to its goodbye.
    set(CURLOPT_SERVER_RESPONSE_TIMEOUT, max(1, server.totalTimeout.wholeMilliseconds / 1000))
    set(CURLOPT_MAIL_FROM, "<\(server.from)>")
    switch server.encryption {
    case .always: set(CURLOPT_USE_SSL, Int(CURLUSESSL_ALL.rawValue))
    case .ifOffered: set(CURLOPT_USE_SSL, Int(CURLUSESSL_TRY.rawValue))
    case .never: set(CURLOPT_USE_SSL, Int(CURLUSESSL_NONE.rawValue))
    }
    if let user = server.user { set(CURLOPT_USERNAME, user) }
    if let password = server.password { set(CURLOPT_PASSWORD, password) }
    if let bundle = server.certificateBundle { set(CURLOPT_CAINFO, bundle) }
  }

  private func setBody(_ curl: CurlLibrary, _ easy: CurlLibrary.Easy, _ reading: Reading) {
    let setter = curl.easySetOption
    _ = ccurl_set_long(setter, easy, CURLOPT_UPLOAD, 1)
    _ = ccurl_set_large(
      setter,
      easy,
      CURLOPT_INFILESIZE_LARGE,
      curl_off_t(reading.rest.count)
    )
    _ = ccurl_set_pointer(
      setter,
      easy,
      CURLOPT_READDATA,
      Unmanaged.passUnretained(reading).toOpaque()
    )
    _ = ccurl_set_data_function(setter, easy, CURLOPT_READFUNCTION) {
      buffer,
      size,
      count,
      context in
      guard let buffer, let context else { return 0 }
      let reading = Unmanaged<Reading>.fromOpaque(context).takeUnretainedValue()
      let piece = reading.rest.prefix(size * count)
      piece.withUnsafeBytes { bytes in
        UnsafeMutableRawBufferPointer(start: buffer, count: bytes.count).copyMemory(from: bytes)
      }
      reading.rest = reading.rest.dropFirst(piece.count)
      return piece.count
    }
    _ = ccurl_set_long(setter, easy, CURLOPT_NOPROGRESS, 0)
    _ = ccurl_set_progress_function(
      setter,
      easy,
      { context, _, _, _, _ in
        guard let context else { return 0 }
        let transfer = Unmanaged<MailTransfer>.fromOpaque(context).takeUnretainedValue()
        return transfer.isCancelled.load(ordering: .relaxed) ? 1 : 0
      },
      Unmanaged.passUnretained(self).toOpaque()
    )
  }

  private func failure(
    _ code: CURLcode,
    _ words: UnsafePointer<CChar>,
    _ curl: CurlLibrary,
    _ easy: CurlLibrary.Easy
  ) -> MailError {
    var reply = 0
    _ = ccurl_get_long(curl.easyGetInfo, easy, CURLINFO_RESPONSE_CODE, &reply)
    let own = words.pointee == 0 ? curl.easyMessage(code).map { String(cString: $0) } : nil
    let text =
      code == CURLE_ABORTED_BY_CALLBACK ? "cancelled" : own ?? String(cString: words)
    return MailError(
      message: text,
      replyCode: reply,
      isPermanent: MailTransfer.isPermanent(code, reply)
    )
  }

  /// Whether the server refused the mail itself, and not the one who signs in, which can be mended.
  private static func isPermanent(_ code: CURLcode, _ reply: Int) -> Bool {
    let isRefusal = code == CURLE_SEND_ERROR || code == CURLE_WEIRD_SERVER_REPLY
    return isRefusal && (500...599).contains(reply) && ![530, 534, 535, 538].contains(reply)
  }

  private static func trouble(_ message: String) -> MailError {
    MailError(message: message, replyCode: 0, isPermanent: false)
  }
}

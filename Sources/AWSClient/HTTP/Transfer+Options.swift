internal import CCurl

extension Transfer {
  /// Writes the request into libcurl's handle.
  ///
  /// - Throws: `HTTPError` where the request cannot be written as one.
  func configure(_ curl: CurlLibrary, _ options: HTTPClient.Options) throws(HTTPError) {
    let request = order.request
    let texts =
      [request.method, request.url] + request.headers.fields.flatMap { [$0.name, $0.value] }
    guard texts.allSatisfy({ $0.utf8.allSatisfy { $0 != 0 && $0 != 0x0A && $0 != 0x0D } }) else {
      throw HTTPError(
        .other,
        mayHaveBeenSent: false,
        message: "a line break in the URL or in a header"
      )
    }
    setConnection(curl, options)
    setTimeouts(curl, request.timeouts)
    setMethodAndBody(curl, request)
    setHeaders(curl, request)
    setCallbacks(curl)
  }

  private func setConnection(_ curl: CurlLibrary, _ options: HTTPClient.Options) {
    set(curl, CURLOPT_URL, order.request.url)
    set(curl, CURLOPT_NOSIGNAL, 1)
    // The path must go out as it was signed.
    set(curl, CURLOPT_PATH_AS_IS, 1)
    set(curl, CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_1_1))
    set(curl, CURLOPT_TCP_NODELAY, 1)
    set(curl, CURLOPT_TCP_KEEPALIVE, 1)
    set(curl, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1)
    set(curl, CURLOPT_PROTOCOLS_STR, "http,https")
    set(curl, CURLOPT_ACCEPT_ENCODING, "gzip")
    // Set also where there is none, so that libcurl does not look into the environment.
    let proxy = options.proxy(for: order.request.url) ?? ""
    mayUseProxy = !proxy.isEmpty
    set(curl, CURLOPT_PROXY, proxy)
    set(curl, CURLOPT_NOPROXY, options.noProxy)
    if let bundle = options.certificateBundle { set(curl, CURLOPT_CAINFO, bundle) }
  }

  private func setTimeouts(_ curl: CurlLibrary, _ timeouts: HTTPRequest.Timeouts) {
    set(curl, CURLOPT_CONNECTTIMEOUT_MS, timeouts.connect.wholeMilliseconds)
    set(curl, CURLOPT_TIMEOUT_MS, timeouts.total?.wholeMilliseconds ?? 0)
    if let idle = timeouts.idle {
      set(curl, CURLOPT_LOW_SPEED_LIMIT, 1)
      set(curl, CURLOPT_LOW_SPEED_TIME, max(1, Int(idle.components.seconds)))
    }
  }

  private func setMethodAndBody(_ curl: CurlLibrary, _ request: HTTPRequest) {
    if request.method == "HEAD" { set(curl, CURLOPT_NOBODY, 1) }
    if !request.body.isEmpty || request.method == "POST" || request.method == "PUT" {
      // Also for PUT: bytes that libcurl owns need no rewinding where it sends again.
      set(curl, CURLOPT_POST, 1)
      _ = ccurl_set_large(
        curl.easySetOption,
        easy,
        CURLOPT_POSTFIELDSIZE_LARGE,
        curl_off_t(request.body.count)
      )
      request.body.withUnsafeBytes { body in
        withUnsafeBytes(of: 0) { nothing in
          _ = ccurl_set_pointer(
            curl.easySetOption,
            easy,
            CURLOPT_COPYPOSTFIELDS,
            body.baseAddress ?? nothing.baseAddress
          )
        }
      }
    }
    set(curl, CURLOPT_CUSTOMREQUEST, request.method)
  }

  private func setHeaders(_ curl: CurlLibrary, _ request: HTTPRequest) {
    // libcurl would wait a second for "100 Continue", and would call a body a form.
    var lines = ["Expect:"]
    if request.headers["content-type"] == nil { lines.append("Content-Type:") }
    for field in request.headers.fields {
      lines.append(field.value.isEmpty ? "\(field.name);" : "\(field.name): \(field.value)")
    }
    for line in lines { headerList = curl.listAppend(headerList, line) }
    _ = ccurl_set_pointer(curl.easySetOption, easy, CURLOPT_HTTPHEADER, headerList)
  }

  private func setCallbacks(_ curl: CurlLibrary) {
    let setter = curl.easySetOption
    _ = ccurl_set_pointer(setter, easy, CURLOPT_ERRORBUFFER, message)
    for option in [CURLOPT_WRITEDATA, CURLOPT_HEADERDATA, CURLOPT_PREREQDATA] {
      _ = ccurl_set_pointer(setter, easy, option, context)
    }
    _ = ccurl_set_data_function(setter, easy, CURLOPT_HEADERFUNCTION) {
      bytes,
      size,
      count,
      context in
      guard let context else { return 0 }
      Transfer.behind(context).takeHeaderLine(
        UnsafeRawBufferPointer(start: bytes, count: size * count)
      )
      return size * count
    }
    _ = ccurl_set_data_function(setter, easy, CURLOPT_WRITEFUNCTION) {
      bytes,
      size,
      count,
      context in
      guard let context else { return 0 }
      let transfer = Transfer.behind(context)
      transfer.finishHead()
      let piece = UnsafeRawBufferPointer(start: bytes, count: size * count)
      return transfer.order.answer.take(piece) ? size * count : Int(CURL_WRITEFUNC_PAUSE)
    }
    _ = ccurl_set_prerequest_function(setter, easy) { context, _, _, _, _ in
      guard let context else { return CURL_PREREQFUNC_ABORT }
      let transfer = Transfer.behind(context)
      guard transfer.sendings == 0 || transfer.order.request.isRepeatable else {
        return CURL_PREREQFUNC_ABORT
      }
      transfer.sendings += 1
      return CURL_PREREQFUNC_OK
    }
  }

  private func set(_ curl: CurlLibrary, _ option: CURLoption, _ value: Int) {
    _ = ccurl_set_long(curl.easySetOption, easy, option, value)
  }

  private func set(_ curl: CurlLibrary, _ option: CURLoption, _ value: String) {
    _ = ccurl_set_string(curl.easySetOption, easy, option, value)
  }
}

extension Duration {
  /// The duration in whole milliseconds, rounded down.
  package var wholeMilliseconds: Int {
    Int(components.seconds) * 1000 + Int(components.attoseconds / 1_000_000_000_000_000)
  }
}

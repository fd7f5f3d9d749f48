internal import CCurl

/// One request and its answer while they are under way; lives on the transfers' thread only.
final class Transfer {
  /// What was ordered.
  let order: TransferOrder
  /// libcurl's handle.
  let easy: CurlLibrary.Easy
  /// The header lines that libcurl reads while the transfer lasts.
  var headerList: CurlLibrary.List?
  /// Where libcurl writes what went wrong.
  let message: UnsafeMutablePointer<CChar>
  /// How often the request began to go out; libcurl sends again by itself where a kept-alive
  /// connection turns out to be dead.
  var sendings = 0
  /// Whether the request may go by a proxy, so that what cannot be reached may be that.
  var mayUseProxy = false
  /// The answer's head so far.
  var head = HTTPResponseHead(status: 0)
  /// Whether the head is whole and was handed on.
  var isHeadDone = false

  /// Makes a transfer on a handle that no other uses.
  init(order: TransferOrder, easy: CurlLibrary.Easy) {
    self.order = order
    self.easy = easy
    message = .allocate(capacity: Int(CURL_ERROR_SIZE))
    message.pointee = 0
  }

  deinit { message.deallocate() }

  /// The transfer behind the address that libcurl was given.
  static func behind(_ context: UnsafeMutableRawPointer) -> Transfer {
    Unmanaged<Transfer>.fromOpaque(context).takeUnretainedValue()
  }

  /// The address to give to libcurl.
  var context: UnsafeMutableRawPointer { Unmanaged.passUnretained(self).toOpaque() }

  /// Takes one line of the answer's head; an interim answer's lines are forgotten.
  func takeHeaderLine(_ bytes: UnsafeRawBufferPointer) {
    guard !isHeadDone else { return }
    let line = trimmed(bytes[...])
    if line.isEmpty {
      if head.status >= 200 { finishHead() }
    } else if line.starts(with: "HTTP/".utf8) {
      let status = line.split(separator: UInt8(ascii: " "), maxSplits: 2).dropFirst().first
      head = HTTPResponseHead(status: status.flatMap { Int(text($0)) } ?? 0)
    } else if let colon = line.firstIndex(of: UInt8(ascii: ":")) {
      head.headers.add(text(line[..<colon]), text(trimmed(line[(colon + 1)...])))
    }
  }

  /// Hands the head on, once.
  func finishHead() {
    guard !isHeadDone else { return }
    isHeadDone = true
    order.answer.begin(head)
  }

  private func trimmed(_ bytes: Slice<UnsafeRawBufferPointer>) -> Slice<UnsafeRawBufferPointer> {
    var bytes = bytes
    while let last = bytes.last, last <= 0x20 { bytes.removeLast() }
    while let first = bytes.first, first <= 0x20 { bytes.removeFirst() }
    return bytes
  }

  private func text(_ bytes: Slice<UnsafeRawBufferPointer>) -> String {
    String(decoding: bytes, as: UTF8.self)
  }
}

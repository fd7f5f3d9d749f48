/// An answer of the Runtime API.
struct RuntimeAnswer: Hashable, Sendable {
  /// The HTTP status.
  let status: Int
  /// The headers, their names in lower case.
  let headers: [String: String]
  /// The body, out of its chunks.
  let body: [UInt8]

  /// The most bytes a head may have.
  static let largestHead = 64 << 10
  /// The most bytes a body may have; Lambda's own limit for an event is 6 MB.
  static let largestBody = 16 << 20
}

extension RuntimeAnswer {
  /// Reads an answer off the bytes that have come (RFC 9112); `nil` where more must come.
  ///
  /// - Parameters:
  ///   - bytes: all that has come.
  ///   - isEnded: whether the other side has closed, so that no more will come.
  /// - Throws: `RuntimeError.unreadable`.
  init?(_ bytes: [UInt8], isEnded: Bool) throws(RuntimeError) {
    guard bytes.count <= RuntimeAnswer.largestHead + 2 * RuntimeAnswer.largestBody else {
      throw .unreadable("it is too long")
    }
    guard let end = RuntimeAnswer.headEnd(in: bytes) else {
      if bytes.count > RuntimeAnswer.largestHead { throw .unreadable("its head is too long") }
      if isEnded { throw .unreadable("it ended after \(bytes.count) bytes") }
      return nil
    }
    let lines = String(decoding: bytes[..<end], as: UTF8.self).split(separator: "\r\n")
    let words = lines.first?.split(separator: " ", maxSplits: 2) ?? []
    guard words.count >= 2, words[0].hasPrefix("HTTP/1."), let status = Int(words[1]) else {
      throw .unreadable("it has no status line")
    }
    var headers: [String: String] = [:]
    for line in lines.dropFirst() {
      guard let mark = line.firstIndex(of: ":") else { continue }
      let value = line[line.index(after: mark)...]
      headers[line[..<mark].lowercased()] = String(value.drop { $0 == " " })
    }
    guard
      let body = try RuntimeAnswer.body(
        bytes[(end + 4)...],
        status: status,
        headers: headers,
        isEnded: isEnded
      )
    else { return nil }
    self.init(status: status, headers: headers, body: body)
  }

  /// Where the head's empty line begins.
  private static func headEnd(in bytes: [UInt8]) -> Int? {
    let mark: [UInt8] = [13, 10, 13, 10]
    let searched = min(bytes.count, largestHead)
    guard searched >= mark.count else { return nil }
    return (0...(searched - mark.count)).first {
      bytes[$0] == 13 && bytes[$0..<($0 + 4)] == mark[...]
    }
  }

  private static func body(
    _ bytes: ArraySlice<UInt8>,
    status: Int,
    headers: [String: String],
    isEnded: Bool
  ) throws(RuntimeError) -> [UInt8]? {
    if status == 204 || status == 304 { return [] }
    let body: [UInt8]?
    if headers["transfer-encoding"]?.lowercased() == "chunked" {
      body = try unchunked(bytes)
    } else if let length = headers["content-length"] {
      guard let count = Int(length), (0...largestBody).contains(count) else {
        throw .unreadable("its length is no number from 0 to \(largestBody)")
      }
      body = bytes.count >= count ? Array(bytes.prefix(count)) : nil
    } else {
      guard bytes.count <= largestBody else { throw .unreadable("its body is too long") }
      body = isEnded ? Array(bytes) : nil
    }
    if body == nil && isEnded { throw .unreadable("its body was cut off") }
    return body
  }

  /// The body inside chunks; `nil` where the last one has not come yet.
  private static func unchunked(_ bytes: ArraySlice<UInt8>) throws(RuntimeError) -> [UInt8]? {
    var body: [UInt8] = []
    var rest = bytes
    while let end = rest.firstIndex(of: 10) {
      let line = String(decoding: rest[..<end], as: UTF8.self)
      let digits = line.prefix { $0.isHexDigit }
      guard let size = Int(digits, radix: 16), (0...largestBody).contains(size),
        body.count + size <= largestBody
      else { throw .unreadable("a chunk has no size, or its body is too long") }
      if size == 0 { return body }
      let start = end + 1
      guard rest.endIndex - start >= size + 2 else { return nil }
      body += rest[start..<(start + size)]
      rest = rest[(start + size + 2)...]
    }
    return nil
  }
}

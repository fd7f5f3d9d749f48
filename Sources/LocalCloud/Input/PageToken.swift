internal import AWSWire

/// An opaque mark of where the next page begins.
package enum PageToken {
  /// A token that hides `position`.
  package static func make(_ position: String) -> String { Digest.hex(Array(position.utf8)) }

  /// The position that `token` hides; `nil` where it was not made here.
  package static func position(_ token: String) -> String? {
    let digits = Array(token.utf8)
    guard !digits.isEmpty, digits.count.isMultiple(of: 2) else { return nil }
    var bytes: [UInt8] = []
    for index in stride(from: 0, to: digits.count, by: 2) {
      guard let byte = UInt8(String(decoding: digits[index...index + 1], as: UTF8.self), radix: 16)
      else { return nil }
      bytes.append(byte)
    }
    return String(validating: bytes, as: UTF8.self)
  }

  /// One page of `all`, and the token of the next.
  ///
  /// - Throws: `invalid` where `token` was not made here.
  package static func slice<Element>(
    _ all: [Element],
    token: String?,
    limit: Int,
    invalid: @autoclosure () -> CloudError
  ) throws -> (page: ArraySlice<Element>, next: String?) {
    var start = 0
    if let token {
      guard let position = position(token).flatMap({ Int($0) }), (0...all.count).contains(position)
      else { throw invalid() }
      start = position
    }
    let end = min(all.count, start + limit)
    return (all[start..<end], end < all.count ? make(String(end)) : nil)
  }
}

/// Whether a `Host` header names this machine, so that a page whose name was made to point here
/// (DNS rebinding) is refused.
///
/// This folder decides who may call: host names, signatures, key pairs. It knows no operation.
enum LoopbackHost {
  /// Whether `host`, with or without a port, is a loopback name or address.
  static func isLoopback(_ host: String?) -> Bool {
    guard let host, !host.isEmpty else { return false }
    if host.hasPrefix("[") {
      guard let end = host.firstIndex(of: "]") else { return false }
      let rest = host[host.index(after: end)...]
      return host[...end] == "[::1]" && (rest.isEmpty || isPort(rest))
    }
    let colon = host.utf8.firstIndex(of: UInt8(ascii: ":")) ?? host.endIndex
    let (name, rest) = (host[..<colon], host[colon...])
    guard rest.isEmpty || isPort(rest) else { return false }
    if name == "127.0.0.1" { return true }
    let lowered = name.lowercased()
    return lowered == "localhost" || lowered.hasSuffix(".localhost") || isLoopbackAddress(lowered)
  }

  private static func isPort(_ text: some StringProtocol) -> Bool {
    text.utf8.first == UInt8(ascii: ":") && UInt16(text.dropFirst()) != nil
  }

  private static func isLoopbackAddress(_ name: String) -> Bool {
    let parts = name.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
  }
}

/// A text in an encoding of seven bits and short lines (RFC 2045 sections 6.7 and 6.8).
struct MailBody: Sendable {
  /// The encoding's name.
  let encoding: String
  /// The encoded text; its lines end in CR LF.
  let bytes: [UInt8]

  private static let lineLength = 76

  /// Encodes `text` as quoted-printable, or as Base64 where that is shorter.
  init(_ text: String) {
    let lines = MailBody.lines(text)
    let quoted = lines.map(MailBody.quoted).joined(separator: "\r\n".utf8)
    let plain = Array(lines.joined(separator: "\r\n".utf8))
    if quoted.reduce(0, { count, _ in count + 1 }) > plain.count * 3 / 2 + 80 {
      encoding = "base64"
      bytes = MailBody.wrapped(MailBody.base64(plain))
    } else {
      encoding = "quoted-printable"
      bytes = Array(quoted) + Array("\r\n".utf8)
    }
  }

  /// The lines of a text, however they end.
  private static func lines(_ text: String) -> [[UInt8]] {
    var (lines, line, last) = ([[UInt8]](), [UInt8](), UInt8(0))
    for byte in text.utf8 {
      switch byte {
      case 0x0A where last == 0x0D: break
      case 0x0A, 0x0D:
        lines.append(line)
        line = []
      default: line.append(byte)
      }
      last = byte
    }
    return lines + [line]
  }

  private static func quoted(_ line: [UInt8]) -> [UInt8] {
    var (out, column) = ([UInt8](), 0)
    for (index, byte) in line.enumerated() {
      let isLast = index == line.count - 1
      let isBlank = byte == 0x20 || byte == 0x09
      let isPlain = (0x21...0x7E).contains(byte) && byte != UInt8(ascii: "=")
      let piece: [UInt8] =
        isPlain || isBlank && !isLast ? [byte] : [UInt8(ascii: "="), digit(byte >> 4), digit(byte)]
      if column + piece.count > lineLength - (isLast ? 0 : 1) {
        out += Array("=\r\n".utf8)
        column = 0
      }
      out += piece
      column += piece.count
    }
    return out
  }

  private static func digit(_ value: UInt8) -> UInt8 {
    let digit = value & 15
    return digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "A") + digit - 10
  }

  private static func wrapped(_ text: String) -> [UInt8] {
    var out: [UInt8] = []
    for (index, byte) in text.utf8.enumerated() {
      if index > 0, index.isMultiple(of: lineLength) { out += Array("\r\n".utf8) }
      out.append(byte)
    }
    return out + Array("\r\n".utf8)
  }

  /// Bytes in Base64 (RFC 4648 section 4).
  static func base64(_ bytes: [UInt8]) -> String {
    let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    var out: [UInt8] = []
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let group = bytes[start..<min(start + 3, bytes.count)]
      let word = (0..<3).reduce(0) { word, offset in
        word << 8 | (start + offset < bytes.count ? Int(bytes[start + offset]) : 0)
      }
      for place in 0..<4 {
        out.append(
          place <= group.count ? alphabet[word >> (18 - 6 * place) & 63] : UInt8(ascii: "=")
        )
      }
    }
    return String(decoding: out, as: UTF8.self)
  }
}

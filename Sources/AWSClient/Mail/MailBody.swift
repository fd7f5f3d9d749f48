internal import AWSWire

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
      bytes = MailBody.wrapped(Base64.text(plain))
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
}

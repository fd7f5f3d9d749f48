/// A page for browsers, as a proxy, a login page or a web server answers in place of a service.
package enum WebPage {
  /// How far into a body a page's own elements are looked for, in bytes.
  private static let lookedAt = 1024

  /// Whether `body` is one, and not the XML of a service.
  ///
  /// Services write their elements in upper camel case (`ErrorResponse`), pages all in small letters or
  /// all in capitals, and a page that is XML has `html` after its declaration.
  package static func isOne(_ body: [UInt8]) -> Bool {
    // The mark of UTF-8 may come first.
    let text = (body.starts(with: [0xEF, 0xBB, 0xBF]) ? body.dropFirst(3) : body[...])
      .drop { $0 <= 0x20 }
    guard text.first == UInt8(ascii: "<") else { return false }
    let start = String(decoding: text.prefix(lookedAt), as: UTF8.self)
    let small = start.lowercased()
    if small.contains("<html") || small.hasPrefix("<!doctype html") { return true }
    guard let initial = start.dropFirst().first, initial != "?" else { return false }
    let name = start.dropFirst().prefix { $0.isLetter || $0.isNumber || $0 == ":" }
    return !initial.isUppercase || !name.contains { $0.isLowercase }
  }

  /// What is said where one came.
  ///
  /// Front ends of services, too, answer with one while the service is out, so that above 500 the
  /// status says more than the page.
  package static func words(status: Int) -> String {
    status >= 500
      ? "status \(status) with a web page" : "a web page came back, not an answer of the service"
  }
}

internal import CustomerDomain
internal import Terminal

extension SafeText {
  /// The most bytes that are shown in full; no id, and no name of a service, is longer.
  private static let exactLimit = 2048

  /// A text shown as exactly what it is, its codes as marks; of one too long for an id, both ends.
  init(exactly raw: String) {
    guard raw.utf8.count > SafeText.exactLimit else {
      self.init(ExactText(raw))
      return
    }
    let scalars = raw.unicodeScalars
    let head = ExactText(String(scalars.prefix(256)), isTyped: true)
    let tail = ExactText(String(scalars.suffix(128)), isTyped: true)
    self = SafeText(head) + "..." + SafeText(tail)
  }

  /// A text that is spelled out, its codes as marks.
  init(_ exact: ExactText) { self.init(exact.text, marks: exact.codes) }
}

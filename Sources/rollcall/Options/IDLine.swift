internal import CustomerDomain

/// One id as it was given: an argument, or a line of a file.
struct IDLine: Hashable, Sendable {
  /// Why it is no id, and where it stands.
  struct Problem: Error, CustomStringConvertible {
    /// What is said of it.
    let description: String
  }

  /// Its bytes, which need not be text.
  let bytes: [UInt8]
  /// Its number in the file, from 1; `nil` for an argument.
  let number: Int?

  /// Takes a file's line.
  init(bytes: some Sequence<UInt8>, number: Int) {
    self.bytes = Array(bytes)
    self.number = number
  }

  /// Takes an argument.
  init(text: String) {
    bytes = Array(text.utf8)
    number = nil
  }

  /// The id.
  ///
  /// - Throws: `Problem` where it is none.
  func id() throws(Problem) -> CustomerID {
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw Problem(description: "\(place): not UTF-8")
    }
    do throws(CustomerID.Problem) {
      return try CustomerID(text)
    } catch {
      throw Problem(description: "\(place): \(error)")
    }
  }

  private var place: String {
    let id = "id \"\(IDLine.short(String(decoding: bytes, as: UTF8.self)))\""
    return number.map { "line \($0): \(id)" } ?? id
  }

  /// A text that may come from anywhere as exactly what it is, short enough for one line of a message.
  static func short(_ text: String) -> String {
    guard let ends = ExactText(endsOf: text, head: 80, tail: 40) else { return text.spelledOut }
    return "\(ends.text) (\(text.utf8.count) bytes)"
  }
}

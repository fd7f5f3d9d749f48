/// Why a zip file was not taken.
package enum ZipError: Error, Hashable, Sendable {
  /// It is no zip file; carries what is missing.
  case notAZip(String)
  /// It is damaged; carries where and how.
  case damaged(String)
  /// It is made in a way that is not supported; carries what.
  case unsupported(String)
  /// An entry would be written outside of the folder, or over another one; carries the name and why.
  case unsafeEntry(String, reason: String)
  /// It holds nothing.
  case empty
  /// Unzipped it would have so many bytes.
  case tooLarge(unzipped: Int)
  /// A file could not be written; carries its path and the system's words.
  case notWritten(String, reason: String)
}

extension ZipError: CustomStringConvertible {
  /// What is wrong, for people.
  package var description: String {
    switch self {
    case .notAZip(let what): "it is not a zip file: \(what)"
    case .damaged(let what): "the zip file is damaged: \(what)"
    case .unsupported(let what): "\(what) is not supported in zip files"
    case .unsafeEntry(let name, let reason): "the entry \(name) is refused: \(reason)"
    case .empty: "the zip file is empty"
    case .tooLarge(let bytes): "unzipped it would have \(bytes) bytes"
    case .notWritten(let path, let reason): "\(path) cannot be written: \(reason)"
    }
  }
}

internal import Glibc

/// Finds the compiled terminfo entry of a terminal where ncurses would.
struct TerminfoFile {
  /// The bytes of the entry; nil if there is none or it cannot be read.
  static func read(_ terminal: String, environment: [String: String]) -> [UInt8]? {
    guard let first = terminal.utf8.first, !terminal.contains("/") else { return nil }
    let letter = String(UnicodeScalar(first))
    let hexadecimal = String(first, radix: 16)
    for folder in folders(environment) {
      for part in [letter, hexadecimal] {
        if let bytes = contents("\(folder)/\(part)/\(terminal)") { return bytes }
      }
    }
    return nil
  }

  private static func folders(_ environment: [String: String]) -> [String] {
    var folders: [String] = []
    if let own = environment["TERMINFO"], own.hasPrefix("/") { folders.append(own) }
    if let home = environment["HOME"] { folders.append(home + "/.terminfo") }
    let more = environment["TERMINFO_DIRS"] ?? ""
    folders += more.split(separator: ":").map(String.init)
    return folders + ["/etc/terminfo", "/lib/terminfo", "/usr/share/terminfo", "/usr/lib/terminfo"]
  }

  /// Reads a file of at most the 32 KiB an entry may have.
  private static func contents(_ path: String) -> [UInt8]? {
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return nil }
    defer { close(file) }
    var buffer = [UInt8](repeating: 0, count: 32_769)
    let count = Glibc.read(file, &buffer, buffer.count)
    return count > 0 && count <= 32_768 ? Array(buffer.prefix(count)) : nil
  }
}

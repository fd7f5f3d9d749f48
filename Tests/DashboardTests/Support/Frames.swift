import Dashboard
import Foundation
import Terminal
import Testing

/// Frames stored beside the tests: text, then a layer with a letter for each style.
enum Frames {
  /// Compares with `Frames/<name>.frame`; with RECORD_FRAMES=1 writes it.
  static func expect(
    _ frame: Frame,
    _ name: String,
    theme: Theme,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let url = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "Frames/\(name).frame")
    let drawn = text(of: frame, theme: theme)
    if ProcessInfo.processInfo.environment["RECORD_FRAMES"] == "1" {
      try drawn.write(to: url, atomically: true, encoding: .utf8)
      return
    }
    let stored = (try? String(contentsOf: url, encoding: .utf8)) ?? "(not recorded)"
    #expect(stored == drawn, "\(name) looks different", sourceLocation: sourceLocation)
  }

  private static func text(of frame: Frame, theme: Theme) -> String {
    var letters: [Style: Character] = [theme[.text]: " "]
    var names: [String] = []
    for role in Role.allCases where letters[theme[role]] == nil {
      let letter = alphabet[names.count % alphabet.count]
      letters[theme[role]] = letter
      names.append("\(letter) \(role.rawValue)")
    }
    var others: [Style: Character] = [:]
    let rows = (0..<frame.size.rows).map { y in
      String(
        (0..<frame.size.columns).map { x in
          let style = frame.style(at: Point(x: x, y: y))
          if let letter = letters[style] { return letter }
          if let digit = others[style] { return digit }
          let digit = Character(String(others.count % 10))
          others[style] = digit
          return digit
        }
      ).trimmingSuffix(" ")
    }
    let cursor = frame.cursor.map { "cursor \($0.x),\($0.y)" } ?? "cursor hidden"
    let used = names.filter { name in rows.contains { $0.contains(name.prefix(1)) } }
    return frame.text + "\n=== \(cursor)\n" + used.joined(separator: ", ") + "\n"
      + rows.joined(separator: "\n") + "\n"
  }

  private static let alphabet = Array("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
}

extension String {
  fileprivate func trimmingSuffix(_ character: Character) -> String {
    var text = self
    while text.last == character { text.removeLast() }
    return text
  }
}

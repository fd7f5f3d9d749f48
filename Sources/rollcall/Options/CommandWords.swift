/// The words of a command line, in which the options of commands that connect may stand before the command.
struct CommandWords: Hashable, Sendable {
  /// An option of commands that connect, as the help of the whole program lists it.
  struct GlobalOption: Hashable, Sendable {
    /// Its name with both hyphens.
    let name: String
    /// What its value is called; `nil` where it takes none.
    let value: String?
    /// What it does, in a line.
    let help: String
  }

  /// The options of commands that connect to a backend; `fault` has another `--timeout`.
  static let options = [
    GlobalOption(name: "--context", value: "name", help: "The context of config.yaml, or 'local'."),
    GlobalOption(name: "--profile", value: "name", help: "The profile of the shared AWS files."),
    GlobalOption(name: "--region", value: "region", help: "The AWS region."),
    GlobalOption(name: "--endpoint-url", value: "url", help: "The endpoint instead of AWS's own."),
    GlobalOption(name: "--api-url", value: "url", help: "The REST API's address, with its stage."),
    GlobalOption(name: "--data", value: "folder", help: "The local cloud's folder."),
    GlobalOption(name: "--timeout", value: "duration", help: "How long a call may take; 30s."),
    GlobalOption(name: "--read-only", value: nil, help: "Make every changing action impossible."),
    GlobalOption(name: "--json", value: nil, help: "Answer in JSON on stdout."),
    GlobalOption(name: "--verbose", value: nil, help: "Log each call, and tell it on stderr."),
  ]

  /// The words with the command first, where there is one; without the program's name.
  let words: [String]
  /// The command, or what stands in its place; `nil` where there is none.
  let command: String?
  /// What stood before it.
  let leading: [String]

  /// Looks for the command behind the options of commands that connect.
  init(_ words: [String]) {
    var rest = words[...]
    while let word = rest.first, word.hasPrefix("-") {
      let parts = word.split(separator: "=", maxSplits: 1)
      let option = CommandWords.options.first { $0.name == parts.first ?? "" }
      // What is none of them belongs to the dashboard.
      guard let option, parts.count == 1 || option.value != nil else { break }
      rest = rest.dropFirst(option.value == nil || parts.count == 2 ? 1 : 2)
    }
    guard let command = rest.first, !command.hasPrefix("-") else {
      (self.words, self.command, leading) = (words, nil, [])
      return
    }
    self.command = command
    leading = Array(words[..<rest.startIndex])
    self.words = [command] + leading + rest.dropFirst()
  }

  /// The options in lines of at most 80 columns.
  static var help: String {
    options.map { option in
      let name = "  " + option.name + (option.value.map { " <\($0)>" } ?? "")
      return name + String(repeating: " ", count: 26 - name.count) + option.help
    }.joined(separator: "\n")
  }
}

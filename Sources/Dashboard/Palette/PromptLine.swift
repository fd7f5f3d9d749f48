/// What was typed behind the colon, taken apart: a command's name, and what comes after it.
struct PromptLine: Hashable, Sendable {
  /// The name, in small letters.
  let name: String
  /// What comes after the name and a space; `nil` before the space is typed.
  let argument: String?

  /// Takes a text apart; a colon of its own in front of it and spaces around it mean nothing.
  init(_ text: String) {
    let text = text.drop { $0 == " " || $0 == ":" }
    let name = text.prefix { $0 != " " }
    self.name = name.lowercased()
    let rest = text.dropFirst(name.count)
    argument = rest.isEmpty ? nil : String(rest.drop { $0 == " " })
  }

  /// Whether there is nothing to be done.
  var isEmpty: Bool { name.isEmpty }

  /// The argument without spaces around it; `nil` where there is none.
  var wholeArgument: String? {
    var argument = argument ?? ""
    while argument.last == " " { argument.removeLast() }
    return argument.isEmpty ? nil : argument
  }

  /// The line as the history keeps it.
  var text: String { name + (wholeArgument.map { " " + $0 } ?? "") }
}

internal import ArgumentParser
internal import Spelling

/// A word that looks like an option and is none of its command's.
///
/// The parser tells it only where nothing else is wrong: a missing argument comes first, although it may
/// be what the option was taken from.
struct UnknownOption: Hashable, Sendable {
  /// The option, without a value.
  let name: String
  /// The options that there are.
  let known: [String]

  /// Looks for the first one; `nil` where all are known.
  ///
  /// - Parameters:
  ///   - words: what stands behind the command.
  ///   - command: the command.
  init?(in words: some Sequence<String>, of command: any ParsableCommand.Type) {
    self.init(in: words, known: [command])
  }

  /// Looks for the first one where no command is named, so that the dashboard's options and the whole
  /// program's are known; `nil` where all are.
  init?(in words: some Sequence<String>, ofDashboardIn program: any ParsableCommand.Type) {
    self.init(in: words, known: [DashboardCommand.self, program])
  }

  private init?(in words: some Sequence<String>, known commands: [any ParsableCommand.Type]) {
    let options = words.prefix { $0 != "--" }.filter { $0.hasPrefix("--") }
    guard !options.isEmpty else { return nil }
    let help = commands.map { $0.helpMessage(includeHidden: true) }.joined(separator: "\n")
    let letters = help.split { character in
      !character.isLetter && !character.isNumber && character != "-"
    }
    let known = Set(letters.filter { $0.hasPrefix("--") }.map(String.init))
    let names = options.map { String($0.prefix { $0 != "=" }) }
    guard let name = names.first(where: { !known.contains($0) }) else { return nil }
    (self.name, self.known) = (name, known.sorted())
  }

  /// What is wrong, and what may be meant; `nil` where no command is named.
  func sentence(of command: String?) -> String {
    (command.map { "'\($0)' has no option '\(name)'; " } ?? "there is no option '\(name)'; ")
      + (NearestWord.question(name, among: known)
        ?? "see 'rollcall \(command.map { $0 + " " } ?? "")--help'")
  }
}

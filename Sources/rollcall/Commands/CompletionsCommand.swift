internal import ArgumentParser

/// `rollcall completions`: what makes a shell complete commands, options and names.
struct CompletionsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "completions",
    abstract: "Print the completion script for a shell.",
    discussion: """
      bash: put it into ~/.local/share/bash-completion/completions/rollcall. zsh: into a file \
      _rollcall in a folder of fpath. fish: into ~/.config/fish/completions/rollcall.fish.
      """
  )

  /// A shell that can complete.
  enum Shell: String, ExpressibleByArgument, CaseIterable {
    /// GNU Bash.
    case bash
    /// Z shell.
    case zsh
    /// fish.
    case fish
  }

  @Argument(help: "bash, zsh or fish.")
  var shell: Shell

  func run() throws {
    let parsed: CompletionShell =
      switch shell {
      case .bash: .bash
      case .zsh: .zsh
      case .fish: .fish
      }
    try Printer.raw(Rollcall.completionScript(for: parsed) + "\n")
  }
}

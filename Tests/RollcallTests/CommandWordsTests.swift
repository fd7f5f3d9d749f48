import ArgumentParser
import Testing

@testable import rollcall

@Suite("Options before the command")
struct CommandWordsTests {
  @Test(
    "Options that every command takes may stand before it",
    arguments: [
      ("get 1", "get 1", "get"),
      ("--context x get 1", "get --context x 1", "get"),
      ("--context=x --json get 1 --verbose", "get --context=x --json 1 --verbose", "get"),
      ("--context get get 1", "get --context get 1", "get"),
      ("--read-only gte 1", "gte --read-only 1", "gte"),
      ("--json env -- get --json", "env --json -- get --json", "env"),
      ("--context x --help", "--context x --help", nil),
      ("--context", "--context", nil), ("", "", nil),
      // What belongs to the dashboard alone leaves all as it is.
      ("--record f get 1", "--record f get 1", nil),
      ("--context x -- get", "--context x -- get", nil),
      ("--json=yes get", "--json=yes get", nil),
    ] as [(String, String, String?)]
  )
  func moved(typed: String, read: String, command: String?) {
    let line = CommandWords(typed.split(separator: " ").map(String.init))
    #expect(line.words.joined(separator: " ") == read)
    #expect(line.command == command)
  }

  @Test("The whole program's help lists the options that commands take, each in one line")
  func help() throws {
    let commands = GlobalOptions.helpMessage(columns: 80)
    let taken = Set(commands.matches(of: /--[a-z-]+/).map { String($0.output) })
    #expect(taken.subtracting(["--help"]) == Set(CommandWords.options.map(\.name)))
    for option in CommandWords.options {
      let hasValue = commands.contains("\(option.name) <")
      #expect(hasValue == (option.value != nil), "\(option.name)")
      #expect(Rollcall.helpMessage(columns: 80).contains("\n  \(option.name) "), "\(option.name)")
    }
    for line in Rollcall.helpMessage(columns: 80).split(separator: "\n") {
      #expect(line.count <= 80, "\(line)")
    }
  }
}

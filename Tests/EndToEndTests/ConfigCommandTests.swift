import Glibc
import TestKit
import Testing

@Suite("Commands about the configuration", .timeLimit(.minutes(30)))
@BlockingTests
struct ConfigCommandTests {
  private let yaml = """
    context: live
    theme: mine
    contexts:
      live:
        region: eu-west-1
        api-url: "http://127.0.0.1:9/prod"
        production: true
        api-key: {command: "echo hunter2"}
      broken: {profile: nosuch}
    """
  private let theme = "roles:\n  text: {foreground: white, background: black}\n"

  @Test("contexts lists them with the local cloud, and JSON is an array")
  func contexts() throws {
    let stage = try Stage()
    try stage.write("config.yaml", yaml)
    try stage.write("themes/mine.yaml", theme)
    let run = try stage.run("contexts")
    #expect(run.status == 0, "\(run)")
    #expect(run.output.contains("*  live     eu-west-1     PRODUCTION"), "\(run.output)")
    #expect(run.output.contains("local    eu-central-1"), "\(run.output)")
    let json = try stage.run("contexts", "--json", "--context", "local")
    #expect(json.output.hasPrefix("[") && json.output.contains("\"inUse\": true"), "\(json)")
    #expect(!json.output.contains("hunter2"))
    #expect(!stage.exists(".local/share/rollcall"), "nothing is started for it")
  }

  @Test("policy is printed also where the configuration is not sound, with a note")
  func policy() throws {
    let stage = try Stage()
    let usual = try stage.run("policy", "dashboard")
    #expect(usual.status == 0 && usual.errors.isEmpty, "\(usual)")
    try stage.write("config.yaml", "contextes: {}\n")
    var environment = stage.environment
    let unsound = try CommandRun(stage.program, ["policy", "dashboard"], environment: environment)
    #expect(unsound.status == 0 && unsound.output == usual.output, "\(unsound)")
    #expect(unsound.errors.contains("config.yaml:1:"), "\(unsound.errors)")
    #expect(unsound.errors.contains("without the secret"), "\(unsound.errors)")
    environment["HOME"] = nil
    let homeless = try CommandRun(stage.program, ["policy", "dashboard"], environment: environment)
    #expect(homeless.status == 0 && homeless.output == usual.output, "\(homeless)")
  }

  @Test("themes lists and shows; a bad file is told with its line and role, and ends with 78")
  func themes() throws {
    let stage = try Stage()
    try stage.write("themes/mine.yaml", theme)
    let list = try stage.run("themes")
    #expect(list.status == 0 && list.output.contains("high-contrast  built in"), "\(list)")
    #expect(list.output.contains("*  dark"))
    let one = try stage.run("themes", "mine")
    #expect(one.status == 0 && one.output.contains("mine.yaml"), "\(one)")
    #expect(one.output.contains("alarm"), "\(one)")
    let json = try stage.run("themes", "colour-blind", "--json")
    #expect(json.output.hasPrefix("{") && json.output.contains("\"#fc7642\""), "\(json)")
    try stage.write("themes/worse.yaml", "roles:\n  text: white\n  alarm: reddish\n")
    for run in [try stage.run("themes"), try stage.run("themes", "worse")] {
      #expect(run.status == 78, "\(run)")
      #expect(run.errors.contains("worse.yaml:3: role alarm: unknown colour 'reddish'"), "\(run)")
    }
    let path = "\(stage.folder.path)/.config/rollcall/themes/mine.yaml"
    #expect(try stage.run("themes", path).status == 0)
    let none = try stage.run("themes", "drak")
    #expect(none.status == 78 && none.errors.contains("did you mean 'dark'?"), "\(none)")
  }

  @Test("config shows what is in force with its places, and never a secret")
  func show() throws {
    let stage = try Stage()
    try stage.write("config.yaml", yaml)
    try stage.write("themes/mine.yaml", theme)
    let environment = ["ROLLCALL_API_URL": "http://e/prod", "ROLLCALL_API_KEY": "hunter2"]
    let run = try stage.run("config", "--region", "r-1", environment: environment)
    #expect(run.status == 0, "\(run)")
    for words in ["--region", "ROLLCALL_API_URL", "context live", "config.yaml:2", "default"] {
      #expect(run.output.contains(words), "\(words) is not in \(run.output)")
    }
    let json = try stage.run("config", "show", "--json")
    #expect(json.output.hasPrefix("{") && json.output.contains("\"source\": \"context\""))
    for run in [run, json] { #expect(!(run.output + run.errors).contains("hunter2")) }
    let path = try stage.run("config", "path")
    #expect(path.output == "\(stage.folder.path)/.config/rollcall/config.yaml\n")
  }

  @Test("config check tells all contexts that cannot work, and unknown keys with what was meant")
  func check() throws {
    let stage = try Stage()
    let none = try stage.run("config", "check")
    #expect(none.status == 0 && none.output.contains("is not there"), "\(none)")
    try stage.write("config.yaml", yaml)
    try stage.write("themes/mine.yaml", theme)
    let broken = try stage.run("config", "check")
    #expect(broken.status == 78, "\(broken)")
    #expect(broken.errors.contains("context broken: ") && broken.errors.contains("nosuch"))
    try stage.write("config.yaml", "contexts:\n  a: {regoin: x}\n")
    for command in ["show", "check"] {
      let run = try stage.run("config", command)
      #expect(run.status == 78 && run.errors.contains("config.yaml:2: unknown key 'regoin'"))
      #expect(run.errors.contains("did you mean 'region'?"), "\(run)")
    }
    #expect(try stage.run("config", "path").status == 0, "where it is, is told all the same")
  }

  @Test("The script for bash completes commands, options and what an argument can be")
  func bash() throws {
    let stage = try Stage()
    let script = try stage.run("completions", "bash")
    #expect(script.status == 0)
    try stage.write("completion.bash", script.output)
    func completed(_ words: [String]) throws -> Set<String> {
      let line = words.joined(separator: " ")
      let quoted = words.map { "'\($0)'" }.joined(separator: " ")
      let run = try CommandRun(
        "/bin/bash",
        [
          "--norc", "-c",
          """
          source "$HOME/.config/rollcall/completion.bash"
          COMP_WORDS=(\(quoted)); COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
          COMP_LINE='\(line)'; COMP_POINT=${#COMP_LINE}; COMP_TYPE=9
          "$(complete -p rollcall | sed -E 's/.*-F ([^ ]+).*/\\1/')" rollcall \
            "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD-1]}"
          printf '%s\\n' "${COMPREPLY[@]}"
          """,
        ],
        environment: stage.environment.merging(
          ["PATH": "\(folder(of: stage.program)):/usr/bin:/bin"]
        ) { _, new in new }
      )
      #expect(run.status == 0, "\(run)")
      return Set(run.output.split { $0 == "\n" || $0 == " " }.map(String.init))
    }
    #expect(try completed(["rollcall", "exec"]).isSuperset(of: ["execution", "executions"]))
    #expect(try completed(["rollcall", "get", "--prof"]) == ["--profile"])
    #expect(
      try completed(["rollcall", "completions", ""]).isSuperset(of: ["bash", "fish", "zsh"])
    )
    #expect(try completed(["rollcall", "config", "ch"]).contains("check"))
    #expect(try completed(["rollcall", "themes", "colour"]) == ["colour-blind"])
    #expect(try completed(["rollcall", "get", "--context", "lo"]) == ["local"])
    for shell in ["zsh", "fish"] {
      let run = try stage.run("completions", shell)
      #expect(run.status == 0 && run.output.contains("executions"), "\(shell)")
    }
  }

  private func folder(of path: String) -> String {
    path.split(separator: "/").dropLast().reduce("") { $0 + "/" + $1 }
  }
}

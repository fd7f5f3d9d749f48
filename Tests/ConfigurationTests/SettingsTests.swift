import Configuration
import Testing

@Suite("Settings")
struct SettingsTests {
  private let home = ["HOME": "/home/ann"]

  private func settings(
    _ flags: Flags = Flags(),
    environment: [String: String] = [:],
    yaml: String = ""
  ) throws -> Settings {
    let everything = home.merging(environment) { _, new in new }
    let file = try ConfigurationFile(yaml: yaml, path: "config.yaml")
    return try Settings(
      flags: flags,
      environment: everything,
      file: file,
      paths: Paths(environment: everything)
    )
  }

  @Test("Without any wish the local cloud in the user's data folder is used")
  func localByDefault() throws {
    let settings = try settings()
    #expect(
      settings.destination == .localCloud(folder: "/home/ann/.local/share/rollcall/local")
    )
    #expect(settings.contextName == "local")
  }

  @Test("A profile, a region or keys in the environment alone stay with the local cloud")
  func keysAloneAreNoWish() throws {
    let settings = try settings(environment: [
      "AWS_PROFILE": "work", "AWS_REGION": "eu-central-1", "AWS_ACCESS_KEY_ID": "x",
      "AWS_SECRET_ACCESS_KEY": "y",
    ])
    #expect(settings.contextName == "local")
  }

  @Test("Each way of asking for AWS leaves the local cloud")
  func wishes() throws {
    let wishes: [(Flags, [String: String])] = [
      (Flags(profile: "work"), [:]),
      (Flags(endpointURL: "http://127.0.0.1:1"), [:]),
      (Flags(apiURL: "https://example.com/prod"), [:]),
      (Flags(), ["AWS_ENDPOINT_URL": "http://127.0.0.1:1"]),
      (Flags(), ["ROLLCALL_API_URL": "https://example.com/prod"]),
    ]
    for (flags, environment) in wishes {
      guard case .remote = try settings(flags, environment: environment).destination else {
        Issue.record("stayed local with \(flags) and \(environment)")
        continue
      }
    }
  }

  @Test(
    "The local cloud, asked for outright, wins over what the environment asks for",
    arguments: [Flags(context: "local"), Flags(dataFolder: "/d")]
  )
  func localWins(flags: Flags) throws {
    let environment = ["AWS_ENDPOINT_URL": "http://e", "ROLLCALL_API_URL": "http://e/prod"]
    let settings = try settings(flags, environment: environment)
    guard case .localCloud(let folder) = settings.destination else {
      Issue.record("left the local cloud")
      return
    }
    #expect(flags.dataFolder == nil || flags.dataFolder == folder)
  }

  @Test("A flag wins over the environment, and the environment over the context")
  func precedence() throws {
    let yaml = """
      context: prod
      contexts:
        prod: {region: eu-west-1, endpoint-url: "http://c", api-url: "http://c/prod", production: true}
      """
    let environment = ["AWS_ENDPOINT_URL": "http://e", "ROLLCALL_API_URL": "http://e/prod"]
    let settings = try settings(
      Flags(context: "prod", endpointURL: "http://f"),
      environment: environment,
      yaml: yaml
    )
    guard case .remote(let remote) = settings.destination else {
      Issue.record("stayed local")
      return
    }
    #expect(remote.endpointURL == "http://f")
    #expect(remote.apiURL == "http://e/prod")
    #expect(remote.region == "eu-west-1")
    #expect(settings.isProduction)
  }

  @Test(
    "A mistake in the file is named with its line and a suggestion",
    arguments: [
      (
        "theme: dark\nthem: x\n",
        "config.yaml:2: unknown key 'them' in the file; did you mean 'theme'?"
      ),
      ("read-only: yes\n", "config.yaml:1: 'read-only' must be true or false in the file"),
      ("- a\n", "config.yaml:1: the file must be a mapping of keys to values"),
      (
        "context: x\ncontexts: {y: {}}\n",
        "config.yaml:1: there is no context 'x' in the file; did you mean 'y'?"
      ),
      (
        "contexts:\n  a:\n    api-key: {file: k, command: c}\n",
        "config.yaml:3: 'api-key' needs exactly one of environment, file and command in context a"
      ),
    ]
  )
  func mistakes(yaml: String, message: String) {
    #expect {
      try ConfigurationFile(yaml: yaml, path: "config.yaml")
    } throws: { error in
      "\(error)" == message
    }
  }

  @Test("YAML that cannot be read is named with its line")
  func notYAML() {
    #expect {
      try ConfigurationFile(yaml: "theme: [\n", path: "c.yaml")
    } throws: { error in
      "\(error)".hasPrefix("c.yaml:2: not valid YAML")
    }
  }

  @Test("Without a home folder the error says so")
  func noHome() {
    #expect(throws: ConfigurationError.self) { try Paths(environment: ["XDG_CONFIG_HOME": "rel"]) }
  }
}

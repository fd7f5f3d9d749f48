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

  @Test("The mouse is used unless the configuration says otherwise")
  func mouse() throws {
    #expect(try settings().usesMouse)
    #expect(try !settings(yaml: "mouse: false").usesMouse)
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

  @Test(
    "A context that a flag names is looked at where it says, another one where the environment says"
  )
  func namedContext() throws {
    let yaml = """
      context: live
      contexts:
        live: {endpoint-url: "http://l", api-url: "http://l/prod", production: true}
        bare: {region: eu-west-1}
      """
    let environment = ["AWS_ENDPOINT_URL": "http://e", "ROLLCALL_API_URL": "http://e/prod"]
    let named = try settings(Flags(context: "live"), environment: environment, yaml: yaml)
    #expect(named.remote?.endpointURL == "http://l" && named.remote?.apiURL == "http://l/prod")
    #expect(named.remote?.endpointSource == "endpoint-url of context live")
    let standing = try settings(environment: environment, yaml: yaml)
    #expect(standing.remote?.endpointURL == "http://e" && standing.contextName == "live")
    #expect(standing.remote?.apiURLSource == "ROLLCALL_API_URL")
    let bare = try settings(Flags(context: "bare"), environment: environment, yaml: yaml)
    #expect(bare.remote?.endpointURL == "http://e" && bare.remote?.apiURL == "http://e/prod")
  }

  @Test("Live Tail is used where the context asks for it, and a mistake in that is told")
  func liveTail() throws {
    let yaml = "contexts: {a: {region: x, live-tail: true}, b: {region: x}}"
    #expect(try settings(Flags(context: "a"), yaml: yaml).remote?.usesLiveTail == true)
    #expect(try settings(Flags(context: "b"), yaml: yaml).remote?.usesLiveTail == false)
    let error = #expect(throws: ConfigurationError.self) {
      try settings(Flags(context: "a"), yaml: "contexts: {a: {live-tail: maybe}}")
    }
    #expect(error?.reason.contains("live-tail") == true)
  }

  @Test("A flag wins over a named context, and that over the environment")
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
    #expect(remote.apiURL == "http://c/prod")
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
      (
        "read-only: yes\n",
        "config.yaml:1: 'read-only' must be true or false in the file; did you mean 'true'?"
      ),
      (
        "theme: dark\nbell: true\ntheme: light\n",
        "config.yaml:3: 'theme' is given twice; keep one of the two"
      ),
      (
        "contexts:\n  a: {region: x}\n  b: {}\n  a: {}\n",
        "config.yaml:4: 'a' is given twice; keep one of the two"
      ),
      (
        "notify: osc-99\n",
        "config.yaml:1: 'notify' must be osc-9 or osc-777 in the file; did you mean 'osc-9'?"
      ),
      (
        "refresh: often\n",
        "config.yaml:1: 'refresh' must be a length of time in the file; write it as 30s or 5m"
      ), ("refresh: 0s\n", "config.yaml:1: 'refresh' must be from 1s to 3600s in the file"),
      (
        "refresh: 30\n",
        "config.yaml:1: 'refresh' must be a length of time in the file; write it as 30s or 5m"
      ), ("\ntheme: [dark]\n", "config.yaml:2: 'theme' must be a text in the file"),
      ("- a\n", "config.yaml:1: the file must be a mapping of keys to values"),
      (
        "context: x\ncontexts: {y: {}}\n",
        "config.yaml:1: there is no context 'x' in the file; did you mean 'y'?"
      ),
      (
        "contexts:\n  a:\n    api-key: {file: k, command: c}\n",
        "config.yaml:3: 'api-key' needs exactly one of environment, file, command and secret in "
          + "context a"
      ),
      (
        "contexts:\n  a:\n    api-key:\n      secret: api-key\n",
        "config.yaml:4: 'secret' must be the ARN of a secret, such as "
          + "arn:aws:secretsmanager:eu-central-1:123456789012:secret:api-key-AbCdEf in api-key"
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

  @Test("The lines of what is checked elsewhere are kept")
  func lines() throws {
    let yaml = "bell: true\ntheme: x\nkeys:\n  quit: Q\n  help: [a, b]\n"
    let file = try ConfigurationFile(yaml: yaml, path: "config.yaml")
    #expect(file.lines["theme"] == 2)
    #expect(file.lines["keys.quit"] == 4 && file.lines["keys.help"] == 5)
  }

  @Test("An address is blamed on where it was given")
  func sources() throws {
    func remote(_ flags: Flags, _ environment: [String: String], _ yaml: String = "") throws
      -> Settings.Remote?
    {
      let found = try settings(flags, environment: environment, yaml: yaml)
      guard case .remote(let remote) = found.destination else { return nil }
      return remote
    }
    #expect(try remote(Flags(apiURL: "foo"), [:])?.apiURLSource == "--api-url")
    #expect(
      try remote(Flags(), ["ROLLCALL_API_URL": "foo"])?.apiURLSource == "ROLLCALL_API_URL"
    )
    let yaml = "contexts: {c: {endpoint-url: foo, name-prefix: x-}}"
    let context = try remote(Flags(context: "c"), ["ROLLCALL_API_URL": ""], yaml)
    #expect(context?.endpointSource == "endpoint-url of context c")
    #expect(context?.namePrefix == "x-" && context?.apiURL == nil)
  }

  @Test("The local cloud can be the default, and no other context has its name")
  func localContext() throws {
    let yaml = "context: local\ncontexts: {live: {region: r}}\n"
    let found = try settings(yaml: yaml)
    #expect(found.contextName == "local" && found.remote == nil)
    #expect {
      try ConfigurationFile(yaml: "contexts:\n  local:\n    region: r\n", path: "config.yaml")
    } throws: { error in
      "\(error)".hasPrefix("config.yaml:")
        && "\(error)".contains("no context can be called 'local'")
    }
  }

  @Test("How often is read is the context's wish, else the file's")
  func refresh() throws {
    let yaml = "refresh: 1m\ncontext: a\ncontexts: {a: {refresh: 30s}, b: {region: r}}\n"
    #expect(try settings(yaml: yaml).refreshMilliseconds == 30_000)
    #expect(try settings(Flags(context: "b"), yaml: yaml).refreshMilliseconds == 60_000)
    #expect(try settings(yaml: "{}").refreshMilliseconds == nil)
  }

  @Test("A data folder that is named takes the place of a home that is not set")
  func dataFolderAsHome() throws {
    #expect(
      try Paths(environment: [:], dataFolder: "/d").journalFile
        == "/d/.local/state/rollcall/journal.jsonl"
    )
  }

  @Test("A context's key source is told with the context, unless the usual variable wins")
  func keySource() throws {
    let yaml = "contexts: {prod: {region: r, api-key: {environment: PROD_KEY}}}"
    let own = try settings(Flags(context: "prod"), yaml: yaml).remote
    #expect(own?.apiKey == .environment("PROD_KEY"))
    #expect(own?.apiKeyContext == "prod")
    let usual = try settings(
      Flags(context: "prod"),
      environment: ["ROLLCALL_API_KEY": "k"],
      yaml: yaml
    ).remote
    #expect(usual?.apiKey == .environment("ROLLCALL_API_KEY"))
    #expect(usual?.apiKeyContext == nil)
  }

  @Test("READ-ONLY is blamed on each place that asks for it")
  func readOnly() throws {
    let yaml = "contexts: {ro: {region: r, read-only: true}}"
    #expect(try settings(yaml: yaml).readOnlyAdvice.isEmpty)
    #expect(
      try settings(Flags(isReadOnly: true), yaml: yaml).readOnlyAdvice
        == "start without --read-only to change anything"
    )
    let place = "/home/ann/.config/rollcall/config.yaml"
    #expect(
      try settings(Flags(context: "ro"), yaml: yaml).readOnlyAdvice
        == "take read-only out of context ro in \(place) to change anything"
    )
    #expect(
      try settings(Flags(isReadOnly: true), yaml: "read-only: true").readOnlyAdvice
        == "start without --read-only and take read-only out of \(place) to change anything"
    )
  }

  @Test("Without a home folder the error says so")
  func noHome() {
    #expect(throws: ConfigurationError.self) { try Paths(environment: ["XDG_CONFIG_HOME": "rel"]) }
  }
}

extension Settings {
  /// How what is looked at is reached, where that is not the local cloud.
  fileprivate var remote: Remote? {
    if case .remote(let remote) = destination { remote } else { nil }
  }
}

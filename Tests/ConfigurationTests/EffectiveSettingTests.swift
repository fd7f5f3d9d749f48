import Testing

@testable import Configuration

@Suite("Where settings come from")
struct EffectiveSettingTests {
  private let yaml = """
    context: live
    theme: light
    contexts:
      live:
        region: eu-west-1
        profile: work
        api-url: "https://x/prod"
        production: true
        api-key: {command: "echo hunter2"}
    keys:
      quit: [Q, ctrl-x]
    bell: true
    smtp: {server: "smtp://localhost:25", from: a@b, user: u, password: {environment: PW}}
    """

  private func effective(
    _ flags: Flags = Flags(),
    _ environment: [String: String] = [:],
    _ yaml: String? = nil
  ) throws -> [String: EffectiveSetting] {
    let everything = ["HOME": "/home/ann"].merging(environment) { _, new in new }
    let file = try ConfigurationFile(yaml: yaml ?? self.yaml, path: "config.yaml")
    let paths = try Paths(environment: everything)
    let settings = try Settings(
      flags: flags,
      environment: everything,
      file: file,
      paths: paths
    )
    let list = try settings.effective(
      flags: flags,
      environment: everything,
      file: file,
      paths: paths
    )
    #expect(Set(list.map(\.name)).count == list.count, "each once")
    return Dictionary(list.map { ($0.name, $0) }) { first, _ in first }
  }

  @Test("Every key of the file is among the settings that are told")
  func complete() throws {
    let yaml = self.yaml + "\nread-only: true\nrefresh: 5s\nnotify: osc-9\nmouse: false\n"
    let found = try effective(Flags(), [:], yaml)
    for key in ConfigurationFile.keys where key != "contexts" {
      let told = found.keys.filter { $0 == key || $0.hasPrefix("\(key).") }
      #expect(!told.isEmpty, "\(key)")
      #expect(told.allSatisfy { found[$0]?.source == .file }, "\(key)")
    }
    #expect(found["notify"]?.value == "osc-9" && found["refresh"]?.value == "5s")
    #expect(try effective()["notify"] == EffectiveSetting("notify", nil, .standard))
  }

  private let place = "/home/ann/.config/rollcall/config.yaml"

  @Test("A context's own are told with it, the file's with their lines")
  func context() throws {
    let found = try effective()
    #expect(found["context"] == EffectiveSetting("context", "live", .file, "\(place):1"))
    #expect(found["region"] == EffectiveSetting("region", "eu-west-1", .context, "context live"))
    #expect(found["api-url"]?.source == .context && found["endpoint-url"]?.value == nil)
    #expect(found["production"] == EffectiveSetting("production", "true", .context, "context live"))
    #expect(found["theme"] == EffectiveSetting("theme", "light", .file, "\(place):2"))
    #expect(found["keys.quit"] == EffectiveSetting("keys.quit", "Q ctrl-x", .file, "\(place):11"))
    #expect(found["bell"]?.value == "true" && found["mouse"]?.source == .standard)
    #expect(found["read-only"] == EffectiveSetting("read-only", "false", .standard))
  }

  @Test("A flag comes first, then the environment, then the context, then the default")
  func precedence() throws {
    let environment = [
      "ROLLCALL_API_URL": "https://e/prod", "AWS_REGION": "us-east-1", "AWS_PROFILE": "other",
      "ROLLCALL_API_KEY": "hunter2",
    ]
    let flagged = try effective(
      Flags(context: "live", region: "r-1", apiURL: "https://f/prod", isReadOnly: true),
      environment
    )
    #expect(flagged["region"] == EffectiveSetting("region", "r-1", .flag, "--region"))
    #expect(flagged["api-url"] == EffectiveSetting("api-url", "https://f/prod", .flag, "--api-url"))
    #expect(flagged["read-only"]?.place == "--read-only")
    #expect(flagged["api-key"]?.source == .environment)
    let standing = try effective(Flags(), environment)
    #expect(standing["api-url"]?.place == "ROLLCALL_API_URL")
    #expect(standing["profile"]?.value == "work", "as the calls are made")
    let bare = try effective(Flags(), environment, "{}")
    #expect(bare["context"]?.place == "ROLLCALL_API_URL" && bare["context"]?.value == "aws")
    #expect(bare["region"] == EffectiveSetting("region", "us-east-1", .environment, "AWS_REGION"))
    #expect(bare["profile"]?.place == "AWS_PROFILE")
    let local = try effective(Flags(), [:], "{}")
    #expect(local["context"] == EffectiveSetting("context", "local", .standard))
    #expect(local["data"]?.value == "/home/ann/.local/share/rollcall/local")
    #expect(local["region"] == nil && local["api-key"] == nil)
  }

  @Test("Whatever is given where, each value is the one that is in force")
  func agreement() throws {
    let flagSets = [
      Flags(), Flags(context: "live"), Flags(context: "local"), Flags(profile: "p"),
      Flags(region: "r"), Flags(endpointURL: "http://f"), Flags(dataFolder: "/d"),
      Flags(context: "live", endpointURL: "http://f", isReadOnly: true),
    ]
    let environments: [[String: String]] = [
      [:], ["AWS_ENDPOINT_URL": "http://e"], ["ROLLCALL_API_URL": "http://e/prod"],
      ["ROLLCALL_API_KEY": "k", "AWS_ENDPOINT_URL": ""],
    ]
    for flags in flagSets {
      for environment in environments {
        for yaml in [yaml, "{}", "read-only: true\ncontexts: {live: {region: x}}"] {
          guard !(flags.context == "live" && yaml == "{}") else { continue }
          let everything = ["HOME": "/home/ann"].merging(environment) { _, new in new }
          let settings = try Settings(
            flags: flags,
            environment: everything,
            file: ConfigurationFile(yaml: yaml, path: "c"),
            paths: Paths(environment: everything)
          )
          let found = try effective(flags, environment, yaml)
          #expect(found["context"]?.value == settings.contextName)
          #expect(found["production"]?.value == "\(settings.isProduction)")
          #expect(found["read-only"]?.value == "\(settings.isReadOnly)")
          switch settings.destination {
          case .localCloud(let folder): #expect(found["data"]?.value == folder)
          case .remote(let remote):
            #expect(found["endpoint-url"]?.value == remote.endpointURL)
            #expect(found["api-url"]?.value == remote.apiURL)
            #expect(found["live-tail"]?.value == "\(remote.usesLiveTail)")
            if let region = remote.region { #expect(found["region"]?.value == region) }
            if let profile = remote.profile { #expect(found["profile"]?.value == profile) }
          }
        }
      }
    }
  }

  @Test("No secret is told, wherever it might be")
  func secrets() throws {
    let environment = [
      "ROLLCALL_API_KEY": "hunter2", "PW": "hunter2", "HTTPS_PROXY": "http://me:hunter2@proxy:8080",
      "AWS_SECRET_ACCESS_KEY": "hunter2", "AWS_ENDPOINT_URL_LOGS": "http://h?key=hunter2",
    ]
    for environment in [[:], environment] {
      let found = try effective(Flags(), environment)
      #expect(!"\(found)".contains("hunter2"))
    }
    let found = try effective(Flags(), environment)
    #expect(found["HTTPS_PROXY"]?.value == "http://…@proxy:8080")
    for (url, shown) in [
      ("me:hunter2@proxy:8080", "…@proxy:8080"), ("http://me:a/hunter2@h", "http://…@h"),
      ("http://me:hunter2://@h:1/x", "http://…@h:1/x"), ("proxy:8080", "proxy:8080"),
      ("me:hunter2@h?x=hunter2@y", "…@h?…"), ("http://me:hunter2?hunter2@h", "http://…"),
      ("http://h/x", "http://h/x"),
    ] {
      #expect(EffectiveSetting.shown(url) == shown)
    }
    #expect(found["smtp.password"]?.value == "the variable PW")
    #expect(try effective()["api-key"]?.value == "a command")
    #expect(try effective()["smtp.password"]?.value == "the variable PW, not set")
  }
}

extension Settings {
  /// The settings one by one, each with where its value comes from.
  ///
  /// What only a profile of the shared AWS files says is left without a value here, because this room
  /// does not read those.
  ///
  /// - Parameters:
  ///   - flags: what the command line says.
  ///   - environment: the process's environment.
  ///   - file: what `config.yaml` says.
  ///   - paths: where files are.
  /// - Returns: the settings, those that say where calls go first.
  /// - Throws: `ConfigurationError` where a context is named that there is none of.
  package func effective(
    flags: Flags,
    environment: [String: String],
    file: ConfigurationFile,
    paths: Paths
  ) throws(ConfigurationError) -> [EffectiveSetting] {
    let found = Findings(
      flags: flags,
      environment: environment,
      file: file,
      paths: paths,
      context: try Settings.context(flags, file, paths),
      settings: self
    )
    return found.place + found.rights + found.looks + found.mailSettings + found.awsVariables
  }
}

/// What each place says of the settings, for telling which of them won.
private struct Findings {
  let flags: Flags
  let environment: [String: String]
  let file: ConfigurationFile
  let paths: Paths
  let context: Context?
  let settings: Settings

  private typealias Candidate = (value: String?, source: EffectiveSetting.Source, place: String)

  /// Which backend is looked at, and how it is reached.
  var place: [EffectiveSetting] {
    let name = EffectiveSetting(
      "context",
      [
        (flags.context, .flag, "--context"),
        (flags.dataFolder.map { _ in "local" }, .flag, "--data"),
        (flags.profile, .flag, "--profile"),
        (flags.endpointURL.map { _ in "aws" }, .flag, "--endpoint-url"),
        (flags.apiURL.map { _ in "aws" }, .flag, "--api-url"),
        (file.defaultContext, .file, filePlace("context")),
        (variable("AWS_ENDPOINT_URL").map { _ in "aws" }, .environment, "AWS_ENDPOINT_URL"),
        (variable("ROLLCALL_API_URL").map { _ in "aws" }, .environment, "ROLLCALL_API_URL"),
      ],
      standard: "local"
    )
    // Where a flag leads to the local cloud although a context was named, the name is the cloud's.
    let named = EffectiveSetting("context", settings.contextName, name.source, name.place)
    switch settings.destination {
    case .localCloud(let folder):
      let data = EffectiveSetting("data", [(flags.dataFolder, .flag, "--data")], standard: folder)
      return [named, data]
    case .remote(let remote): return [named] + way(to: remote)
    }
  }

  private func way(to remote: Settings.Remote) -> [EffectiveSetting] {
    let endpoint = remote.endpointURL.map(EffectiveSetting.shown)
    let api = remote.apiURL.map(EffectiveSetting.shown)
    let key = EffectiveSetting(
      "api-key",
      words(of: remote.apiKey),
      remote.apiKeyContext == nil
        ? (variable("ROLLCALL_API_KEY") == nil ? .standard : .environment) : .context,
      remote.apiKeyContext.map { "context \($0)" }
        ?? (variable("ROLLCALL_API_KEY") == nil ? "" : "ROLLCALL_API_KEY")
    )
    return [
      EffectiveSetting(
        "region",
        [(flags.region, .flag, "--region"), own(context?.region)] + variables("REGION")
      ),
      EffectiveSetting(
        "profile",
        [(flags.profile, .flag, "--profile"), own(context?.profile)] + variables("PROFILE"),
        standard: "default"
      ),
      address("endpoint-url", endpoint, remote.endpointSource, flags.endpointURL),
      address("api-url", api, remote.apiURLSource, flags.apiURL), key,
      EffectiveSetting("stack", [own(context?.stack)]),
      EffectiveSetting("name-prefix", [own(context?.namePrefix)], standard: ""),
      EffectiveSetting("live-tail", [own(isTrue(context?.usesLiveTail))], standard: "false"),
    ]
  }

  /// An address, whose place the settings know already.
  private func address(
    _ name: String,
    _ url: String?,
    _ source: String,
    _ flag: String?
  ) -> EffectiveSetting {
    guard let url else { return EffectiveSetting(name, nil, .standard) }
    if flag != nil { return EffectiveSetting(name, url, .flag, source) }
    if source.contains(" of context ") {
      return EffectiveSetting(name, url, .context, "context \(context?.name ?? "")")
    }
    return EffectiveSetting(name, url, .environment, source)
  }

  /// Whether mistakes are costly, and whether anything may be changed.
  var rights: [EffectiveSetting] {
    [
      EffectiveSetting("production", [own(isTrue(context?.isProduction))], standard: "false"),
      EffectiveSetting(
        "read-only",
        [
          (isTrue(flags.isReadOnly), .flag, "--read-only"),
          (isTrue(file.isReadOnly), .file, filePlace("read-only")),
          own(isTrue(context?.isReadOnly)),
        ],
        standard: "false"
      ),
    ]
  }

  /// What the dashboard looks like and listens to.
  var looks: [EffectiveSetting] {
    func given(_ name: String, _ value: String, standard: String) -> EffectiveSetting {
      let isGiven = file.lines[name] != nil
      return EffectiveSetting(
        name,
        [(isGiven ? value : nil, .file, filePlace(name))],
        standard: standard
      )
    }
    let keys = file.keys.sorted { $0.key < $1.key }.map { command, keys in
      EffectiveSetting(
        "keys.\(command)",
        keys.joined(separator: " "),
        .file,
        filePlace("keys.\(command)")
      )
    }
    return [
      given("theme", file.theme ?? "", standard: settings.theme ?? ""),
      given("bell", "\(file.ringsBell)", standard: "false"),
      EffectiveSetting("notify", [(file.notice, .file, filePlace("notify"))]),
      given("mouse", "\(file.usesMouse)", standard: "true"),
      EffectiveSetting(
        "refresh",
        [
          own(context?.refreshMilliseconds.map(seconds)),
          (file.refreshMilliseconds.map(seconds), .file, filePlace("refresh")),
        ]
      ),
    ] + keys
  }

  /// The server that the local cloud's mails go to.
  var mailSettings: [EffectiveSetting] {
    guard let mail = file.mail else { return [] }
    let place = filePlace("smtp")
    return [
      EffectiveSetting("smtp.server", EffectiveSetting.shown(mail.server), .file, place),
      EffectiveSetting("smtp.from", mail.from, .file, place),
      EffectiveSetting("smtp.user", mail.user, mail.user == nil ? .standard : .file, place),
      EffectiveSetting(
        "smtp.password",
        mail.password.map(words),
        mail.password == nil ? .standard : .file,
        place
      ),
      EffectiveSetting("smtp.starttls", mail.encryption.rawValue, .file, place),
    ]
  }

  /// The AWS CLI's variables that are set and mean something here.
  var awsVariables: [EffectiveSetting] {
    let names = [
      "AWS_CA_BUNDLE", "AWS_MAX_ATTEMPTS", "AWS_RETRY_MODE", "HTTPS_PROXY", "https_proxy",
      "http_proxy", "NO_PROXY", "no_proxy",
    ]
    let ends = environment.keys.filter { $0.hasPrefix("AWS_ENDPOINT_URL_") }.sorted()
    return (names + ends).compactMap { name in
      variable(name).map {
        EffectiveSetting(name, EffectiveSetting.shown($0), .environment, name)
      }
    }
  }

  private func own(_ value: String?) -> Candidate {
    (value, .context, "context \(context?.name ?? "")")
  }

  /// `AWS_REGION` and `AWS_DEFAULT_REGION`, or the same of another setting.
  private func variables(_ name: String) -> [Candidate] {
    ["AWS_\(name)", "AWS_DEFAULT_\(name)"].map { (variable($0), .environment, $0) }
  }

  private func seconds(_ milliseconds: Int64) -> String { "\(milliseconds / 1000)s" }

  private func isTrue(_ flag: Bool?) -> String? { flag == true ? "true" : nil }

  /// Where a secret comes from; of a command not even its words, which may hold one.
  private func words(of source: Context.KeySource) -> String {
    switch source {
    case .environment(let name): "the variable \(name)\(variable(name) == nil ? ", not set" : "")"
    case .file(let path): "the file \(path)"
    case .command: "a command"
    case .secret: source.words
    }
  }

  private func filePlace(_ key: String) -> String {
    paths.configurationFile + (file.lines[key].map { ":\($0)" } ?? "")
  }

  private func variable(_ name: String) -> String? {
    environment[name].flatMap { $0.isEmpty ? nil : $0 }
  }
}

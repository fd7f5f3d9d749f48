internal import Spelling

/// What flags, environment, configuration and defaults come to, in that order of precedence.
package struct Settings: Hashable, Sendable {
  /// Which backend is looked at.
  package enum Destination: Hashable, Sendable {
    /// The local cloud whose data are in `folder`.
    case localCloud(folder: String)
    /// AWS, or an endpoint that speaks like it.
    case remote(Remote)
  }

  /// How to reach a backend that is not the local cloud.
  package struct Remote: Hashable, Sendable {
    /// The profile that was asked for by name.
    package var profile: String?
    /// The AWS region, where one was named.
    package var region: String?
    /// The endpoint that takes the place of AWS's own.
    package var endpointURL: String?
    /// Where the endpoint was given: a flag, a variable or a context.
    package var endpointSource: String
    /// The REST API's address, with its stage.
    package var apiURL: String?
    /// Where that address was given.
    package var apiURLSource: String
    /// Where the API key comes from.
    package var apiKey: Context.KeySource
    /// The context that says so; `nil` where the variable is read that is read everywhere.
    package var apiKeyContext: String?
    /// The stack that the backend is, where the context says so.
    package var stack: String?
    /// What stands before every name of the backend's parts.
    package var namePrefix = ""
    /// Whether Live Tail tells when logs have something new.
    package var usesLiveTail = false

    /// Says how to reach a backend; what is left out is found elsewhere.
    package init(
      profile: String? = nil,
      region: String? = nil,
      endpointURL: String? = nil,
      endpointSource: String = "--endpoint-url",
      apiURL: String? = nil,
      apiURLSource: String = "--api-url",
      apiKey: Context.KeySource,
      apiKeyContext: String? = nil,
      stack: String? = nil,
      namePrefix: String = "",
      usesLiveTail: Bool = false
    ) {
      self.profile = profile
      self.region = region
      self.endpointURL = endpointURL
      self.endpointSource = endpointSource
      self.apiURL = apiURL
      self.apiURLSource = apiURLSource
      self.apiKey = apiKey
      self.apiKeyContext = apiKeyContext
      self.stack = stack
      self.namePrefix = namePrefix
      self.usesLiveTail = usesLiveTail
    }
  }

  /// The name that the header shows: the context's, or `local`, or `aws`.
  package var contextName: String
  /// Which backend is looked at.
  package var destination: Destination
  /// Whether mistakes here are costly.
  package var isProduction: Bool
  /// Whether every changing action is impossible.
  package var isReadOnly: Bool
  /// What to do to change something all the same; empty where that is possible.
  package var readOnlyAdvice: String
  /// The theme's name, where one is configured.
  package var theme: String?
  /// Commands to the keys that run them instead of the built-in ones.
  package var keys: [String: [String]]
  /// Whether the bell rings for a new alarm.
  package var ringsBell: Bool
  /// How the desktop is told of a new alarm: `osc-9` or `osc-777`; `nil` where it is not.
  package var notice: String?
  /// Whether the terminal reports the mouse; if not, it selects text with it.
  package var usesMouse: Bool
  /// The server that the local cloud's mails are handed to.
  package var mail: MailSettings?
  /// How long between two readings of what changes, in milliseconds, where it is configured.
  package var refreshMilliseconds: Int64?
  /// The lines of the configuration that `theme`, `keys` and each `keys.COMMAND` stand on.
  package var lines: [String: Int]

  /// Finds the settings.
  ///
  /// AWS is used only where it is asked for; AWS_PROFILE, AWS_REGION or keys alone are not asking.
  /// What a context sets itself comes before the environment where `--context` names it.
  ///
  /// - Throws: `ConfigurationError` where a context is named that there is none of.
  package init(
    flags: Flags,
    environment: [String: String],
    file: ConfigurationFile,
    paths: Paths
  ) throws(ConfigurationError) {
    let context = try Settings.context(flags, file, paths)
    // The local cloud or its folder, named outright, is a wish for that and no other.
    let wantsLocal = flags.context == "local" || flags.dataFolder != nil
    if !wantsLocal, let remote = Settings.remote(flags, environment, context) {
      destination = .remote(remote)
      contextName = context?.name ?? flags.profile ?? "aws"
    } else {
      destination = .localCloud(folder: flags.dataFolder ?? paths.localCloudFolder)
      contextName = "local"
    }
    isProduction = context?.isProduction ?? false
    isReadOnly = flags.isReadOnly || file.isReadOnly || context?.isReadOnly ?? false
    readOnlyAdvice = Settings.readOnlyAdvice(flags, file, context, paths)
    theme = file.theme
    keys = file.keys
    ringsBell = file.ringsBell
    notice = file.notice
    usesMouse = file.usesMouse
    mail = file.mail
    refreshMilliseconds = context?.refreshMilliseconds ?? file.refreshMilliseconds
    lines = file.lines
  }

  /// How to reach what is asked for; `nil` where nothing but the local cloud is.
  private static func remote(
    _ flags: Flags,
    _ environment: [String: String],
    _ context: Context?
  ) -> Remote? {
    func address(_ key: String, _ flag: String?, _ variable: String, _ own: String?) -> Address {
      let candidates: [(url: String?, source: String)] = [
        (flag, "--\(key)"),
        // A context named by a flag is looked at where it says it is, whatever a shell still holds.
        (flags.context == nil ? nil : own, "\(key) of context \(context?.name ?? "")"),
        (value(variable, environment), variable), (own, "\(key) of context \(context?.name ?? "")"),
      ]
      let found = candidates.first { $0.url != nil }
      return Address(url: found?.url, source: found?.source ?? "--\(key)")
    }
    let endpoint = address(
      "endpoint-url",
      flags.endpointURL,
      "AWS_ENDPOINT_URL",
      context?.endpointURL
    )
    let api = address("api-url", flags.apiURL, "ROLLCALL_API_URL", context?.apiURL)
    guard context != nil || flags.profile != nil || endpoint.url != nil || api.url != nil else {
      return nil
    }
    let standardKey = Context.KeySource.environment("ROLLCALL_API_KEY")
    let ownKey = value("ROLLCALL_API_KEY", environment) == nil ? context?.apiKey : nil
    return Remote(
      profile: flags.profile ?? context?.profile,
      region: flags.region ?? context?.region,
      endpointURL: endpoint.url,
      endpointSource: endpoint.source,
      apiURL: api.url,
      apiURLSource: api.source,
      apiKey: ownKey ?? standardKey,
      apiKeyContext: ownKey == nil ? nil : context?.name,
      stack: context?.stack,
      namePrefix: context?.namePrefix ?? "",
      usesLiveTail: context?.usesLiveTail ?? false
    )
  }

  private static func readOnlyAdvice(
    _ flags: Flags,
    _ file: ConfigurationFile,
    _ context: Context?,
    _ paths: Paths
  ) -> String {
    let places = [
      flags.isReadOnly ? "start without --read-only" : nil,
      file.isReadOnly ? "take read-only out of \(paths.configurationFile)" : nil,
      context?.isReadOnly == true
        ? "take read-only out of context \(context?.name ?? "") in \(paths.configurationFile)"
        : nil,
    ].compactMap(\.self)
    return places.isEmpty ? "" : places.joined(separator: " and ") + " to change anything"
  }

  /// An address and where it was given, for errors about it.
  private struct Address {
    let url: String?
    let source: String
  }

  private static func value(_ variable: String, _ environment: [String: String]) -> String? {
    environment[variable].flatMap { $0.isEmpty ? nil : $0 }
  }

  /// The context that is asked for, or the default one; `nil` where neither is.
  ///
  /// - Throws: `ConfigurationError` where a context is named that there is none of.
  static func context(
    _ flags: Flags,
    _ file: ConfigurationFile,
    _ paths: Paths
  ) throws(ConfigurationError) -> Context? {
    // A flag that names a destination wins over the configured default, but not over `--context`.
    let namesDestination =
      flags.profile != nil || flags.endpointURL != nil || flags.apiURL != nil
      || flags.dataFolder != nil
    guard let name = flags.context ?? (namesDestination ? nil : file.defaultContext) else {
      return nil
    }
    if name == "local" { return nil }
    guard let context = file.contexts[name] else {
      throw ConfigurationError(
        source: "--context",
        reason: "there is no context '\(name)' in \(paths.configurationFile)",
        advice: NearestWord.advice(name, among: file.contexts.keys.sorted() + ["local"])
      )
    }
    return context
  }
}

internal import AWSWire

/// Looks single settings up in flags, environment and profile.
struct SettingsLookup {
  /// What was given.
  let flags: AWSSettings.Flags
  /// The environment's variables.
  let environment: [String: String]
  /// The shared files.
  let files: SharedFiles

  /// The profile's name.
  ///
  /// - Throws: `SettingsError` where a profile is named that no file has.
  func profileName() throws(SettingsError) -> String {
    guard let named = flags.profile ?? variable("AWS_PROFILE") ?? variable("AWS_DEFAULT_PROFILE")
    else { return "default" }
    guard files.profile(named) != nil else { throw CredentialSource.unknown(named, files) }
    return named
  }

  /// The region; `nil` where none is set.
  ///
  /// - Throws: `SettingsError` where what is set cannot be one.
  func region() throws(SettingsError) -> String? {
    let profile = try profile()
    guard
      let region = flags.region ?? variable("AWS_REGION") ?? variable("AWS_DEFAULT_REGION")
        ?? profile?["region"]
    else { return nil }
    guard !region.isEmpty,
      region.utf8.allSatisfy({ byte in
        Unicode.Scalar(byte).properties.isAlphabetic || (0x30...0x39).contains(byte) || byte == 0x2D
      })
    else {
      throw SettingsError("\"\(region)\" is no region", advice: "give one such as eu-central-1")
    }
    return region
  }

  /// Where the services are.
  ///
  /// - Throws: `SettingsError` where an endpoint is no URL.
  func endpoints(region: String) throws(SettingsError) -> EndpointRules {
    if let given = flags.endpointURL {
      return try EndpointRules(
        region: region,
        forAll: try Endpoint(given, source: flags.endpointSource)
      )
    }
    if variable("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS")?.lowercased() == "true" {
      return try EndpointRules(region: region)
    }
    let profile = try profile()
    let common = try variable("AWS_ENDPOINT_URL").map { url throws(SettingsError) in
      try Endpoint(url, source: "AWS_ENDPOINT_URL")
    }
    let fromProfile = try profile?["endpoint_url"].map { url throws(SettingsError) in
      try Endpoint(url, source: "endpoint_url")
    }
    var own: [AWSService: Endpoint] = [:]
    for service in AWSService.allCases {
      let name = "AWS_ENDPOINT_URL_\(service.settingsName)"
      if let url = variable(name) {
        own[service] = try Endpoint(url, source: name)
      } else if common == nil, let url = profile?.endpoint(for: service) {
        own[service] = try Endpoint(url, source: "endpoint_url")
      }
    }
    return try EndpointRules(region: region, forAll: common ?? fromProfile, forService: own)
  }

  /// When calls are made again.
  ///
  /// - Throws: `SettingsError` where a number or a mode is none.
  func retryPolicy() throws(SettingsError) -> RetryPolicy {
    let profile = try profile()
    let mode = variable("AWS_RETRY_MODE") ?? profile?["retry_mode"] ?? "standard"
    guard ["legacy", "standard", "adaptive"].contains(mode) else {
      throw SettingsError(
        "AWS_RETRY_MODE is \"\(mode)\"",
        advice: "set it to standard or leave it out"
      )
    }
    guard let text = variable("AWS_MAX_ATTEMPTS") ?? profile?["max_attempts"] else {
      return RetryPolicy()
    }
    guard let attempts = Int(text), (1...100).contains(attempts) else {
      throw SettingsError(
        "AWS_MAX_ATTEMPTS is \"\(text)\"",
        advice: "set it to a number from 1 to 100"
      )
    }
    return RetryPolicy(maximumAttempts: attempts)
  }

  /// Proxies and trusted certificates.
  func httpOptions() -> HTTPClient.Options {
    HTTPClient.Options(
      httpsProxy: variable("HTTPS_PROXY") ?? variable("https_proxy"),
      // HTTP_PROXY in capitals can be set by a request's header in CGI, so nobody trusts it.
      httpProxy: variable("http_proxy"),
      noProxy: variable("NO_PROXY") ?? variable("no_proxy") ?? "",
      certificateBundle: variable("AWS_CA_BUNDLE") ?? (try? profile())?["ca_bundle"]
    )
  }

  private func profile() throws(SettingsError) -> SharedProfile? {
    files.profile(try profileName())
  }

  private func variable(_ name: String) -> String? {
    environment[name].flatMap { $0.isEmpty ? nil : $0 }
  }
}

import AWSWire
import Testing

@testable import AWSClient

struct AWSSettingsTests {
  private static let files = [
    "/home/me/.aws/credentials": """
    # static keys
    [default]
    aws_access_key_id = AKDEFAULT
    aws_secret_access_key = secret # not part of it
    [work]
    aws_access_key_id=AKWORK
    aws_secret_access_key=a#b;c
    aws_session_token = t
    [half]
    aws_access_key_id = AKHALF
    """,
    "/home/me/.aws/config": """
    [default]
    region = us-east-1
    [profile work]
    region = eu-west-1
    services = mine
    endpoint_url = http://profile:1
    ca_bundle = /ca.pem
    max_attempts = 7
    [services mine]
    cloudwatch_logs =
      endpoint_url = http://logs:2
    [profile  sso]
    sso_session = corp
    region = eu-west-1
    [profile assumed]
    role_arn = arn:aws:iam::1:role/r
    region = eu-west-1
    """,
  ]

  private func settings(
    _ flags: AWSSettings.Flags = .init(),
    _ environment: [String: String] = [:]
  ) throws -> AWSSettings {
    try AWSSettings(
      flags: flags,
      environment: environment.merging(["HOME": "/home/me"]) { a, _ in a }
    ) {
      Self.files[$0]
    }
  }

  @Test func `the default profile is read from both files`() async throws {
    let settings = try settings()
    #expect(settings.region == "us-east-1")
    #expect(
      try await settings.credentials.load()
        == AWSCredentials(accessKeyID: "AKDEFAULT", secretAccessKey: "secret")
    )
    #expect(settings.endpoints.endpoint(for: .logs).url == "https://logs.us-east-1.amazonaws.com")
    #expect(
      settings.endpoints.endpoint(for: .cloudWatch).host == "monitoring.us-east-1.amazonaws.com"
    )
  }

  @Test func `a profile brings keys, region, endpoints and more`() async throws {
    let settings = try settings(.init(profile: "work"))
    #expect(
      try await settings.credentials.load()
        == AWSCredentials(accessKeyID: "AKWORK", secretAccessKey: "a#b;c", sessionToken: "t")
    )
    #expect(settings.region == "eu-west-1")
    #expect(settings.endpoints.endpoint(for: .logs).url == "http://logs:2")
    #expect(settings.endpoints.endpoint(for: .states).url == "http://profile:1")
    #expect(settings.http.certificateBundle == "/ca.pem")
    #expect(settings.retry.maximumAttempts == 7)
  }

  @Test func `a given profile comes before keys in the environment, AWS_PROFILE does not`()
    async throws
  {
    let keys = ["AWS_ACCESS_KEY_ID": "AKENV", "AWS_SECRET_ACCESS_KEY": "s", "AWS_PROFILE": "work"]
    #expect(try await settings(.init(), keys).credentials.load().accessKeyID == "AKENV")
    #expect(
      try await settings(.init(profile: "work"), keys).credentials.load().accessKeyID == "AKWORK"
    )
    let only = ["AWS_PROFILE": "work"]
    #expect(try await settings(.init(), only).credentials.load().accessKeyID == "AKWORK")
  }

  @Test func `regions and endpoints follow their precedence`() throws {
    let environment = [
      "AWS_REGION": "eu-north-1", "AWS_DEFAULT_REGION": "eu-south-1",
      "AWS_ENDPOINT_URL": "http://all:3/", "AWS_ENDPOINT_URL_SFN": "https://sfn:443",
    ]
    let settings = try settings(.init(profile: "work"), environment)
    #expect(settings.region == "eu-north-1")
    #expect(settings.endpoints.endpoint(for: .states).origin == "https://sfn")
    #expect(settings.endpoints.endpoint(for: .logs).url == "http://all:3")
    let flags = AWSSettings.Flags(region: "ap-east-1", endpointURL: "http://flag:4")
    let flagged = try self.settings(flags, environment)
    #expect(flagged.region == "ap-east-1")
    #expect(flagged.endpoints.endpoint(for: .states).url == "http://flag:4")
    let ignoring = environment.merging(["AWS_IGNORE_CONFIGURED_ENDPOINT_URLS": "true"]) { $1 }
    #expect(
      try self.settings(.init(), ignoring).endpoints.endpoint(for: .sts).host
        == "sts.eu-north-1.amazonaws.com"
    )
  }

  @Test(arguments: [
    ("sso", "/home/me/.aws/config:13: profile sso gets its credentials by sso_session"),
    ("assumed", "/home/me/.aws/config:16: profile assumed gets its credentials by role_arn"),
    ("half", "/home/me/.aws/credentials:10: profile half has aws_access_key_id but no"),
  ])
  func `credentials of other kinds are named, and what to do is said`(
    profile: String,
    text: String
  ) async throws {
    let settings = try settings(.init(profile: profile), ["AWS_REGION": "eu-west-1"])
    let error = await #expect(throws: SettingsError.self) { try await settings.credentials.load() }
    #expect(error?.description.hasPrefix(text) == true, "\(String(describing: error))")
    #expect(error?.advice.isEmpty == false)
  }

  @Test(
    arguments: [
      (AWSSettings.Flags(profile: "none"), [:], "there is no profile none"),
      (.init(), ["AWS_ENDPOINT_URL": "localhost:1"], "AWS_ENDPOINT_URL: no scheme"),
      (.init(), ["AWS_ENDPOINT_URL": "ftp://x"], "AWS_ENDPOINT_URL: neither http nor https"),
      (.init(), ["AWS_MAX_ATTEMPTS": "many"], "AWS_MAX_ATTEMPTS is \"many\""),
      (.init(), ["AWS_RETRY_MODE": "wild"], "AWS_RETRY_MODE is \"wild\""),
      (.init(), ["AWS_REGION": "a.b/c"], "\"a.b/c\" is no region"),
      (.init(), ["AWS_ACCESS_KEY_ID": "AK"], "AWS_ACCESS_KEY_ID is set but"),
    ] as [(AWSSettings.Flags, [String: String], String)]
  )
  func `what cannot work is said by name`(
    flags: AWSSettings.Flags,
    environment: [String: String],
    text: String
  ) throws {
    let error = #expect(throws: SettingsError.self) { try settings(flags, environment) }
    #expect(error?.description.hasPrefix(text) == true, "\(String(describing: error))")
  }

  @Test func `a lack of credentials or of a region shows when they are needed`()
    async throws
  {
    let settings = try AWSSettings(flags: .init(region: "eu-west-1"), environment: [:]) { _ in nil }
    let error = await #expect(throws: SettingsError.self) { try await settings.credentials.load() }
    #expect(error?.reason == "no AWS credentials")
    let nowhere = try AWSSettings(
      flags: .init(),
      environment: ["AWS_ACCESS_KEY_ID": "AK", "AWS_SECRET_ACCESS_KEY": "s"]
    ) { _ in nil }
    await #expect(throws: SettingsError("no region", advice: "give --region or set AWS_REGION")) {
      try await nowhere.credentials.load()
    }
  }

  @Test(arguments: [
    ("key = 1", 1, "a setting before the first [section]"), ("\n[a", 2, "expected [section]"),
    ("[a]\nno equals", 2, "expected name = value"), ("[a]\n= x", 2, "expected name = value"),
    ("[ ]", 1, "a section without a name"),
  ])
  func `a broken file is named with its line`(text: String, line: Int, reason: String) {
    #expect(throws: SettingsError(reason, file: "f", line: line)) {
      try INIDocument(text, file: "f")
    }
  }

  @Test func `a file's settings come out as the AWS tools read them`() throws {
    let document = try INIDocument(
      "[a]\r\nOne = 1 ; note\r\n\r\n[ profile   b ]\none=x=y\n[a]\ntwo=\n one=in",
      file: "f"
    )
    #expect(document.sections["a"]?.entries["one"]?.value == "1")
    #expect(document.sections["profile b"]?.entries["one"]?.value == "x=y")
    #expect(document.sections["a"]?.entries["two"]?.nested == ["one": "in"])
  }
}

internal import AWSClient
internal import AWSWire
internal import JSONValue

/// The REST API, looked at from where its users are.
extension Doctor {
  /// What came of one request.
  private enum Probe {
    case answer(HTTPResponse)
    case failure(HTTPError)

    var response: HTTPResponse? { if case .answer(let response) = self { response } else { nil } }

    var message: String? {
      guard let response, let document = try? JSON(parsing: response.body) else { return nil }
      return (document["message"] ?? document["error"])?.string
    }
  }

  /// The checks of the API.
  ///
  /// - Throws: `CancellationError`.
  func api(_ stack: Stack?) async throws -> [Finding] {
    guard let url = patient.apiURL else {
      return [
        .fail(
          "api",
          "the REST API's address is not known",
          "give --api-url, or a context that 'rollcall deploy' has written"
        )
      ]
    }
    let base = url.hasSuffix("/") ? String(url.dropLast()) : url
    let id = "\(base)/customers/rollcall-doctor"
    let withKey = try await probe("GET", id)
    let withoutKey = try await probe("GET", id, withKey: false)
    let invalid = try await probe("GET", "\(base)/customers/%20")
    let unknown = try await probe("GET", "\(base)/customer/rollcall-doctor")
    let plan = try await usagePlan(base, stack)
    guard case .answer(let first) = withKey else {
      guard case .failure(let error) = withKey else { return [] }
      return [.fail("api", error.message, "check the address \(base) and the network"), plan]
    }
    if WebPage.isOne(first.body) {
      let status = first.status
      let words = (status < 500 ? "\(status): " : "") + WebPage.words(status: status)
      return [.fail("api", words, AWSError.remedyOfWebPage(status: status)), plan]
    }
    return [
      clockSkew(first), key(withKey, plan: plan), openness(withoutKey), plan,
      try await preflight(base), crossOrigin("cors on answers", [withKey]),
      crossOrigin("cors on errors", [withoutKey, invalid, unknown]), paths(unknown),
      validation(invalid, key: withKey),
    ]
  }

  private func probe(
    _ method: String,
    _ url: String,
    withKey: Bool = true,
    headers: HTTPHeaders = ["accept": "application/json"]
  ) async throws -> Probe {
    var headers = headers
    if withKey { headers["x-api-key"] = patient.apiKey?.secret }
    let request = HTTPRequest(
      method: method,
      url: url,
      headers: headers,
      timeouts: HTTPRequest.Timeouts(total: patient.timeout),
      isRepeatable: true
    )
    do throws(HTTPError) {
      return .answer(try await patient.http.send(request))
    } catch {
      if error.kind == .cancelled { throw CancellationError() }
      return .failure(error)
    }
  }

  private func clockSkew(_ response: HTTPResponse) -> Finding {
    guard let date = response.headers["date"].flatMap({ Instant(httpDate: $0) }) else {
      return .warn("clock", "the API does not tell its time", "")
    }
    let seconds = abs(date - clock.now) / 1000
    let words = "this machine's clock is \(seconds) s from the API's"
    // Signatures are accepted within five minutes.
    if seconds >= 300 { return .fail("clock", words, "set this machine's clock") }
    if seconds >= 60 { return .warn("clock", words, "set this machine's clock") }
    return .ok("clock", words)
  }

  private func key(_ probe: Probe, plan: Finding) -> Finding {
    if let lack = patient.apiKeyLack { return .fail("api key", "there is none: \(lack)", "") }
    guard let response = probe.response else { return .fail("api key", "no answer", "") }
    switch response.status {
    case 200: return .ok("api key", "accepted")
    case 403 where patient.apiKey == nil:
      return .fail(
        "api key",
        "there is none",
        "set ROLLCALL_API_KEY, or give the context an api-key"
      )
    case 403 where probe.message == "Forbidden":
      return plan.status == .ok
        ? .fail("api key", "refused with 403 Forbidden: it is wrong", "deploy writes the right one")
        : .fail(
          "api key",
          "refused with 403 Forbidden: it is wrong, or its usage plan lacks the stage",
          "check the key, and see 'usage plan'"
        )
    case 403:
      return .fail(
        "api key",
        "403 \(probe.message ?? ""): the address has no such path, the key was not even looked at",
        "check that the address ends in the stage, such as /prod"
      )
    case 404:
      return .fail(
        "api key",
        "404: the address has no path /customers/{id}",
        "check that the address ends in the stage, such as /prod"
      )
    case 429: return .warn("api key", "the usage plan asks to slow down", "run it again later")
    default:
      return .fail(
        "api key",
        "a look-up is answered with \(response.status) \(probe.message ?? "")",
        "'rollcall logs get_customer_id' tells why"
      )
    }
  }

  private func openness(_ probe: Probe) -> Finding {
    let status = probe.response?.status ?? 0
    return status == 403
      ? .ok("no key", "refused with 403")
      : .fail(
        "no key",
        "a request without a key is answered with \(status)",
        "set ApiKeyRequired on the methods and deploy the API again"
      )
  }

  private func preflight(_ base: String) async throws -> Finding {
    for path in ["/customers/rollcall-doctor", "/workflow/submit"] {
      let probe = try await probe(
        "OPTIONS",
        base + path,
        withKey: false,
        headers: [
          "origin": "http://localhost:5173", "access-control-request-method": "PUT",
          "access-control-request-headers": "content-type,x-api-key",
        ]
      )
      let status = probe.response?.status ?? 0
      guard status == 200 || status == 204 else {
        return .fail(
          "preflight",
          "OPTIONS \(path) is answered with \(status)",
          "add an OPTIONS method without a key and deploy the API again"
        )
      }
      let missing = Doctor.missingHeaders(probe.response)
      guard missing.isEmpty else {
        return .fail(
          "preflight",
          "OPTIONS \(path) lacks \(missing.joined(separator: ", "))",
          "add them to the OPTIONS method's integration response and deploy the API again"
        )
      }
    }
    return .ok("preflight", "OPTIONS answers without a key, with the CORS headers")
  }

  private func crossOrigin(_ check: String, _ probes: [Probe]) -> Finding {
    for case .answer(let response) in probes {
      let missing = Doctor.missingHeaders(response)
      guard missing.isEmpty else {
        return .fail(
          check,
          "a \(response.status) lacks \(missing.joined(separator: ", "))",
          response.status == 200
            ? "the functions' resp adds them; deploy the functions again"
            : "add them to the gateway responses DEFAULT_4XX and DEFAULT_5XX, and deploy the API again"
        )
      }
    }
    let seen = probes.compactMap { $0.response.map { "\($0.status)" } }.joined(separator: ", ")
    return .ok(check, "on \(seen)")
  }

  /// The CORS headers that an answer lacks, or that do not allow what the requirements list.
  private static func missingHeaders(_ response: HTTPResponse?) -> [String] {
    let wanted = [
      ("Access-Control-Allow-Origin", ["*"]),
      ("Access-Control-Allow-Methods", ["GET", "PUT", "DELETE", "OPTIONS"]),
      ("Access-Control-Allow-Headers", ["CONTENT-TYPE", "X-API-KEY"]),
    ]
    return wanted.filter { name, values in
      let given = (response?.headers[name] ?? "").uppercased().split { $0 == "," || $0 == " " }
      return !values.allSatisfy { value in given.contains { $0 == value } }
    }.map(\.0)
  }

  private func paths(_ probe: Probe) -> Finding {
    let status = probe.response?.status ?? 0
    switch status {
    case 404: return .ok("unknown path", "told with 404")
    case 403:
      return .warn(
        "unknown path",
        "told with 403, which looks like a wrong key",
        "set the gateway response MISSING_AUTHENTICATION_TOKEN to 404 and deploy the API again"
      )
    default:
      return .fail("unknown path", "/customer/{id} is answered with \(status)", "check the address")
    }
  }

  private func validation(_ probe: Probe, key: Probe) -> Finding {
    let status = probe.response?.status ?? 0
    if status == 400 {
      return .ok("validation", "a blank id is refused with 400: \(probe.message ?? "")")
    }
    if status == 403, key.response?.status == 403 {
      return .warn("validation", "could not be looked at without a key that works", "see 'api key'")
    }
    return .fail(
      "validation",
      "a blank id is answered with \(status)",
      "deploy the functions again; ids are checked in them"
    )
  }

  /// Whether the stage is in a usage plan.
  private func usagePlan(_ base: String, _ stack: Stack?) async throws -> Finding {
    try await check("usage plan") {
      let answer = try await call(.apiGateway, "GetUsagePlans", ["limit": 500])
      let stage = String(base.split(separator: "/").last ?? "")
      // The host of AWS's own addresses begins with the API's id.
      let host = base.split(separator: "/").dropFirst().first ?? ""
      let api =
        stack?.outputs["ApiId"]
        ?? (host.contains(".execute-api.")
          ? host.split(separator: ".").first.map(String.init) : nil)
      for plan in (answer["item"] ?? answer["items"])?.array ?? [] {
        for attached in plan["apiStages"]?.array ?? []
        where attached["stage"]?.string == stage
          && (api == nil || attached["apiId"]?.string == api)
        {
          return .ok("usage plan", "stage \(stage) is in \(plan["name"]?.string ?? "a plan")")
        }
      }
      return .fail(
        "usage plan",
        "the stage \(stage) is in none, so every key is refused",
        "deploy again, or attach the stage to the key's usage plan"
      )
    }
  }
}

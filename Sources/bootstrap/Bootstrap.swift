internal import AWSClient
internal import AWSWire
internal import CustomerBackend
internal import Glibc

/// The program that Lambda starts: it takes invocations from the Runtime API and runs the function
/// that its handler names.
///
/// This room holds that loop and its way to the Runtime API. It knows neither what the functions do
/// nor the local cloud, which starts it in the same way as Lambda.
@main
enum Bootstrap {
  /// Serves invocations until the Runtime API is gone, then ends with status 1.
  static func main() async {
    let variables = ProcessVariables.current
    do {
      let api = try RuntimeAPI(address: variables["AWS_LAMBDA_RUNTIME_API"] ?? "")
      let loop: RuntimeLoop
      do {
        loop = try prepare(api, variables)
      } catch {
        let fault = FunctionFault(error)
        try api.failInit(RuntimeFailure(type: fault.type, message: fault.message))
        throw error
      }
      while true { try await loop.serveNext() }
    } catch {
      StandardStream.error.write("bootstrap: \(error)")
      // At once: the libraries' own ends would run beside threads that still use them.
      _exit(1)
    }
  }

  /// Gathers what all invocations share.
  ///
  /// - Throws: `FunctionFault` where the handler names no function; `SettingsError`.
  private static func prepare(
    _ api: RuntimeAPI,
    _ variables: [String: String]
  ) throws -> RuntimeLoop {
    let handler = variables["_HANDLER"] ?? ""
    guard let function = BackendFunction(rawValue: handler) else {
      let known = BackendFunction.allCases.map(\.rawValue).joined(separator: ", ")
      throw FunctionFault(
        type: "Runtime.NoSuchHandler",
        message: "there is no handler \"\(handler)\"; there are: \(known)"
      )
    }
    // Lambda hands credentials over in variables; there are no shared files to look into.
    let settings = try AWSSettings(flags: .init(), environment: variables, read: { _ in nil })
    let client = AWSClient(
      AWSClient.Configuration(
        region: settings.region,
        endpoints: settings.endpoints,
        credentials: settings.credentials,
        retry: settings.retry,
        userAgent: "customer-ids-backend"
      ),
      http: HTTPClient(options: settings.http)
    )
    return RuntimeLoop(
      api: api,
      function: function,
      variables: variables,
      aws: client,
      clock: SystemWallClock(),
      pacer: .system,
      log: { StandardStream.output.write($0) }
    )
  }
}

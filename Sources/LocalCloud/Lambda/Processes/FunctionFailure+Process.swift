internal import JSONValue

extension FunctionFailure {
  /// A failure as the process told it: the body goes to the caller as it is.
  init(type: String?, body: [UInt8]) {
    let document = try? JSON(parsing: body)
    let name = document?["errorType"]?.string ?? type ?? "Runtime.Unknown"
    let text = String(decoding: body, as: UTF8.self)
    let message = document?["errorMessage"]?.string ?? text
    self.init(type: name, message: message)
    payload =
      document?.object == nil
      ? ["errorType": .string(name), "errorMessage": .string(text)] : document
  }

  /// A failure that Lambda itself reports, with a status other than `error`.
  init(platform type: String, message: String, status: String) {
    self.init(platform: type, message: message)
    reportStatus = status
  }

  /// The same, its sentence begun as Lambda's own failures begin.
  func naming(_ requestID: String) -> FunctionFailure {
    FunctionFailure(platform: type, message: "RequestId: \(requestID) Error: \(message)")
  }
}

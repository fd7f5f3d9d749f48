internal import AWSWire

/// The lines that Lambda itself writes around a function's own.
struct PlatformLines {
  /// The function, whose runtime, memory and timeout the lines tell.
  let function: FunctionSpec
  /// The id of the request, which all lines but the first of an environment carry.
  let requestID: String

  /// The first line of an environment.
  func initStart(region: String) -> String {
    let runtime = function.runtime.replacingFirstDot()
    return "INIT_START Runtime Version: \(runtime).v1\tRuntime Version ARN: "
      + PlatformLines.runtimeARN(function.runtime, region: region)
  }

  /// The ARN of the version of a runtime.
  static func runtimeARN(_ runtime: String, region: String) -> String {
    "arn:aws:lambda:\(region)::runtime:\(Digest.sha256Hex(runtime.utf8))"
  }

  /// The line before the function's own.
  var start: String { "START RequestId: \(requestID) Version: $LATEST" }

  /// The line after the function's own.
  var end: String { "END RequestId: \(requestID)" }

  /// The line with what the invocation took; durations in milliseconds.
  func report(
    duration: Double,
    initDuration: Double?,
    memoryUsedMB: Int,
    status: String?
  ) -> String {
    let billed = Int((duration + (initDuration ?? 0)).rounded(.up))
    var line =
      "REPORT RequestId: \(requestID)\tDuration: \(Self.hundredths(duration)) ms\t"
      + "Billed Duration: \(max(billed, 1)) ms\tMemory Size: \(function.memoryMB) MB\t"
      + "Max Memory Used: \(memoryUsedMB) MB\t"
    if let initDuration { line += "Init Duration: \(Self.hundredths(initDuration)) ms\t" }
    if let status { line += "Status: \(status)" }
    return line
  }

  /// The line of an invocation that was cut off.
  func timedOut(at moment: Instant) -> String {
    "\(moment.iso8601) \(requestID) \(timeoutMessage)"
  }

  /// The sentence of the error that a caller of such an invocation gets.
  var timeoutMessage: String {
    "Task timed out after \(Self.hundredths(Double(function.timeoutMilliseconds) / 1000)) seconds"
  }

  /// `value` with two digits after the point.
  static func hundredths(_ value: Double) -> String {
    let whole = Int((value * 100).rounded())
    return "\(whole / 100).\(Instant.padded(whole % 100, 2))"
  }
}

extension String {
  /// `provided.al2023` as runtime versions write it: `provided:al2023`.
  fileprivate func replacingFirstDot() -> String {
    guard let dot = firstIndex(of: ".") else { return self }
    return self[..<dot] + ":" + self[index(after: dot)...]
  }
}

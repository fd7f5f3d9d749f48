internal import AWSWire
internal import ArgumentParser
internal import CustomerDomain
internal import CustomerServices
internal import JSONValue
internal import Terminal

/// `rollcall fault`: make a function of the local cloud go wrong.
struct FaultCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fault",
    abstract: "Make a function of the local cloud go wrong; alone: list.",
    discussion: """
      Without --for a fault stays until --clear, over restarts, too. A function may have one of each \
      kind: of those that hit a call throttle comes first, then timeout, then error; a delay comes on \
      top of an error.
      """
  )

  @OptionGroup var connection: ConnectionOptions

  @Argument(help: "The function, such as insert_id.")
  var function: String?

  @Flag(help: "The function throws InjectedFault.")
  var error = false

  @Flag(help: "The function is throttled and does not run.")
  var throttle = false

  @Flag(help: "The function runs into its timeout.")
  var timeout = false

  @Option(
    name: .customLong("delay"),
    parsing: .unconditional,
    help: ArgumentHelp("The function answers so late.", valueName: "ms")
  )
  var delayMilliseconds: Int?

  @Option(parsing: .unconditional, help: "How often, from 0 to 1; always where not given.")
  var rate: Double?

  @Option(name: .customLong("for"), help: "For how long, such as 60s.")
  var length: DurationArgument?

  @Flag(help: "Clear the function's fault, or all of them.")
  var clear = false

  private var kinds: [InjectedFault.Kind] {
    [
      error ? .error : nil, throttle ? .throttle : nil, timeout ? .timeout : nil,
      delayMilliseconds.map { .delay(milliseconds: $0) },
    ].compactMap { $0 }
  }

  func validate() throws {
    if kinds.count > 1 { throw ValidationError("Name one kind of fault.") }
    if clear && !kinds.isEmpty { throw ValidationError("--clear goes without a kind of fault.") }
    if function == nil && !kinds.isEmpty { throw ValidationError("Name the function.") }
    if function != nil && kinds.isEmpty && !clear {
      throw ValidationError("Name the fault: --error, --throttle, --timeout or --delay MS.")
    }
    if kinds.isEmpty && (rate != nil || length != nil) {
      throw ValidationError("--rate and --for go with a kind of fault.")
    }
    if let length, length.milliseconds < 1 {
      throw ValidationError("--for must be longer than 0.")
    }
    if let rate, !(0...1).contains(rate) {
      throw ValidationError("--rate must lie between 0 and 1.")
    }
    if let delayMilliseconds, !(0...900_000).contains(delayMilliseconds) {
      throw ValidationError("--delay must lie between 0 and 900000.")
    }
  }

  func run() async throws {
    try await Session.run(connection, timeout: Launch.usualTimeout) { session in
      try session.requireLocalCloud("fault")
      let service = session.services.faults
      if clear {
        try await service.clear(function)
      } else if let function, let kind = kinds.first {
        let seconds = length.map { Int(($0.milliseconds + 999) / 1000) }
        try await service.inject(kind, into: function, rate: rate ?? 1, forSeconds: seconds)
      }
      let faults = try await service.list()
      var table = TextTable([
        .init(heading: "FUNCTION"), .init(heading: "FAULT"),
        .init(heading: "RATE", isRightAligned: true), .init(heading: "UNTIL"),
      ])
      for fault in faults {
        table.add([
          fault.function, fault.kind.words, "\(fault.rate)", fault.until?.iso8601 ?? "cleared",
        ])
      }
      let lines: [SafeText] = faults.isEmpty ? ["no faults"] : table.lines
      try session.printer.document(.array(faults.map(\.json)), text: lines)
      if let function, let note = FaultOrder(faults, of: function).note { Printer.complain(note) }
    }
  }
}

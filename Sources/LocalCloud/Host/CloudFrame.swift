internal import AWSWire

/// What a cloud has from the first moment of its start, and what its end takes down.
struct CloudFrame: Sendable {
  /// Holds requests back until the cloud can answer them.
  let gate: RequestGate
  /// Serves on the cloud's port.
  let server: LoopbackServer
  /// Wakes at moments of the cloud's clock.
  let timer: RealCloudTimer
  /// Owns what nobody waits for.
  let background: BackgroundWork
  /// Finds the services, of which there are none yet.
  let directory: ServiceDirectory
  /// Makes ids.
  let identifiers: RandomIdentifiers

  /// Takes `port` and has what comes to it wait.
  ///
  /// - Throws: `ServerError` where the port is in use.
  static func standing(_ options: LocalCloudOptions, port: Int) async throws -> CloudFrame {
    let gate = RequestGate()
    let server = try await LoopbackServer.start(port: port, clock: options.clock) { request in
      if !gate.isOpen, request.path == "\(AdminDesk.prefix)health" { return RequestGate.notReady }
      return await gate.answer(request)
    }
    let (background, identifiers) = (BackgroundWork(), RandomIdentifiers())
    return CloudFrame(
      gate: gate,
      server: server,
      timer: RealCloudTimer(clock: options.clock, work: background),
      background: background,
      directory: ServiceDirectory(identifiers: identifiers, clock: options.clock),
      identifiers: identifiers
    )
  }

  /// Ends all but the database, which takes in what the others leave.
  func takeDown(within milliseconds: Int64) async {
    let end = timer.now + milliseconds
    await server.stop(drain: milliseconds)
    gate.shut()
    await CloudFrame.settle(directory, background, until: end, timer)
    for service in directory.all { await service.halt() }
    timer.stop()
  }

  /// Waits until no service has anything under way and nothing runs that nobody waits for, until `end`
  /// at most; then cancels what still runs.
  static func settle(
    _ directory: ServiceDirectory,
    _ background: BackgroundWork,
    until end: Instant,
    _ timer: any CloudTimer
  ) async {
    while timer.now < end {
      var isIdle = true
      for service in directory.all where isIdle { isIdle = await service.isIdle }
      if isIdle { break }
      await timer.pause("settling", until: timer.now + 10)
    }
    await background.finish(within: max(0, end - timer.now), timer: timer)
  }
}

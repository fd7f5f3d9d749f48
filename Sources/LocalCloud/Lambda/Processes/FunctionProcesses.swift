internal import AWSWire
internal import CProcess
internal import Dispatch
internal import Glibc
internal import JSONValue
internal import Synchronization

/// Runs uploaded code: starts processes, watches them, and ends them with the cloud.
package final class FunctionProcesses: Sendable {
  /// How long a start may take before the first invocation, in milliseconds.
  static let startMilliseconds: Int64 = 10_000
  /// How long an environment that nobody needs is kept, in milliseconds.
  static let idleMilliseconds: Int64 = 5 * 60_000
  /// How many processes a function may have at once; an AWS account begins with fewer.
  static let concurrencyLimit = 100
  /// The largest answer in bytes.
  static let largestAnswer = 6_291_556
  /// How often memory is looked at while an invocation runs, in milliseconds.
  private static let memoryInterval = 25

  private struct State {
    var roles: [String: RolePolicy] = [:]
    var alive: [ObjectIdentifier: FunctionProcess] = [:]
    var whenEmpty: Race<Void>?
  }

  /// Holds the uploaded code and unpacks it.
  let store: CodeStore
  /// Measures how long starts take.
  let stopwatch: Stopwatch
  private let endpoint: String
  private let timer: any CloudTimer
  private let identity: CloudIdentity
  private let identifiers: RandomIdentifiers
  private let ring: KeyRing
  private let threads: DetachedThread.Starter
  private let server: RuntimeServer
  private let watch = GroupWatch()
  private let state = Mutex(State())

  /// Makes what runs the code of `store`, for callers that `ring` is to know.
  init(store: CodeStore, ring: KeyRing, base: Base) {
    (self.store, self.ring) = (store, ring)
    (endpoint, timer) = (base.endpoint, base.timer)
    (identity, identifiers) = (base.identity, base.identifiers)
    (stopwatch, threads) = (base.stopwatch, base.threads)
    server = RuntimeServer(clock: base.clock, largestBody: FunctionProcesses.largestAnswer)
  }

  /// What processes are run with.
  struct Base: Sendable {
    /// Where the cloud serves.
    let endpoint: String
    /// The cloud's time, and what wakes at the limits of starts.
    let timer: any CloudTimer
    /// Dates the answers of the Runtime API.
    let clock: any WallClock
    /// The account and the region that processes call from.
    let identity: CloudIdentity
    /// Makes key pairs and trace ids.
    let identifiers: RandomIdentifiers
    /// Measures how long starts take.
    let stopwatch: Stopwatch
    /// Starts the threads that wait for processes and read what they print.
    var threads: DetachedThread.Starter = DetachedThread.start
  }

  /// Says what roles may do, by their ARN.
  func permit(_ roles: [String: RolePolicy]) { state.withLock { $0.roles = roles } }

  /// A new environment for a function; `nil` where it has no uploaded code.
  ///
  /// Where the storage does not say, there is one, whose start tells so: code of another kind must not
  /// run in its place.
  func environment(for function: FunctionSpec, stream: String) -> ProcessEnvironment? {
    do {
      guard try store.code(of: function.name)?.digest != nil else { return nil }
    } catch {}
    return ProcessEnvironment(function, stream: stream, processes: self)
  }

  /// Ends all processes.
  func stop() async {
    let race = Race<Void>()
    let alive = state.withLock { state in
      state.whenEmpty = race
      return Array(state.alive.values)
    }
    for process in alive { process.kill() }
    if !alive.isEmpty { await race.outcome() }
    watch.close()
    await server.stop()
    store.close()
  }
}

extension FunctionProcesses {
  /// Starts a function's program.
  ///
  /// - Throws: `FunctionFailure` where there is none, or it cannot be started; `CloudError` where the
  ///   code cannot be unpacked.
  func launch(
    _ function: FunctionSpec,
    stream: String,
    _ log: @escaping @Sendable (String) -> Void
  ) async throws -> FunctionProcess {
    let taskRoot = try await store.taskRoot(of: function.name)
    let program = try FunctionProcesses.program(in: taskRoot)
    var pipe: [Int32] = [-1, -1]
    guard cprocess_pipe(&pipe) == 0 else {
      throw FunctionFailure(type: "Runtime.Unknown", message: String(cString: strerror(errno)))
    }
    _ = fcntl(pipe[0], F_SETFL, O_NONBLOCK)
    let process = FunctionProcess(output: OutputPump(pipe[0]))
    defer { close(pipe[1]) }
    process.output.begin(log)
    let listener = try await server.listen { [weak process] request in
      await process?.answer(request) ?? WebResponse(status: 410)
    }
    let credentials = ring.admit(caller(for: function), identifiers)
    let launch = ProcessLaunch(
      program: program,
      folder: taskRoot,
      variables: FunctionVariables(
        function: function,
        stream: stream,
        taskRoot: taskRoot,
        region: identity.region,
        credentials: credentials,
        runtimeAPI: listener.address,
        endpoint: endpoint
      ).all
    )
    try start(launch, process, output: pipe[1]) { [ring] in
      listener.close()
      ring.dismiss(credentials.accessKeyID)
    }
    return process
  }

  /// The path of the program in a folder of code.
  private static func program(in taskRoot: String) throws(FunctionFailure) -> String {
    let program = "\(taskRoot)/bootstrap"
    var status = stat()
    guard stat(program, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      throw FunctionFailure(
        type: "Runtime.InvalidEntrypoint",
        message: "Couldn't find valid bootstrap(s): [/var/task/bootstrap /opt/bootstrap]"
      )
    }
    return program
  }

  /// Who a function's process is to the cloud.
  private func caller(for function: FunctionSpec) -> FunctionCaller {
    FunctionCaller(
      function: function.name,
      role: function.role,
      policy: state.withLock { $0.roles[function.role] } ?? .nothing,
      identity: identity
    )
  }

  /// Starts a program and the threads that look after it; `cleanUp` runs once it has ended, or could
  /// not be started.
  private func start(
    _ launch: ProcessLaunch,
    _ process: FunctionProcess,
    output: Int32,
    _ cleanUp: @escaping @Sendable () -> Void
  ) throws(FunctionFailure) {
    func refusal(_ reason: String) -> FunctionFailure {
      FunctionFailure(
        type: "Runtime.InvalidEntrypoint",
        message: "fork/exec /var/task/bootstrap: \(reason)"
      )
    }
    let id: pid_t
    do {
      try process.output.start(on: threads)
      id = try launch.start(output: output)
    } catch {
      cleanUp()
      if let failure = error as? DetachedThread.Failure { throw refusal(failure.reason) }
      throw refusal((error as? ProcessLaunch.Failure)?.reason ?? "\(error)")
    }
    process.started(id)
    do {
      try follow(process, id, cleanUp)
    } catch {
      throw refusal(error.reason)
    }
  }

  /// Waits for a process's end on a thread of its own, and cleans up behind it.
  ///
  /// - Throws: `DetachedThread.Failure` where there is no thread; the process has then been ended.
  private func follow(
    _ process: FunctionProcess,
    _ id: pid_t,
    _ cleanUp: @escaping @Sendable () -> Void
  ) throws(DetachedThread.Failure) {
    watch.add(id)
    state.withLock { $0.alive[ObjectIdentifier(process)] = process }
    let wait: @Sendable () -> Void = { [self] in
      var information = siginfo_t()
      while waitid(P_PID, id_t(id), &information, WEXITED | WNOWAIT) != 0, errno == EINTR {}
      // What the process has started and left behind goes with it.
      kill(-id, SIGKILL)
      watch.remove(id)
      var waitState: Int32 = 0
      process.ends {
        while waitpid(id, &waitState, 0) < 0, errno == EINTR {}
        return waitState
      }
      cleanUp()
      let whenEmpty = state.withLock { state in
        state.alive[ObjectIdentifier(process)] = nil
        return state.alive.isEmpty ? state.whenEmpty : nil
      }
      whenEmpty?.settle(())
    }
    do {
      try threads(wait)
    } catch {
      // Ended first, so that waiting for it here takes no time.
      kill(-id, SIGKILL)
      wait()
      throw error
    }
  }
}

extension FunctionProcesses {
  /// Ends a process that holds more memory than its function may, for as long as the result is kept.
  ///
  /// The address space cannot be limited instead: Swift and others reserve far more than they use.
  static func watchMemory(
    of process: FunctionProcess,
    limitMB: Int
  ) -> any DispatchSourceTimer {
    let source = DispatchSource.makeTimerSource(queue: .global(qos: .utility))
    let interval = DispatchTimeInterval.milliseconds(FunctionProcesses.memoryInterval)
    source.schedule(deadline: .now() + interval, repeating: interval)
    source.setEventHandler { [weak process] in
      guard let process, let id = process.processID else { return }
      let bytes = ProcessMemory.resident(of: id)
      process.holds(bytes)
      if bytes > limitMB << 20 { process.kill(outOfMemory: true) }
    }
    source.resume()
    return source
  }

  /// Runs `action` after a while of the cloud's clock.
  func after(_ milliseconds: Int64, _ action: @escaping @Sendable () -> Void) {
    timer.schedule("lambda-start-\(identifiers.hexadecimal(16))", at: timer.now + milliseconds) {
      action()
    }
  }

  /// A new trace's id, which nothing here records.
  func traceID(at moment: Instant) -> String {
    let seconds = String(moment.milliseconds / 1000, radix: 16)
    return "Root=1-\(seconds)-\(identifiers.hexadecimal(24));"
      + "Parent=\(identifiers.hexadecimal(16));Sampled=0"
  }
}

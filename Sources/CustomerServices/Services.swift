package import AWSClient
package import AWSWire

/// All services over one backend, as the dashboard and the commands are given them.
package struct Services: Sendable {
  /// Looks customers up, and puts them in and takes them out.
  package let customers: CustomerService
  /// Starts workflow runs and tells how they go.
  package let workflow: WorkflowService
  /// Reads and follows logs.
  package let logs: LogService
  /// Reads what was written before, as often as is allowed.
  package let pastLogs: LogService
  /// Tells how the alarms stand and why.
  package let alarms: AlarmService
  /// Tells which rules start the workflow, and switches them.
  package let rules: RuleService
  /// Tells how much passes through the backend's parts.
  package let overview: OverviewService
  /// Makes the local cloud's functions fail on demand.
  package let faults: FaultService
  /// Reads what the alerts topic sent.
  package let notifications: NotificationService
  /// Finds out why something is as it is.
  package let why: WhyService

  /// Makes all services.
  ///
  /// - Parameters:
  ///   - client: carries the calls to AWS, and to the local cloud's own routes.
  ///   - api: the backend's REST API.
  ///   - mode: whether changing is allowed.
  ///   - names: what the backend's resources are called.
  ///   - journal: where changing actions are recorded.
  ///   - clock: where the time comes from.
  ///   - rates: how often what is limited may be asked for in search of a reason or of older lines, by
  ///     both together.
  package init(
    client: AWSClient,
    api: CustomerAPI,
    mode: AccessMode,
    names: BackendNames.Source = .known(BackendNames()),
    journal: Journal,
    clock: any WallClock,
    rates: CallRates = .aws
  ) {
    customers = CustomerService(api: api, mode: mode, journal: journal, clock: clock)
    workflow = WorkflowService(
      caller: client,
      api: api,
      mode: mode,
      names: names,
      journal: journal,
      clock: clock
    )
    let mask = KeyMask { api.knownKey }
    logs = LogService(
      caller: client,
      streams: client,
      names: names,
      clock: clock,
      serviceClock: client.serviceClock,
      mask: mask
    )
    let paced = PacedCaller(client, rates, pacer: .system)
    pastLogs = LogService(
      caller: paced,
      names: names,
      clock: clock,
      serviceClock: client.serviceClock,
      mask: mask
    )
    alarms = AlarmService(caller: client, mode: mode, journal: journal)
    rules = RuleService(caller: client, mode: mode, journal: journal)
    overview = OverviewService(caller: client, names: names, clock: client.serviceClock)
    faults = FaultService(caller: client, mode: mode, journal: journal)
    notifications = NotificationService(caller: client)
    why = WhyService(
      caller: paced,
      workflow: workflow,
      logs: logs,
      alarms: alarms
    )
  }
}

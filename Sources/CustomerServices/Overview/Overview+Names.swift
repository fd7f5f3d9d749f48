internal import CustomerDomain

extension Overview {
  /// The parts of the backend that is called so, and the ways between them.
  init(
    _ names: BackendNames,
    workflow arn: String,
    rules: [EventRule],
    gap: ServiceFailure? = nil
  ) {
    func part(_ kind: BackendPart.Kind, function name: String) -> BackendPart {
      BackendPart(kind, name, logGroup: BackendNames.logGroup(ofFunction: name))
    }
    let api = BackendPart(.api, names.api, logGroup: names.apiLogGroup, stage: names.stage)
    let answering = names.apiFunctions.map { part(.apiFunction, function: $0) }
    let table = BackendPart(.table, names.table)
    let starting = rules.map { BackendPart(.rule, $0.name, isEnabled: $0.isEnabled) }
    let workflow = BackendPart(
      .workflow,
      names.workflow,
      arn: arn,
      logGroup: names.workflowLogGroup
    )
    let called = names.workflowFunctions.map { part(.workflowFunction, function: $0) }
    let alarms = BackendPart(.alarms, "alarms")
    let topic = BackendPart(.topic, names.topic)
    let announcer = part(.apiFunction, function: names.announcer)
    let waiting = zip(rules, starting).filter { $0.0.pattern != nil }.map(\.1)
    let ways: [(from: [BackendPart], to: [BackendPart])] = [
      ([api], answering),
      (answering.filter { names.tableFunctions.contains($0.name) }, [table]),
      (answering.filter { $0.name == names.workflowStarter }, [workflow]), ([announcer], waiting),
      (starting, [workflow]), ([workflow], called),
      (called.filter { names.workflowTableFunctions.contains($0.name) }, [table]),
      ([workflow], [alarms]), ([alarms], [topic]),
    ]
    self.init(
      parts: [api] + answering + [table] + starting + [workflow] + called + [alarms, topic],
      edges: ways.flatMap { way in
        way.from.flatMap { from in way.to.map { Edge(from: from.id, to: $0.id) } }
      },
      gap: gap
    )
  }
}

internal import CustomerDomain
internal import Terminal

/// One way on from what is shown.
struct WhyLink: Hashable, Sendable {
  /// The kind of thing it leads to, such as `run`.
  let kind: SafeText
  /// Its name; of an id that nobody reads whole its beginning.
  let name: SafeText
  /// Whether the name is a beginning.
  let isShort: Bool
  /// What it leads to.
  let subject: Explanation.Subject

  /// Whether it leads to something that happened once, whose name people do not know.
  var isOfOneCall: Bool {
    switch subject {
    case .execution, .request: true
    case .alarm, .customer: false
    }
  }
}

extension DashboardState {
  /// The most ways on that have a key.
  static let linkLimit = 6

  /// The ways on from the selected incident: its customer, run and requests, and the alarms that
  /// watch them.
  var whyLinks: [WhyLink] {
    guard let open = openWhy, let content = content(of: open) else { return [] }
    let incident = content.row(of: open)?.incident
    let trace = content.trace(of: open)?.trace
    var links: [WhyLink] = []
    func add(_ kind: SafeText, _ name: String?, _ subject: (String) -> Explanation.Subject) {
      guard let name, !name.isEmpty else { return }
      let subject = subject(name)
      guard !subject.isSame(as: open.subject),
        !links.contains(where: { $0.subject.isSame(as: subject) })
      else { return }
      let isCustomer = kind == "customer"
      let short = isCustomer ? name : name.split(separator: ":").last.map(String.init) ?? name
      let isLong = !isCustomer && LineTrail.isUUID(short)
      links.append(
        WhyLink(
          kind: kind,
          name: isLong ? SafeText(short, columns: 0..<8) : SafeText(exactly: short),
          isShort: isLong,
          subject: subject
        )
      )
    }
    let near = incident?.at
    let run = trace?.detail?.execution ?? incident?.execution
    add("customer", incident?.customerID ?? trace?.invocation?.customerID ?? run?.customerID) {
      .customer(id: $0)
    }
    add("run", run?.arn ?? incident?.invocations.last?.executionARN) { .execution($0) }
    add("invocation", trace?.requestID) {
      .request(id: $0, near: near, group: trace?.group)
    }
    add("request", incident?.request?.id ?? trace?.invocation?.apiRequestID) {
      .request(id: $0, near: near)
    }
    for alarm in watchers(of: trace, run, incident?.request) {
      add("alarm", alarm) { .alarm(name: $0) }
    }
    return Array(links.prefix(DashboardState.linkLimit))
  }

  /// The alarms that watch the function, the workflow or the API, the worst first.
  private func watchers(_ function: String?, _ machine: Substring?, _ isAPI: Bool) -> [String] {
    let found = alarms.all.lazy.filter { row in
      row.alarm.metric?.dimensions.contains { dimension in
        switch dimension.name {
        case "FunctionName": dimension.value == function
        case "StateMachineArn": machine.map { dimension.value.hasSuffix(":\($0)") } ?? false
        case "ApiName": isAPI
        default: false
        }
      } ?? false
    }
    return found.prefix(4).map(\.id)
  }

  private func watchers(of trace: Trace?, _ run: Execution?, _ request: APIRequest?) -> [String] {
    let parts = run?.arn.split(separator: ":") ?? []
    return watchers(
      trace?.group?.split(separator: "/").last.map(String.init),
      parts.count > 2 ? parts[parts.count - 2] : nil,
      request != nil || trace?.invocation?.apiRequestID != nil
    )
  }

  /// Goes the way on with that number.
  mutating func follow(_ number: Int) {
    let links = whyLinks
    guard links.indices.contains(number) else {
      message = Message(text: "there is no way \(number + 1) from here", isError: true)
      return
    }
    open(links[number].subject)
  }
}

extension Explanation.Subject {
  /// Whether both are the same thing, whatever time it is looked for at.
  func isSame(as other: Explanation.Subject) -> Bool {
    if case .request(let id, _, _) = self, case .request(let otherID, _, _) = other {
      return id == otherID
    }
    return self == other
  }
}

internal import AWSClient
internal import CustomerDomain
internal import CustomerServices
internal import Dashboard
internal import DashboardRuntime

/// Plays a demo's script on the services until the task is cancelled.
///
/// What fails is part of the show: faults are injected for that. The answers about customers also go
/// to the dashboard, as if somebody at another desk had typed the ids.
struct DemoTraffic: Sendable {
  private let services: Services
  private let inbox: EventInbox
  private let pacer: any Pacer

  /// Makes traffic for `services`, whose answers go to `inbox`.
  init(_ services: Services, inbox: EventInbox, pacer: any Pacer = .system) {
    self.services = services
    self.inbox = inbox
    self.pacer = pacer
  }

  /// Goes on until cancelled.
  func run() async {
    await slowDown()
    var script = DemoScript(seed: 2026)
    while !Task.isCancelled, let (step, wait) = script.next() {
      try? await pacer.sleep(for: .milliseconds(wait))
      await play(step)
    }
  }

  /// Makes the steps of a run take long enough to be seen.
  private func slowDown() async {
    for (function, milliseconds) in [("validate_exists", 600), ("log_event", 900)] {
      try? await services.faults.inject(.delay(milliseconds: milliseconds), into: function)
    }
  }

  private func play(_ step: DemoScript.Step) async {
    switch step {
    case .lookUp(let id): show(await services.customers.lookUp(id))
    case .insert(let id): show(await services.customers.insert(id))
    case .delete(let id): show(await services.customers.delete(id))
    case .submit(let id):
      _ = try? await services.workflow.submit(id, name: ExecutionName.random(pacer))
    case .inject(let kind, let function, let seconds):
      try? await services.faults.inject(kind, into: function, forSeconds: seconds)
    }
  }

  private func show(_ answer: CustomerAnswer) {
    inbox.post(.customerAnswered(answer))
  }
}

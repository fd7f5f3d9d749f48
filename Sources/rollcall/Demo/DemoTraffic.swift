internal import AWSClient
internal import CustomerServices
internal import DashboardRuntime

/// Plays a demo's script on the services until the task is cancelled.
///
/// What fails is part of the show: faults are injected for that.
struct DemoTraffic: Sendable {
  private let services: Services
  private let pacer: any Pacer

  /// Makes traffic for `services`.
  init(_ services: Services, pacer: any Pacer = .system) {
    self.services = services
    self.pacer = pacer
  }

  /// Goes on until cancelled.
  func run() async {
    var script = DemoScript(seed: 2026)
    while !Task.isCancelled, let (step, wait) = script.next() {
      try? await pacer.sleep(for: .milliseconds(wait))
      await play(step)
    }
  }

  private func play(_ step: DemoScript.Step) async {
    switch step {
    case .lookUp(let id): _ = await services.customers.lookUp(id)
    case .insert(let id): _ = await services.customers.insert(id)
    case .delete(let id): _ = await services.customers.delete(id)
    case .submit(let id):
      _ = try? await services.workflow.submit(id, name: ExecutionName.random())
    case .inject(let kind, let function, let seconds):
      try? await services.faults.inject(kind, into: function, forSeconds: seconds)
    }
  }
}

import Testing

@testable import Deployment

struct StackStepTests {
  /// Every status, and the step to take where the backend is to be there, and where it is to be gone.
  static let steps: [(StackStatus, StackStep, StackStep)] = [
    (.createInProgress, .follow, .follow), (.createFailed, .deleteRemains, .delete),
    (.createComplete, .update, .delete), (.rollbackInProgress, .follow, .follow),
    (.rollbackFailed, .deleteRemains, .delete), (.rollbackComplete, .deleteRemains, .delete),
    (.deleteInProgress, .follow, .follow), (.deleteFailed, .deleteRemains, .delete),
    (.deleteComplete, .create, .nothing), (.updateInProgress, .follow, .follow),
    (.updateCleanupInProgress, .follow, .follow), (.updateComplete, .update, .delete),
    (.updateFailed, .rollBack, .delete), (.updateRollbackInProgress, .follow, .follow),
    (.updateRollbackFailed, .continueRollback, .delete),
    (.updateRollbackCleanupInProgress, .follow, .follow),
    (.updateRollbackComplete, .update, .delete), (.reviewInProgress, .create, .delete),
    (.importInProgress, .follow, .follow), (.importComplete, .update, .delete),
    (.importRollbackInProgress, .follow, .follow), (.importRollbackFailed, .stop, .delete),
    (.importRollbackComplete, .update, .delete),
  ]

  @Test func `every status has a step towards what is wanted`() {
    #expect(Set(Self.steps.map(\.0)) == Set(StackStatus.allCases))
    for (status, deploy, destroy) in Self.steps {
      #expect(StackStep.next(.deploy, status: status) == deploy, "\(status)")
      #expect(StackStep.next(.destroy, status: status) == destroy, "\(status)")
    }
    #expect(StackStep.next(.deploy, status: nil) == .create)
    #expect(StackStep.next(.destroy, status: nil) == .nothing)
  }

  @Test func `a step that mends is taken once, and following as often as needed`() {
    for (status, step, _) in Self.steps {
      let again = StackStep.next(.deploy, status: status, tried: [step])
      let mends = [.deleteRemains, .continueRollback, .rollBack].contains(step)
      #expect(again == (mends ? .stop : step), "\(status)")
    }
  }

  @Test func `an import that was taken back leaves nothing to update`() {
    let status = StackStatus.importRollbackComplete
    #expect(StackStep.next(.deploy, status: status, hasResources: false) == .deleteRemains)
  }
}

struct FailureReportTests {
  private func event(_ name: String, _ status: String, _ reason: String) -> StackEvent {
    StackEvent(
      id: name,
      time: nil,
      logicalID: name,
      physicalID: name,
      type: "AWS::X::Y",
      status: status,
      reason: reason
    )
  }

  @Test func `the first real failure is told apart from what followed from it`() {
    let stack = StackEvent(
      id: "s",
      time: nil,
      logicalID: "rollcall",
      physicalID: "arn:aws:x",
      type: "AWS::CloudFormation::Stack",
      status: "CREATE_FAILED",
      reason: "The following resource(s) failed to create: [A, B, C]."
    )
    let report = FailureReport(
      [
        event("Z", "CREATE_COMPLETE", ""),
        event("B", "CREATE_FAILED", "Resource creation cancelled"),
        event("A", "CREATE_FAILED", "customer_ids already exists"),
        event("C", "UPDATE_FAILED", "Resource update cancelled"),
        event("D", "CREATE_FAILED", "Rate exceeded"), stack,
      ],
      status: .rollbackComplete,
      statusReason: "because"
    )
    #expect(report.causes.map(\.logicalID) == ["A", "D"])
    #expect(report.cascades == 2)
    #expect(report.advice.contains("--name-prefix"))
  }

  @Test(
    arguments: [
      ("User: x is not authorized to perform: iam:CreateRole on y", "policy deployer"),
      ("CloudWatch Logs role ARN must be set in account settings", "ApiAccessLogs=false"),
      ("Rate exceeded", "again in a minute"), ("Something else", "run it again"),
    ]
  )
  func `the reason's words tell what to do`(reason: String, advice: String) {
    let report = FailureReport(
      [event("A", "CREATE_FAILED", reason)],
      status: .rollbackComplete,
      statusReason: ""
    )
    #expect(report.advice.contains(advice), "\(report.advice)")
  }
}

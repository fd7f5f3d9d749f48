import Testing

@testable import LocalCloud

/// Who runs the cloud, as one process sees it.
struct TenureTests {
  private typealias Step = (event: Tenure.Event, action: Tenure.Action?, phase: Tenure.Phase)

  private func follow(_ start: Tenure.Phase, _ steps: [Step]) {
    var tenure = Tenure(start)
    for (index, step) in steps.enumerated() {
      #expect(tenure.take(step.event) == step.action, "step \(index)")
      #expect(tenure.phase == step.phase, "step \(index)")
    }
  }

  @Test func `It waits, starts and runs`() {
    follow(
      .away,
      [
        (.toldToStandBy, .waitForLock, .waiting), (.toldToStandBy, nil, .waiting),
        (.tookLock, .start, .starting), (.started, nil, .running),
        (.toldToStandBy, nil, .running), (.closed, .stop, .away), (.toldToStandBy, nil, .away),
      ]
    )
  }

  @Test func `A start that fails is tried again, each time after a longer pause`() {
    var steps: [Step] = [(.toldToStandBy, .waitForLock, .waiting)]
    for pause in [100, 200, 400, 800, 1600, 3200, 5000, 5000] as [Int64] {
      steps += [
        (.tookLock, .start, .starting), (.failed, .rest(milliseconds: pause), .away),
        (.rested, .waitForLock, .waiting),
      ]
    }
    follow(.away, steps)
  }

  @Test func `A start is ended where the cloud is let go meanwhile`() {
    for ending in [Tenure.Event.toldToLetGo, .closed] {
      follow(
        .away,
        [
          (.toldToStandBy, .waitForLock, .waiting), (.tookLock, .start, .starting),
          (ending, .endStart, .starting), (.started, .stop, .away), (.rested, nil, .away),
        ]
      )
      follow(
        .away,
        [
          (.toldToStandBy, .waitForLock, .waiting), (.tookLock, .start, .starting),
          (ending, .endStart, .starting), (.failed, .dropLock, .away), (.rested, nil, .away),
        ]
      )
    }
  }

  @Test func `A lock that comes after it was let go is dropped, and waited for when told to`() {
    follow(
      .running,
      [
        (.toldToLetGo, .stop, .away), (.toldToStandBy, .waitForLock, .waiting),
        (.toldToLetGo, nil, .waiting), (.tookLock, .dropLock, .away), (.rested, nil, .away),
        (.toldToStandBy, .waitForLock, .waiting), (.toldToLetGo, nil, .waiting),
        (.toldToStandBy, nil, .waiting), (.tookLock, .start, .starting),
      ]
    )
  }
}

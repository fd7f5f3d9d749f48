import AWSWire
import CustomerDomain
import Dashboard
import Synchronization
import Terminal
import Testing

@testable import DashboardRuntime

@Suite("The loop's decisions")
struct LoopTests {
  @Test("Keys are drawn at once, data 60 times a second, and nothing where nothing changed")
  func pacing() {
    let start = ContinuousClock.now
    var pacing = FramePacing(now: start)
    #expect(pacing.isDue(isUrgent: false, now: start), "the first frame")
    pacing.drew(now: start)
    #expect(!pacing.isDue(isUrgent: false, now: start + .seconds(1)), "nothing changed")
    #expect(pacing.isDue(isUrgent: true, now: start), "a key")
    #expect(pacing.deadline(tick: nil) == nil, "it sleeps until something happens")
    pacing.changed()
    #expect(!pacing.isDue(isUrgent: false, now: start + .milliseconds(16)))
    #expect(pacing.isDue(isUrgent: false, now: start + .milliseconds(17)))
    #expect(pacing.deadline(tick: nil) == start + FramePacing.interval)
    #expect(pacing.deadline(tick: start + .milliseconds(1)) == start + .milliseconds(1))
    #expect(pacing.deadline(tick: start + .seconds(1)) == start + FramePacing.interval)
    for (cost, wait) in [(1, 16_667), (3, 27_000), (50, 100_000)] {
      pacing.drew(now: start, took: .milliseconds(cost))
      pacing.changed()
      #expect(pacing.deadline(tick: nil) == start + .microseconds(wait), "a frame of \(cost) ms")
    }
  }

  @Test("A key is drawn whatever it changes, a report of the mouse only if it changes something")
  func urgency() {
    var pacing = FramePacing(now: .now)
    pacing.drew(now: .now)
    let click = InputEvent.mouse(Mouse(kind: .press, button: .left, position: .origin))
    #expect(pacing.isUrgent(.key(.character("x"))) && !pacing.isUrgent(click))
    pacing.changed()
    #expect(pacing.isUrgent(click))
  }

  @Test(
    "Of events that tell the whole of something only the newest is kept, in its own place"
  )
  func inbox() {
    let inbox = EventInbox()
    let now = Instant(milliseconds: 0)
    inbox.post(.alarmsListed([], at: now))
    inbox.post(.messageRaised("a", isError: false))
    inbox.post(.alarmsListed([], at: now + 1))
    inbox.post(.messageRaised("b", isError: false))
    #expect(
      inbox.drain() == [
        .messageRaised("a", isError: false), .alarmsListed([], at: now + 1),
        .messageRaised("b", isError: false),
      ]
    )
    #expect(inbox.drain().isEmpty)
    inbox.post(.alarmsListed([], at: now))
    #expect(inbox.drain().count == 1)
  }

  @Test("What only confirms what is shown waits for the next look, and hides nothing that does not")
  func confirmations() {
    let inbox = EventInbox()
    let event = DashboardEvent.logTailChanged(TailStatus(groupCount: 1), eventsPerSecond: 0)
    inbox.post(event, wakes: false)
    #expect(!inbox.isAwaited)
    inbox.post(.messageRaised("a", isError: false))
    inbox.post(event, wakes: false)
    #expect(inbox.isAwaited)
    #expect(inbox.drain() == [.messageRaised("a", isError: false), event])
    #expect(!inbox.isAwaited)
  }

  @Test("A list that comes after a failure comes after it, and so the other way round")
  func order() {
    let inbox = EventInbox()
    let now = Instant(milliseconds: 0)
    let failure = ServiceFailure(kind: .unavailable, action: "fetch", reason: "no answer")
    inbox.post(.executionsListed([], at: now))
    inbox.post(.executionsFailed(failure, retryAt: nil))
    inbox.post(.executionsListed([], at: now + 1))
    #expect(
      inbox.drain() == [
        .executionsFailed(failure, retryAt: nil), .executionsListed([], at: now + 1),
      ]
    )
    inbox.post(.alarmsListed([], at: now))
    inbox.post(.alarmsFailed(failure, retryAt: nil))
    #expect(
      inbox.drain() == [.alarmsListed([], at: now), .alarmsFailed(failure, retryAt: nil)],
      "the list is news, too"
    )
  }

  @Test("Descriptions of two runs are not taken for one")
  func descriptions() {
    let inbox = EventInbox()
    let now = Instant(milliseconds: 0)
    let events = ["a", "b", "a"].enumerated().map { index, arn in
      DashboardEvent.executionDescribed(
        ExecutionReport(
          ExecutionDetail(
            execution: Execution(arn: arn, name: arn, status: .running, startedAt: now)
          )
        ),
        at: now + Int64(index)
      )
    }
    for event in events { inbox.post(event) }
    #expect(inbox.drain() == Array(events.dropFirst()))
  }

  @Test("Of two themes that are asked for the last one is taken")
  func themes() async {
    struct NoTheme: Error {}
    let (wakes, mayEnd) = (Counter(), Counter())
    let reader = ThemeReader(
      read: { name in
        if name == "slow" { while mayEnd.value == 0 {} }
        throw NoTheme()
      },
      wake: { wakes.increment() }
    )
    if reader.take() != nil { Issue.record("there is nothing yet") }
    reader.read("slow")
    reader.read("fast")
    mayEnd.increment()
    while wakes.value == 0 { await Task.yield() }
    guard case ("fast", .failure)? = reader.take() else {
      Issue.record("nothing was read")
      return
    }
    if reader.take() != nil { Issue.record("it was taken already") }
    for _ in 0..<1000 { await Task.yield() }
    #expect(wakes.value == 1)
  }
}

/// A number that several threads count up.
private final class Counter: Sendable {
  private let count = Atomic(0)

  var value: Int { count.load(ordering: .acquiring) }

  func increment() { count.add(1, ordering: .releasing) }
}

import Glibc
import TestKit
import Testing

/// The dashboard and a follower of the logs behind a proxy that troubles their calls.
@Suite("Behind a proxy that troubles calls", .timeLimit(.minutes(30)))
@BlockingTests
struct FaultProxyTests {
  private nonisolated static let faults: [FaultProxy.Fault] = [
    .throttling, .stalling(seconds: 30), .serverError, .webPage, .truncation, .garbling,
    .dripping, .closing, .resetting, .expiry, .clockJump, .delaying(seconds: 8), .unreachable,
  ]

  /// One of each kind, for what takes long to try: some calls fail, all do, none ends, data is cut or late.
  private static let telling: Set<FaultProxy.Fault> = [
    .throttling, .stalling(seconds: 30), .truncation, .delaying(seconds: 8), .unreachable,
  ]

  @Test(
    "Keys are drawn, the trouble is said, and afterwards nothing is missing or doubled",
    arguments: faults
  )
  func fault(_ fault: FaultProxy.Fault) throws {
    let scene = try TroubledScene()
    let terminal = try scene.stage.open(environment: scene.troubled)
    try terminal.shows("● 9 ok")
    let follower = try scene.follow()
    try scene.put("before", 5)
    #expect(terminal.wait(seconds: 30) { _ in scene.followed.count >= 10 })

    try scene.proxy.trouble(fault)
    try scene.put("during", 10)
    // Who cannot be reached counts no calls.
    if fault != .unreachable {
      #expect(terminal.wait(seconds: 30) { _ in scene.proxy.troubledCount >= 3 })
    }
    terminal.type("typed-in-trouble")
    try terminal.shows("typed-in-trouble", seconds: 2)
    if FaultProxyTests.isFatal(fault) {
      try terminal.shows("✕", seconds: 45)
      try terminal.shows("retrying in", seconds: 45)
      // How old the runs and alarms are, and how far behind the log is.
      try terminal.shows("─ data ", seconds: 45)
      try terminal.shows(" behind", seconds: 45)
    }
    if case .delaying = fault {
      // What comes late comes while it does: nothing is let go of at once.
      let late = try scene.held()
      #expect(terminal.wait(seconds: 60) { _ in Set(scene.followed).isSuperset(of: late) })
      #expect(scene.proxy.overtakenCount > 0, "no event came behind a newer one")
    }
    try scene.proxy.trouble(.none)
    try scene.put("after", 5)

    let held = try scene.held()
    #expect(held.count >= 20 * 3)
    let isWhole = terminal.wait(seconds: 60) { _ in Set(scene.followed).isSuperset(of: held) }
    let followed = scene.followed
    #expect(isWhole, "missing: \(Set(held).subtracting(followed).count) of \(held.count)")
    #expect(Set(followed).count == followed.count, "some were told twice")
    #expect(terminal.wait(seconds: 60) { !$0.text.contains("retrying in") }, "\(terminal.text)")
    withExtendedLifetime(follower) {}
    if FaultProxyTests.telling.contains(fault) {
      try expectWholeLog(of: terminal, in: scene, held)
    }
    try terminal.press("ctrl-c")
    #expect(terminal.waitForExit(seconds: 5) == .code(0))
    #expect(terminal.hasModesOfBefore)
  }

  /// Saves what the Logs pane holds until nothing is missing in it.
  private func expectWholeLog(
    of terminal: PseudoTerminal,
    in scene: TroubledScene,
    _ held: [String]
  ) throws {
    try terminal.leavesField()
    try terminal.press("3", "v")
    try terminal.hides("─ brief")
    var (saved, number): ([String], Int) = ([], 0)
    let deadline = ContinuousClock.now + .seconds(60)
    repeat {
      number += 1
      let name = "saved-\(number).jsonl"
      try terminal.press("ctrl-s")
      try terminal.shows("save all")
      try terminal.press("ctrl-u")
      terminal.type("~/\(name)")
      try terminal.press("enter")
      try terminal.shows("lines to \(scene.stage.folder.path)/\(name)")
      saved = TroubledScene.ids(scene.stage.read(name))
    } while !Set(saved).isSuperset(of: held) && ContinuousClock.now < deadline
    let missing = Set(held).subtracting(saved)
    #expect(missing.isEmpty, "the dashboard lacks \(missing.count) of \(held.count)")
    #expect(Set(saved).count == saved.count, "the dashboard has some twice")
  }

  @Test(
    "It can be left at once while the trouble lasts, also where it was begun in it",
    arguments: faults
  )
  func leaving(_ fault: FaultProxy.Fault) throws {
    let scene = try TroubledScene()
    let terminal = try scene.stage.open(environment: scene.troubled)
    try terminal.shows("● 9 ok")
    try terminal.leavesField()
    try scene.proxy.trouble(fault)
    if fault == .unreachable {
      try terminal.shows("cannot reach", seconds: 45)
    } else {
      #expect(terminal.wait(seconds: 30) { _ in scene.proxy.troubledCount >= 3 })
    }
    try expectEnd(of: terminal, by: "q", scene.stage)

    guard FaultProxyTests.telling.contains(fault) else { return try scene.proxy.trouble(.none) }
    let late = try scene.stage.open(environment: scene.troubled)
    try late.shows("id ▸")
    late.type("typed-in-trouble")
    try late.press("enter")
    let isAsked = late.wait(seconds: 10) { terminal in
      // In the field and in a row, where it is too long to be shown whole.
      terminal.screen.text.split(separator: "typed-").count > 2
    }
    #expect(isAsked, "no row of its own\n\(late.screen.text)")
    try expectEnd(of: late, by: "ctrl-c", scene.stage)
    try scene.proxy.trouble(.none)
  }

  private func expectEnd(of terminal: PseudoTerminal, by key: String, _ stage: Stage) throws {
    let slack = try stage.slack()
    let begun = ContinuousClock.now
    try terminal.press(key)
    #expect(terminal.waitForExit(seconds: 60) == .code(0))
    #expect(ContinuousClock.now - begun < .seconds(1) + slack)
    #expect(terminal.hasModesOfBefore)
  }

  /// Whether calls fail for good while a fault lasts, and not only more slowly or now and then.
  private static func isFatal(_ fault: FaultProxy.Fault) -> Bool {
    switch fault {
    case .none, .throttling, .dripping, .stalling, .delaying: false
    default: true
    }
  }
}

import AWSWire
import CustomerDomain
import CustomerServices
import Dashboard
import Glibc
import Terminal
import TestKit
import Testing

@testable import DashboardRuntime

@Suite("Saving into files")
struct SavingTests {
  private let stage = RunnerStage(ScriptedBackend())
  private let folder = TemporaryFolder()
  private let now = Instant(milliseconds: 1_700_000_000_000)

  /// Puts so many events into the store, every tenth an error.
  private func fill(_ count: Int) async {
    let events = (0..<count).map { index in
      LogEvent(
        eventID: "\(index)",
        group: "/g/f",
        stream: "s",
        timestamp: now + Int64(index),
        ingestedAt: now + Int64(index),
        message: index % 10 == 0 ? "ERROR number \(index)" : "number \(index)"
      )
    }
    await stage.runner.logs.take(.events(events), serviceNow: now)
  }

  /// Saves, and waits for what comes of it.
  private func save(_ order: SaveOrder) async -> SaveOutcome? {
    stage.runner.run(.save(order))
    let events = await stage.events { if case .saveEnded = $0 { true } else { false } }
    return events.compactMap { if case .saveEnded(let outcome) = $0 { outcome } else { nil } }.last
  }

  private func read(_ name: String) -> String {
    (try? WholeFile.bytes(of: "\(folder.path)/\(name)")).map { String(decoding: $0, as: UTF8.self) }
      ?? "(no file)"
  }

  private func order(_ name: String, _ content: SaveOrder.Content) -> SaveOrder {
    SaveOrder(content: content, path: "\(folder.path)/\(name)", format: .text)
  }

  @Test("All that the filter lets through is saved, of all that is held, in the order of time")
  func passing() async {
    await fill(2500)
    let query = LogQuery(above: 0, below: 0, filter: "ERROR", isBrief: false, histogram: 9)
    let order = order("a.log", .passing(query, expected: 250))
    #expect(await save(order) == .saved(order, path: "\(folder.path)/a.log", count: 250))
    let lines = read("a.log").split(separator: "\n")
    #expect(lines.count == 250)
    #expect(lines.first == "2023-11-14T22:13:20.000Z f ERROR number 0")
    #expect(lines.last == "2023-11-14T22:13:22.490Z f ERROR number 2490")
  }

  @Test("The lines with certain numbers are saved in the order of time, for the owner only")
  func numbers() async {
    await fill(20)
    let order = order("b.log", .lines([12, 3, 5, 4000]))
    #expect(await save(order) == .saved(order, path: "\(folder.path)/b.log", count: 3))
    #expect(
      read("b.log").split(separator: "\n").map { $0.split(separator: " ").last } == [
        "2", "4", "11",
      ]
    )
    var status = stat()
    #expect(stat("\(folder.path)/b.log", &status) == 0)
    #expect(status.st_mode & 0o777 == 0o600)
  }

  @Test("A file that is there stays as it is until it is said that it may be replaced")
  func replacing() async {
    let row = SavedCustomer(
      id: "x",
      status: "exists",
      exists: true,
      reason: "",
      milliseconds: 1.5,
      at: now
    )
    var order = order("c.csv", .customers([row]))
    order.format = .csv
    #expect(await save(order) == .saved(order, path: "\(folder.path)/c.csv", count: 1))
    let text = "id,status,exists,reason,ms,time\r\nx,exists,true,,1.5,2023-11-14T22:13:20.000Z\r\n"
    #expect(read("c.csv") == text)
    order.content = .customers([])
    #expect(await save(order) == .exists(order))
    #expect(read("c.csv") == text)
    order.replaces = true
    #expect(await save(order) == .saved(order, path: "\(folder.path)/c.csv", count: 0))
    #expect(read("c.csv") == "id,status,exists,reason,ms,time\r\n")
    #expect(names == ["c.csv"], "no draft is left behind")
  }

  @Test("What cannot be written is said in the system's words, and leaves nothing behind")
  func failure() async {
    let missing = order("none/d.log", .lines([]))
    #expect(await save(missing) == .failed(missing, reason: "No such file or directory"))
    mkdir("\(folder.path)/e.log", 0o700)
    var taken = order("e.log", .lines([]))
    taken.replaces = true
    #expect(await save(taken) == .failed(taken, reason: "File exists"))
    #expect(names == ["e.log"])
  }

  /// Writes a frame, and gives what is said of it.
  private func picture(_ path: String) async -> DashboardEvent? {
    var frame = Frame(size: Size(columns: 20, rows: 2), style: .plain)
    frame.put("what was shown", at: .origin, style: .plain)
    stage.runner.save(frame, title: "t", to: path)
    return await stage.events { if case .messageRaised = $0 { true } else { false } }.last
  }

  @Test("A picture is a new file that says where it is, and has an ending that tells its form")
  func pictures() async {
    let path = "\(folder.path)/a.txt"
    #expect(await picture(path) == .messageRaised("screenshot written to \(path)", isError: false))
    #expect(read("a.txt").hasPrefix("what was shown"))
    let again = "no screenshot in \(path): File exists"
    #expect(await picture(path) == .messageRaised(again, isError: true))
    let odd = "\(folder.path)/a.png"
    let refusal = "no screenshot in \(odd): its name must end in .svg, .txt or .ansi"
    #expect(await picture(odd) == .messageRaised(refusal, isError: true))
    #expect(names == ["a.txt"], "a failure leaves nothing behind")
  }

  @Test("A picture's name may begin with ~ for the home")
  func homePictures() async {
    let home = RunnerStage(ScriptedBackend(), home: folder.path)
    home.runner.save(
      Frame(size: Size(columns: 2, rows: 1), style: .plain),
      title: "",
      to: "~/h.svg"
    )
    let events = await home.events { if case .messageRaised = $0 { true } else { false } }
    let text = "screenshot written to \(folder.path)/h.svg"
    #expect(events.last == .messageRaised(text, isError: false))
  }

  @Test("A link is not written through, whoever laid it")
  func link() async {
    let target = "\(folder.path)/target"
    #expect(symlink(target, "\(folder.path)/f.log") == 0)
    var order = order("f.log", .lines([]))
    #expect(await save(order) == .exists(order))
    order.replaces = true
    #expect(await save(order) == .failed(order, reason: "File exists"))
    #expect(access(target, F_OK) != 0)
  }

  /// What is in the folder.
  private var names: [String] {
    guard let directory = opendir(folder.path) else { return [] }
    defer { closedir(directory) }
    var names: [String] = []
    while let entry = readdir(directory) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names.sorted()
  }
}

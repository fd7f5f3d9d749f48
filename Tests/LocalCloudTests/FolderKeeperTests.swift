import AWSWire
import GRDB
import JSONValue
import Synchronization
import Testing

@testable import LocalCloud

/// The size that a data folder is kept below.
struct FolderKeeperTests {
  @Test func `The oldest log events go where the folder outgrows its size, and that is said`()
    async throws
  {
    let stage = try ServiceStage()
    let database = try stage.open()
    let logs = LogsService(database: database, identity: stage.identity, timer: stage.timer)
    let now = stage.timer.now
    for batch in 0..<4 {
      logs.append(
        (0..<2500).map { number in
          LogLine(
            timestamp: now + Int64(batch * 2500 + number),
            message: "\(batch) " + String(repeating: "x", count: 200)
          )
        },
        group: batch.isMultiple(of: 2) ? "even" : "odd",
        stream: "s"
      )
    }
    func count(_ group: String) async throws -> Int {
      try await database.write { db in
        try Int.fetchOne(
          db,
          sql: """
            SELECT count(*) FROM log_event WHERE group_id = (SELECT id FROM log_group WHERE name = ?)
            """,
          arguments: [group]
        ) ?? 0
      }
    }
    #expect(try await count("even") == 5000)
    let recorder = Recorder()
    func keeper(_ largest: Int64) -> FolderKeeper {
      FolderKeeper(
        database: database,
        services: { [logs] },
        timer: stage.timer,
        logs: recorder,
        logger: quiet,
        largestBytes: largest
      )
    }
    await keeper(1 << 30).keep()
    #expect(recorder.entries.isEmpty)
    #expect(try await count("odd") == 5000)
    // Ten thousand lines have more than two megabytes; half of them have less.
    await keeper(2 << 20).keep()
    #expect(try await count("even") == 0)
    #expect(try await count("odd") == 5000)
    #expect(recorder.entries.map(\.group) == ["/rollcall/local-cloud"])
    #expect(recorder.entries.first?.lines.first?.contains("removed 5000 of the oldest") == true)
    await database.close()
  }
}

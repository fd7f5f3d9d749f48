import Foundation
import GRDB
import Testing

@testable import LocalCloud

/// What a user of the program is told when the cloud cannot start.
@Suite(.enabled(if: mustHaveProgram), .timeLimit(.minutes(10)))
struct TroubleTests {
  private let home = ScratchFolder()
  private var folder: String { home.path + "/data" }
  private var database: String { folder + "/cloud.sqlite" }

  private func start(_ arguments: String...) async throws -> CloudProcess {
    try await CloudProcess(
      try #require(rollcallProgram),
      folder: folder,
      home: home.path,
      arguments: arguments
    )
  }

  /// What the program says where it must not start.
  private func refusal(_ arguments: [String] = []) async throws -> CloudProcess.Refusal {
    do {
      let cloud = try await CloudProcess(
        try #require(rollcallProgram),
        folder: folder,
        home: home.path,
        arguments: arguments
      )
      await cloud.end(SIGKILL)
    } catch let refusal as CloudProcess.Refusal {
      return refusal
    }
    return try #require(nil as CloudProcess.Refusal?, "it started")
  }

  /// The folder's files and what is in them, but for the lock and SQLite's index of its log, which
  /// holds no data and is made anew by whoever looks.
  private func contents() throws -> [String: Data] {
    let names = try FileManager.default.contentsOfDirectory(atPath: folder)
    return try Dictionary(
      uniqueKeysWithValues: names.filter { $0 != "lock" && !$0.hasSuffix("-shm") }.map {
        ($0, try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\($0)")))
      }
    )
  }

  @Test func `A damaged database is named, and nothing in the folder is touched`() async throws {
    await (try await start()).end(SIGTERM)
    var bytes = try Data(contentsOf: URL(fileURLWithPath: database))
    for index in 4096 * 3..<4096 * 6 { bytes[index] = 0xAA }
    try bytes.write(to: URL(fileURLWithPath: database))
    let before = try contents()
    let refusal = try await refusal()
    #expect(refusal.status == 69)
    #expect(refusal.errors.contains("\(database) is damaged"))
    #expect(try contents() == before)
  }

  @Test func `A file that is no database is named, and stays alone in its folder`() async throws {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try Data("my diary".utf8).write(to: URL(fileURLWithPath: database))
    let refusal = try await refusal()
    #expect(refusal.status == 69)
    #expect(refusal.errors.contains("\(database) is damaged (not a SQLite database)"))
    #expect(try contents() == ["cloud.sqlite": Data("my diary".utf8)])
  }

  @Test func `A database of a newer version is named, and nothing is touched`() async throws {
    await (try await start()).end(SIGTERM)
    let queue = try DatabaseQueue(path: database)
    try await queue.write { db in
      try db.execute(sql: "INSERT INTO grdb_migrations VALUES ('logs-99')")
    }
    try queue.close()
    let before = try contents()
    let refusal = try await refusal()
    #expect(refusal.status == 78)
    #expect(refusal.errors.contains("\(database) was written by a newer version of rollcall"))
    #expect(refusal.errors.contains("logs-99"))
    #expect(try contents() == before)
  }

  @Test func `A folder that cannot be one is named`() async throws {
    try Data().write(to: URL(fileURLWithPath: folder))
    let refusal = try await refusal()
    #expect(refusal.status == 78)
    #expect(refusal.errors.contains("\(folder) is a file, not a folder"))
  }

  @Test func `A port that is in use is named`() async throws {
    let other = ScratchFolder()
    let owner = try await CloudProcess(
      try #require(rollcallProgram),
      folder: other.path + "/data",
      home: other.path
    )
    let refusal = try await refusal(["--port", String(owner.port)])
    await owner.end(SIGTERM)
    #expect(refusal.status == 69)
    #expect(refusal.errors.contains("port \(owner.port) on 127.0.0.1 is in use"))
  }

  @Test(arguments: [
    ("Resources: {Thing: {Type: AWS::S3::Bucket}}", "AWS::S3::Bucket"),
    (
      "Resources: {T: {Type: AWS::SNS::Topic, Properties: {TopicName: !Ref Nowhere}}}", "Nowhere"
    ),
    (
      "Resources: {T: {Type: AWS::SNS::Topic, Properties: {TopicName: !Sub '${Nobody.Arn}'}}}",
      "Nobody"
    ),
    ("Resources: [", "line"),
  ])
  func `A template that cannot be honoured is refused by what is wrong in it`(
    template: String,
    culprit: String
  ) async throws {
    let file = home.path + "/template.yaml"
    try Data(template.utf8).write(to: URL(fileURLWithPath: file))
    let refusal = try await refusal(["--template", file])
    #expect(refusal.status == 78)
    #expect(refusal.errors.contains(culprit), "\(refusal.errors)")
    // The next start, without the template, is as if nothing had been tried.
    await (try await start()).end(SIGTERM)
  }
}

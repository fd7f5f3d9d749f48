import AWSWire
import Testing

@testable import LocalCloud

@Suite struct `Schedules` {
  @Test(arguments: [
    ("rate(5 minutes)", "2026-01-01T00:05:00Z"), ("rate(1 hour)", "2026-01-01T01:00:00Z"),
    ("cron(0 12 * * ? *)", "2026-01-01T12:00:00Z"),
    ("cron(15 10 ? * 6L 2026)", "2026-01-30T10:15:00Z"),
    ("cron(0/15 * * * ? *)", "2026-01-01T00:15:00Z"), ("cron(0 8 1 * ? *)", "2026-01-01T08:00:00Z"),
    ("cron(0 18 ? * MON-FRI *)", "2026-01-01T18:00:00Z"),
    ("cron(0 0 L * ? *)", "2026-01-31T00:00:00Z"),
    ("cron(0 0 ? * 2#1 *)", "2026-01-05T00:00:00Z"), ("cron(0 0 29 2 ? *)", "2028-02-29T00:00:00Z"),
    ("cron(0 0 3W * ? *)", "2026-01-02T00:00:00Z"),
  ])
  func `the next firing is found`(expression: String, due: String) throws {
    let now = try #require(Instant(iso8601: "2026-01-01T00:00:30Z"))
    let anchor = try #require(Instant(iso8601: "2026-01-01T00:00:00Z"))
    let schedule = try #require(Schedule(expression))
    #expect(schedule.next(after: now, anchor: anchor)?.iso8601.prefix(19) == due.prefix(19))
  }

  @Test(arguments: [
    "rate(1 minutes)", "rate(5 minute)", "rate(0 minutes)", "rate(5 seconds)", "rate(-1 days)",
    "cron(0 12 * * * *)", "cron(0 12 * * ?)", "cron(60 12 * * ? *)", "cron(0 12 ? * ? *)",
    "every(1)",
    "rate(5  minutes)",
  ])
  func `what is no schedule is refused`(expression: String) {
    #expect(Schedule(expression) == nil)
  }

  @Test func `a date that never comes has no firing`() throws {
    let schedule = try #require(Schedule("cron(0 0 30 2 ? *)"))
    let now = Instant(milliseconds: 1_790_000_000_000)
    #expect(schedule.next(after: now, anchor: now) == nil)
  }
}

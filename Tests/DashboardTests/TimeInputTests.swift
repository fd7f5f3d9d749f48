import AWSWire
import Testing

@testable import Dashboard

@Suite("A typed time")
struct TimeInputTests {
  /// 2026-11-24T12:04:31Z.
  let now = Sample.now

  @Test(
    "A time is read in each of its forms, by the clock that times are shown in",
    arguments: [
      ("12:03", 0, "2026-11-24T12:03:00.000Z"), ("12:03:22", 0, "2026-11-24T12:03:22.000Z"),
      ("12:03:22.5", 0, "2026-11-24T12:03:22.500Z"), (" 9:07 ", 0, "2026-11-24T09:07:00.000Z"),
      ("12:05", 0, "2026-11-23T12:05:00.000Z"), ("13:03", 60, "2026-11-24T12:03:00.000Z"),
      ("23:30", 60, "2026-11-23T22:30:00.000Z"), ("06:30", -330, "2026-11-24T12:00:00.000Z"),
      ("-10m", 0, "2026-11-24T11:54:31.000Z"), ("1h30m", 120, "2026-11-24T10:34:31.000Z"),
      ("90s", 0, "2026-11-24T12:03:01.000Z"), ("-2d", 0, "2026-11-22T12:04:31.000Z"),
      ("2026-11-23", 0, "2026-11-23T00:00:00.000Z"),
      ("2026-11-23", 60, "2026-11-22T23:00:00.000Z"),
      ("2026-11-23 08:15", 60, "2026-11-23T07:15:00.000Z"),
      ("2026-11-23T08:15:01", 0, "2026-11-23T08:15:01.000Z"),
      ("2026-11-23T08:15:01.250Z", 60, "2026-11-23T08:15:01.250Z"),
      ("2026-11-23T08:15:01+02:00", 60, "2026-11-23T06:15:01.000Z"),
    ]
  )
  func reads(text: String, offset: Int, moment: String) {
    #expect(TimeInput(text, now: now, offset: offset).instant?.iso8601 == moment)
  }

  @Test(
    "What is no time is said to be none",
    arguments: [
      "x", "24:00", "12:60", "12:3:99", "12:", ":12", "10", "-", "-m", "10y", "12:00:00.1234",
      "2026-13-01", "2026-11-23 25:00", "٣:٠٠", "12:00 pm",
    ]
  )
  func refuses(text: String) {
    #expect(TimeInput(text, now: now, offset: 0) == .unreadable)
  }

  @Test("Nothing typed is not a mistake")
  func nothing() { #expect(TimeInput("  ", now: now, offset: 0) == .empty) }
}

import AWSWire
import Testing

@Suite("Moments and their texts")
struct InstantTests {
  @Test(
    "A moment survives the way to text and back",
    arguments: [0, 1_700_000_000_123, -1, 951_782_400_000, 4_102_444_799_999, 1_709_164_800_000]
  )
  func roundTrip(milliseconds: Int64) {
    let instant = Instant(milliseconds: milliseconds)
    #expect(Instant(iso8601: instant.iso8601) == instant)
  }

  @Test("The known forms are written exactly")
  func forms() {
    let instant = Instant(milliseconds: 1_440_938_160_007)
    #expect(instant.iso8601 == "2015-08-30T12:36:00.007Z")
    #expect(instant.basicISO8601 == "20150830T123600Z")
    #expect(instant.httpDate == "Sun, 30 Aug 2015 12:36:00 GMT")
  }

  @Test(
    "Other forms of the same moment are read",
    arguments: [
      "2015-08-30T12:36:00Z", "20150830T123600Z", "2015-08-30T14:36:00+02:00",
      "2015-08-30 12:36Z", "2015-08-30T12:36:00.000000Z", "2015-08-30T07:06:00-0530",
    ]
  )
  func read(text: String) {
    #expect(Instant(iso8601: text)?.milliseconds == 1_440_938_160_000)
  }

  @Test(
    "A number from outside that is no moment is taken for the farthest one, and can be written",
    arguments: [
      (9.2e18, "5138-11-16T09:46:40.000Z"),
      (1e300, "5138-11-16T09:46:40.000Z"), (.infinity, "5138-11-16T09:46:40.000Z"),
      (.nan, "1970-01-01T00:00:00.000Z"), (1.5, "1970-01-01T00:00:01.500Z"),
    ] as [(Double, String)]
  )
  func outlandish(seconds: Double, text: String) {
    #expect(Instant(seconds: seconds).iso8601 == text)
    #expect(Instant(clampingMilliseconds: seconds * 1000) == Instant(seconds: seconds))
    #expect(Instant(seconds: -seconds).iso8601.hasSuffix("Z"))
  }

  @Test("Arithmetic stops at the ends of time instead of falling off them")
  func ends() {
    let (first, last) = (Instant(milliseconds: .min), Instant(milliseconds: .max))
    #expect(last + 1 == last && first + -1 == first && last + -1 < last)
    #expect(last - first == .max && first - last == .min && last - last == 0)
    for end in [first, last] { #expect(CalendarDate(end).instant.iso8601.hasSuffix("Z")) }
    var date = CalendarDate(last)
    date.year = .max
    #expect(date.instant > Instant(milliseconds: 0))
  }

  @Test(
    "What is no date is refused",
    arguments: ["", "2015", "2015-13-01", "2015-08-30T25:00Z", "x", "2015-08-30T12:36:00"]
  )
  func refused(text: String) {
    #expect(Instant(iso8601: text) == nil)
  }
}

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
    "What is no date is refused",
    arguments: ["", "2015", "2015-13-01", "2015-08-30T25:00Z", "x", "2015-08-30T12:36:00"]
  )
  func refused(text: String) {
    #expect(Instant(iso8601: text) == nil)
  }
}

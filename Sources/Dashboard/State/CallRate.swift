/// How often one service was called in the last minute, and what that costs on AWS.
package struct CallRate: Hashable, Sendable, Codable {
  /// The service, in the words of its maker.
  package var service: String
  /// Calls in the last minute, each attempt counted.
  package var perMinute: Int
  /// Millionths of a US dollar that an hour of this costs; `nil` where calls have no price known.
  package var microdollarsPerHour: Int?

  /// How many sessions stand, of what is paid for by the minute; `nil` of calls.
  package var openSessions: Int?

  /// Makes the rate of sessions.
  package init(openSessions: Int, of service: String, microdollarsPerHour: Int) {
    self.init(service: service, perMinute: 0, microdollarsPerHour: microdollarsPerHour)
    self.openSessions = openSessions
  }

  /// Makes a rate.
  package init(service: String, perMinute: Int, microdollarsPerHour: Int? = nil) {
    self.service = service
    self.perMinute = perMinute
    self.microdollarsPerHour = microdollarsPerHour
  }

  /// `8 a minute, about $0.0048 an hour on AWS`.
  var words: String {
    let rate =
      openSessions.map { $0 == 1 ? "1 session" : "\($0) sessions" } ?? "\(perMinute) a minute"
    guard let cost = microdollarsPerHour else { return rate }
    let digits = String(cost % 1_000_000 / 100)
    let fraction = String(repeating: "0", count: 4 - digits.count) + digits
    return "\(rate), about $\(cost / 1_000_000).\(fraction) an hour on AWS"
  }
}

/// How often one service was called in the last minute, and what that costs on AWS.
package struct CallRate: Hashable, Sendable, Codable {
  /// The service, in the words of its maker.
  package var service: String
  /// Calls in the last minute, each attempt counted.
  package var perMinute: Int
  /// Millionths of a US dollar that an hour of this costs; `nil` where calls have no price known.
  package var microdollarsPerHour: Int?

  /// Makes a rate.
  package init(service: String, perMinute: Int, microdollarsPerHour: Int? = nil) {
    self.service = service
    self.perMinute = perMinute
    self.microdollarsPerHour = microdollarsPerHour
  }

  /// `8 a minute, about $0.0048 an hour on AWS`.
  var words: String {
    guard let cost = microdollarsPerHour else { return "\(perMinute) a minute" }
    let digits = String(cost % 1_000_000 / 100)
    let fraction = String(repeating: "0", count: 4 - digits.count) + digits
    return "\(perMinute) a minute, about $\(cost / 1_000_000).\(fraction) an hour on AWS"
  }
}

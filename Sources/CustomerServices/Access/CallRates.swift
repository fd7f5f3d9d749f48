/// How often operations may be called whose limit all users of an account share.
package struct CallRates: Hashable, Sendable {
  /// How often one operation may be called.
  struct Rate: Hashable, Sendable {
    /// How many calls a second in the long run.
    var perSecond: Double
    /// How many at once after a while without any.
    var burst: Double
  }

  /// The rates by operation; one that is not named may be called at any time.
  var rates: [String: Rate]

  /// For AWS: below the limits of an account (FilterLogEvents 5/s, DescribeAlarms 9/s,
  /// DescribeAlarmHistory 3/s, DescribeMetricFilters 5/s, ListExecutions 2/s beyond 100 at once),
  /// in the long run, so that others, the log's tail with its two calls of FilterLogEvents a second
  /// among them, are left their part.
  package static let aws = CallRates(rates: [
    "FilterLogEvents": Rate(perSecond: 3, burst: 6),
    "DescribeAlarms": Rate(perSecond: 3, burst: 5),
    "DescribeAlarmHistory": Rate(perSecond: 1, burst: 2),
    "DescribeMetricFilters": Rate(perSecond: 2, burst: 3),
    "ListExecutions": Rate(perSecond: 1, burst: 5),
  ])

  /// For the local cloud, which has no limits.
  package static let unlimited = CallRates(rates: [:])
}

package import AWSWire

/// Why something is as it is: what failed around it, and what is known of that.
///
/// This folder names the ways between an alarm, runs, invocations, requests, ids and log lines. It
/// must not know how any of them is found, nor how they look.
package struct Explanation: Hashable, Sendable, Codable {
  /// What is to be explained.
  package enum Subject: Hashable, Sendable, Codable {
    /// An alarm, by its name.
    case alarm(name: String)
    /// A run of a workflow, by its ARN, its name, or how one name alone begins.
    case execution(String)
    /// A request to the API or an invocation of a function, by its id, about when it was made, and a
    /// log group that names it, which need not be one of the backend's.
    case request(id: String, near: Instant?, group: String? = nil)
    /// A customer.
    case customer(id: String)
  }

  /// A stretch of time, both ends included.
  package struct Window: Hashable, Sendable, Codable {
    /// Where it begins.
    package var from: Instant
    /// Where it ends.
    package var to: Instant

    /// Makes a window.
    package init(from: Instant, to: Instant) {
      self.from = from
      self.to = max(from, to)
    }

    /// Whether a moment lies in it.
    package func contains(_ instant: Instant) -> Bool { from <= instant && instant <= to }
  }

  /// What is explained.
  package var subject: Subject
  /// The alarm; `nil` where something else is explained.
  package var alarm: Alarm?
  /// The alarms that a composite alarm is made of, the red ones first, each followed by those below
  /// it.
  package var children: [Alarm]
  /// How deep each of them is, by its name: 0 for those that the alarm's own rule names.
  package var depths: [String: Int]
  /// What the alarm watches, and the band it is held against.
  package var series: [MetricSeries]
  /// The one of `children` whose metric that is; `nil` where it is the alarm's own.
  package var charted: String?
  /// Where it was looked; `nil` where the subject needs no window.
  package var window: Window?
  /// What failed in the window, or is looked at, in the order that `told` names.
  package var incidents: [Incident]
  /// By what `incidents` are ordered, and were chosen where they are not all.
  package var told: Told
  /// What was found where that is more than `incidents`; `nil` where they are all.
  package var found: Found?
  /// What is known of the first incident.
  package var trace: Trace?
  /// What could not be had, and what is shown in its place, each in one sentence.
  package var notes: [String]

  /// Makes an explanation; what is not known is left out.
  package init(
    subject: Subject,
    alarm: Alarm? = nil,
    children: [Alarm] = [],
    depths: [String: Int] = [:],
    series: [MetricSeries] = [],
    charted: String? = nil,
    window: Window? = nil,
    incidents: [Incident] = [],
    told: Told = .newest,
    found: Found? = nil,
    trace: Trace? = nil,
    notes: [String] = []
  ) {
    self.subject = subject
    self.alarm = alarm
    self.children = children
    self.depths = depths
    self.series = series
    self.charted = charted
    self.window = window
    self.incidents = incidents
    self.told = told
    self.found = found
    self.trace = trace
    self.notes = notes
  }

  /// How deep one of `children` is.
  package func depth(of child: Alarm) -> Int { depths[child.name] ?? 0 }

  /// The alarm whose metric is told.
  package var chartedAlarm: Alarm? {
    guard let charted else { return alarm }
    return children.first { $0.name == charted }
  }
}

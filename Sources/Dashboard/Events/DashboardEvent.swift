package import AWSWire
package import CustomerDomain
package import Terminal

/// Something that happened, in the past tense; all that `update` ever learns of the world.
///
/// This room names what happens and what is to be done, as values that can be compared, recorded and
/// replayed. It must not know who sends the one or does the other.
package enum DashboardEvent: Hashable, Sendable {
  /// Time passed; sent when `nextTick` said that the screen would change.
  case clockTicked(Instant)
  /// Local time is so many minutes east of UTC.
  case zoneChanged(utcOffsetMinutes: Int)
  /// A key was pressed.
  case keyPressed(Key, at: Instant)
  /// Text was pasted; it is never run as keys.
  case pasted(String, at: Instant)
  /// The mouse did something over the screen.
  case mouseReported(Mouse, at: Instant)
  /// The screen has another size.
  case resized(Size)
  /// A call took so long there and back.
  case roundTripMeasured(milliseconds: Double)
  /// The calls of the last minute were counted, by service.
  case callsCounted([CallRate])
  /// Something should be said in the last line.
  case messageRaised(String, isError: Bool)
  /// A theme could not be used; that one still is.
  case themeRefused(inUse: String, reason: String)

  /// A customer was looked up, inserted or deleted, or that failed.
  case customerAnswered(CustomerAnswer)

  /// A run was started, or that failed.
  case submissionAnswered(id: String, SubmissionOutcome, at: Instant)
  /// The runs were listed; any order.
  case executionsListed([Execution], at: Instant)
  /// The runs could not be listed.
  case executionsFailed(ServiceFailure, retryAt: Instant?)
  /// The watched run was described.
  case executionDescribed(ExecutionReport, at: Instant)
  /// The watched run could not be described.
  case executionDescriptionFailed(arn: String, ServiceFailure)

  /// The rows of the log that were asked for; sent again when they change.
  case logsWindowed(LogWindow)
  /// The tail stands thus, and so many events came in the last seconds.
  case logTailChanged(TailStatus, eventsPerSecond: Double)
  /// A log line was read in full.
  case logEventRead(LogDetail)

  /// The alarms were listed.
  case alarmsRead(AlarmRoster, at: Instant)
  /// The alarms could not be listed.
  case alarmsFailed(ServiceFailure, retryAt: Instant?)
  /// What is known of an opened alarm was read, or why not.
  case alarmDescribed(AlarmReport)
  /// An alarm was changed, or that failed.
  case alarmChanged(AlarmChange, ServiceFailure?, at: Instant)
}

extension DashboardEvent {
  /// The alarms were listed; any order.
  package static func alarmsListed(_ alarms: [Alarm], at instant: Instant) -> DashboardEvent {
    .alarmsRead(AlarmRoster(alarms), at: instant)
  }
}

/// What became of a submission.
package enum SubmissionOutcome: Hashable, Sendable {
  /// The run has started.
  case started(Submission)
  /// It was sent, but no answer came.
  case unknown(ServiceFailure)
  /// Nothing was started.
  case failed(ServiceFailure)
}

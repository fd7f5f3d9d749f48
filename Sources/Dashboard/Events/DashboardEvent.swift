package import AWSWire
package import CustomerDomain
package import Terminal

/// Something that happened, in the past tense; all that `update` ever learns of the world.
///
/// This room names what happens and what is to be done, as values that can be compared, recorded and
/// replayed. It must not know who sends the one or does the other.
package enum DashboardEvent: Hashable, Sendable, Codable {
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
  /// What happens is written down from now on.
  case recordingBegun(path: String)
  /// It is no longer written down, although the dashboard goes on.
  case recordingEnded(reason: String)
  /// The contexts were read from the configuration, the local cloud first.
  case contextsListed([ContextMark])
  /// The contexts could not be read.
  case contextsRefused(reason: String)
  /// A context was looked at and can be used.
  case contextChecked(String)
  /// A context cannot be used; that in use still is.
  case contextRefused(String, reason: String)
  /// The commands of earlier runs were read, the newest last.
  case historyRead([String])

  /// A customer was looked up, inserted or deleted, or that failed; with the number of the pasted list
  /// where it was looked up with one.
  case customerAnswered(CustomerAnswer, batch: Int? = nil)

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
  /// A piece of the older runs was listed.
  case olderListed(OlderPage, at: Instant)
  /// It could not be listed.
  case olderFailed(ServiceFailure, status: Execution.Status?, after: String?)
  /// The customer ids and states of runs were read; those that could not be are missing.
  case executionFactsRead([Execution], unread: [String])
  /// A state or an event of a run was made ready for the screen; `nil` where the run has none such.
  case runPartRead(RunPartReport?)
  /// A run was compared with the last good one.
  case executionCompared(arn: String, ComparisonReport)
  /// There is nothing to compare a run with, or it could not be read.
  case comparisonFailed(arn: String, reason: String)
  /// A run was stopped, taken up again or started once more, or that failed.
  case runChanged(RunChange, arn: String, RunChangeOutcome, at: Instant)

  /// The rows of the log that were asked for; sent again when they change.
  case logsWindowed(LogWindow)
  /// The tail stands thus, and so many events came in the last seconds.
  case logTailChanged(TailStatus, eventsPerSecond: Double)
  /// The service was asked whether it would read from a source: `nil` where nothing speaks against
  /// it, else why it would not.
  case logSourceChecked(LogSource, ServiceFailure?)
  /// A log line was read in full.
  case logEventRead(LogDetail)

  /// A file is being written.
  case saveProgressed(SaveProgress)
  /// A file was written, or that failed.
  case saveEnded(SaveOutcome)

  /// The alarms were listed.
  case alarmsRead(AlarmRoster, at: Instant)
  /// The alarms could not be listed.
  case alarmsFailed(ServiceFailure, retryAt: Instant?)
  /// What is known of an opened alarm was read, or why not.
  case alarmDescribed(AlarmReport)
  /// An alarm was changed, or that failed.
  case alarmChanged(AlarmChange, ServiceFailure?, at: Instant)

  /// The overview's figures were read; what passed through a part lights it for so many milliseconds.
  case overviewRead(Overview, at: Instant, lighting: Int64)
  /// The overview's figures could not be read; its parts may be known.
  case overviewFailed(Overview?, ServiceFailure, retryAt: Instant?)
  /// Something was explained.
  case explained(WhyReport, at: Instant)
  /// Something could not be explained.
  case explanationFailed(Explanation.Subject, ServiceFailure, retryAt: Instant?)
  /// One incident was traced to its run and its lines.
  case incidentTraced(WhyTrace, of: Explanation.Subject)
}

/// What can be done to a run.
package enum RunChange: Hashable, Sendable, Codable {
  /// It is stopped.
  case stop
  /// It goes on from where it broke.
  case redrive
  /// Another one is started with the same input.
  case startAgain
}

/// What became of such a change.
package enum RunChangeOutcome: Hashable, Sendable, Codable {
  /// It was done; to the run, or by starting that one.
  case done(started: Execution?)
  /// It was sent, but no answer came.
  case unknown(ServiceFailure)
  /// It was not done.
  case failed(ServiceFailure)
}

extension DashboardEvent {
  /// The alarms were listed; any order.
  package static func alarmsListed(_ alarms: [Alarm], at instant: Instant) -> DashboardEvent {
    .alarmsRead(AlarmRoster(alarms), at: instant)
  }
}

/// What became of a submission.
package enum SubmissionOutcome: Hashable, Sendable, Codable {
  /// The run has started.
  case started(Submission)
  /// It was sent, but no answer came.
  case unknown(ServiceFailure)
  /// Nothing was started.
  case failed(ServiceFailure)
}

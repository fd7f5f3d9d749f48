package import Dashboard

/// How often what is asked for, which depends on whose calls they are.
package struct Pace: Hashable, Sendable {
  /// Between two lists of executions.
  package var executions: Duration
  /// Between two descriptions of the watched run.
  package var watchedExecution: Duration
  /// Between two lists of alarms.
  package var alarms: Duration
  /// Between two descriptions of the open alarm.
  package var openAlarm: Duration
  /// Between two readings of the overview's figures.
  package var overview: Duration
  /// How long metrics take to be whole, in milliseconds; 0 where they are at once.
  package var metricLag: Int64
  /// Between two lists of all alarms where there are so many that mostly the red ones are asked for.
  package var allAlarms: Duration

  /// Makes a pace.
  package init(
    executions: Duration,
    watchedExecution: Duration,
    alarms: Duration,
    openAlarm: Duration,
    overview: Duration,
    metricLag: Int64,
    allAlarms: Duration = .seconds(60)
  ) {
    self.executions = executions
    self.watchedExecution = watchedExecution
    self.alarms = alarms
    self.openAlarm = openAlarm
    self.overview = overview
    self.metricLag = metricLag
    self.allAlarms = allAlarms
  }

  /// The same with another time between two lists; what is read less often than that stays so.
  package func refreshing(everyMilliseconds milliseconds: Int64?) -> Pace {
    guard let milliseconds else { return self }
    let wanted = Duration.milliseconds(milliseconds)
    var pace = self
    (pace.executions, pace.alarms) = (wanted, wanted)
    pace.openAlarm = max(openAlarm, wanted)
    pace.overview = max(overview, wanted)
    pace.allAlarms = max(allAlarms, wanted)
    return pace
  }

  /// What the screen knows of it, to tell when newer data should have come.
  package var intervals: PollIntervals {
    PollIntervals(
      executions: Int64(executions / .milliseconds(1)),
      alarms: Int64(alarms / .milliseconds(1))
    )
  }

  /// For the local cloud, whose calls cost nothing.
  package static let local = Pace(
    executions: .seconds(1),
    watchedExecution: .milliseconds(250),
    alarms: .seconds(1),
    openAlarm: .seconds(2),
    overview: .seconds(2),
    metricLag: 0,
    allAlarms: .seconds(15)
  )

  /// For AWS: far below the limits of an account (ListExecutions 5/s, DescribeAlarms 9/s,
  /// GetExecutionHistory 20/s), which all its users share.
  package static let aws = Pace(
    executions: .seconds(5),
    watchedExecution: .seconds(1),
    alarms: .seconds(15),
    openAlarm: .seconds(60),
    overview: .seconds(60),
    metricLag: 60_000
  )
}

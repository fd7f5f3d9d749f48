import AWSWire
import CustomerDomain
import Terminal

@testable import Dashboard

extension Sample {
  /// A run that failed in `InsertId` after three retries.
  static func failedRun(_ number: Int = 0) -> ExecutionDetail {
    var run = executions[2]
    if number > 0 {
      run.arn += "\(number)"
      run.name += "\(number)"
    }
    return detail(of: run)
  }

  static let requestID = "8c2e8a00-0000-4000-8000-000000000000"

  static var failedInvocation: Invocation {
    var invocation = Invocation(
      requestID: requestID,
      group: "/aws/lambda/insert_id",
      stream: "2026/11/24/[$LATEST]0123",
      endedAt: ago(58),
      outcome: .failed
    )
    invocation.executionARN = failedRun().execution.arn
    invocation.customerID = "boom"
    return invocation
  }

  static var traceOfRun: Trace {
    Trace(
      incidentID: failedRun().execution.arn,
      detail: failedRun(),
      requestID: requestID,
      group: "/aws/lambda/insert_id",
      lines: [
        event(
          "START RequestId: \(requestID) Version: $LATEST\n",
          function: "insert_id",
          seconds: 58.1
        ),
        event(
          """
          {"level":"ERROR","message":"PutItem failed","errorType":"InternalServerError",\
          "requestId":"\(requestID)","id":"boom"}
          """,
          function: "insert_id",
          seconds: 58.05,
          id: "e2"
        ),
        event(
          "REPORT RequestId: \(requestID)\tDuration: 2.10 ms\tMax Memory Used: 61 MB\t\n",
          function: "insert_id",
          seconds: 58,
          id: "e3"
        ),
      ],
      invocation: failedInvocation
    )
  }

  /// Why `lambda-errors-insert_id` is red: so many runs failed, the first of them traced.
  static func explanation(runs: Int = 1, notes: [String] = []) -> Explanation {
    Explanation(
      subject: .alarm(name: "lambda-errors-insert_id"),
      alarm: alarms[1],
      series: [
        MetricSeries(
          label: "Errors",
          points: (0..<40).map { index in
            MetricPoint(timestamp: ago(Double(40 - index) * 60), value: index == 38 ? 3 : 0)
          }
        )
      ],
      window: .init(from: ago(91), to: now),
      incidents: (0..<runs).map { number in
        Incident(
          detail: failedRun(number),
          invocations: number == 0 ? [failedInvocation] : []
        )
      },
      trace: traceOfRun,
      notes: notes
    )
  }
}

extension Driver {
  /// A dashboard in which the reason of a red alarm is open.
  static func why(_ size: Size = Sample.size, runs: Int = 1, notes: [String] = []) -> Driver {
    var driver = Driver.full(size)
    driver.keys("esc 4")
    driver.state.alarms.cursor.selected = "lambda-errors-insert_id"
    driver.keys("x")
    driver.go(.explained(WhyReport(Sample.explanation(runs: runs, notes: notes)), at: Sample.now))
    return driver
  }
}

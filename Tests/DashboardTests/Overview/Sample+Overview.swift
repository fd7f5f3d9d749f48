import AWSWire
import CustomerDomain

@testable import Dashboard

extension Sample {
  /// When the hour of the overview's figures begins.
  static let hourStart = Instant(milliseconds: (now.milliseconds / 60_000 - 59) * 60_000)

  static func series(_ value: (Int) -> Double?) -> MinuteSeries {
    MinuteSeries(start: hourStart, values: (0..<60).map(value))
  }

  /// Figures with so much in the newest minute.
  static func figures(_ newest: Double, errors: Double = 0, latency: Double? = 14) -> PartFigures {
    PartFigures(
      traffic: series { $0 == 59 ? newest : Double($0 % 7 * 2) },
      errors: series { $0 == 57 ? errors : 0 },
      latency: series { minute in latency.map { $0 + Double(minute % 5) } }
    )
  }

  /// The backend's parts with or without figures, under a prefix, or with names as long as `pad`.
  static func overview(
    prefix: String = "",
    pad: Int = 0,
    rules: Int = 2,
    hasFigures: Bool = true
  ) -> Overview {
    func name(_ text: String) -> String {
      let whole = prefix + text
      return whole + String(repeating: "x", count: max(0, pad - whole.count))
    }
    func part(_ kind: BackendPart.Kind, _ text: String, _ figures: PartFigures?) -> BackendPart {
      let isFunction = kind == .apiFunction || kind == .workflowFunction
      return BackendPart(
        kind,
        name(text),
        arn: kind == .workflow ? "arn:aws:states:r:1:stateMachine:" + name(text) : nil,
        logGroup: kind == .api
          ? "/aws/apigateway/" + name(text) : isFunction ? "/aws/lambda/" + name(text) : nil,
        figures: hasFigures ? figures : nil
      )
    }
    let api = part(.api, "customer-ids-api", figures(12))
    let answering = ["get_customer_id", "put_customer_id", "delete_customer_id", "submit_workflow"]
      .map { part(.apiFunction, $0, figures(3)) }
    let table = part(.table, "customer_ids", figures(1234))
    var starting = (0..<rules).map { part(.rule, "rule-\($0)", figures(1, latency: nil)) }
    if rules > 1 { starting[1].isEnabled = false }
    let workflow = part(.workflow, "customers-workflow", figures(4, latency: 1700))
    let called = [
      part(.workflowFunction, "validate_exists", figures(4)),
      part(.workflowFunction, "insert_id", figures(4, errors: 2)),
      part(.workflowFunction, "log_event", figures(0)),
    ]
    let alarms = BackendPart(.alarms, "alarms")
    let blank = series { _ in nil }
    let topic = part(.topic, "alerts", PartFigures(traffic: blank, errors: blank, latency: blank))
    let ways: [([BackendPart], [BackendPart])] = [
      ([api], answering), (Array(answering.prefix(3)), [table]), ([answering[3]], [workflow]),
      ([answering[1]], Array(starting.prefix(1))), (starting, [workflow]), ([workflow], called),
      (Array(called.prefix(2)), [table]), ([workflow], [alarms]), ([alarms], [topic]),
    ]
    return Overview(
      parts: [api] + answering + [table] + starting + [workflow] + called + [alarms, topic],
      edges: ways.flatMap { from, to in
        from.flatMap { from in to.map { Overview.Edge(from: from.id, to: $0.id) } }
      },
      until: hasFigures ? now : nil
    )
  }
}

import AWSWire
import JSONValue
import Testing

@testable import LocalCloud

@Suite struct `Event patterns` {
  @Test func `the recorded cases match as AWS matched them`() throws {
    guard let cases = conformanceCases("event-patterns") else { return }
    #expect(!cases.isEmpty)
    for example in cases {
      let name = example["name"]?.string ?? ""
      let pattern = example["pattern"] ?? nil
      if example["invalid"]?.bool == true {
        let error = #expect(throws: CloudError.self, "\(name)") { try EventPattern(pattern) }
        #expect(error?.message == example["error_message_first_line"]?.string, "\(name)")
      } else {
        #expect(
          try EventPattern(pattern).matches(example["event"] ?? nil) == example["matches"]?.bool,
          "\(name)"
        )
      }
    }
  }

  @Test(arguments: [
    (#"{"a":[{"numeric":[">",0,">",0]}]}"#, "Bad numeric range operator: >"),
    (#"{"a":[{"numeric":["<",1,">",0]}]}"#, "Too many elements in numeric expression"),
    (#"{"a":[{"numeric":["=",1,"<",2]}]}"#, "Too many elements in numeric expression"),
    (#"{"a":[{"numeric":[">",2,"<",1]}]}"#, "Bottom must be less than top"),
    (
      #"{"a":[{"anything-but":null}]}"#,
      "Value of anything-but must be an array or single string/number value."
    ),
    (
      #"{"a":[{"anything-but":{"prefix":{"equals-ignore-case":"x"}}}]}"#,
      "Value of anything-but must be an array or single string/number value."
    ),
    (#"{"a":[{"cidr":1}]}"#, "prefix match pattern must be a string"),
    (#"{"a":[{"cidr":"10.0.0.0/xx"}]}"#, "Malformed CIDR, mask bits must be an integer"),
    (
      "this is valid json but not a dict",
      "Unrecognized token 'this': was expecting (JSON String, Number, Array, Object or token "
        + "'null', 'true' or 'false')"
    ),
    (
      "{'bad': 'quotation'}",
      "Unexpected character (''' (code 39)): was expecting double-quote to start field name"
    ),
    (
      #"{"not": closed mark""#,
      "Unrecognized token 'closed': was expecting (JSON String, Number, Array, Object or token "
        + "'null', 'true' or 'false')"
    ),
  ])
  func `patterns are refused in AWS's words`(pattern: String, reason: String) {
    let error = #expect(throws: CloudError.self) { try EventPattern(text: pattern) }
    #expect(error?.message == "Event pattern is not valid. Reason: \(reason)")
  }

  @Test func `the recorded cases match over the wire too`() async throws {
    guard let cases = conformanceCases("event-patterns") else { return }
    let folder = ScratchFolder()
    let handle = try await LocalCloudHost.open(
      LocalCloudOptions(folder: folder.path, clock: SystemWallClock(), logger: quiet)
    )
    for example in cases {
      let input: JSON = [
        "EventPattern": .string((example["pattern"] ?? nil).text()),
        "Event": .string((example["event"] ?? [:]).text()),
      ]
      let request = signed(
        headers: [
          ("x-amz-target", "AWSEvents.TestEventPattern"),
          ("content-type", "application/x-amz-json-1.1"),
        ],
        body: input.bytes(),
        service: "events",
        date: SystemWallClock().now,
        credentials: handle.credentials,
        host: "127.0.0.1:\(handle.port)"
      )
      let answer = await RawClient(port: handle.port).send(
        "POST",
        "/",
        headers: request.headers.map { ($0.name, $0.value) },
        body: request.body
      )
      let name = example["name"]?.string ?? ""
      if example["invalid"]?.bool == true {
        #expect(answer?.json["__type"] == "InvalidEventPatternException", "\(name)")
      } else {
        #expect(
          answer?.json["Result"] == example["matches"],
          "\(name): \(answer?.json.text() ?? "nothing")"
        )
      }
    }
    await handle.close()
  }

  @Test func `an event that is none is refused`() async throws {
    let stage = try ServiceStage()
    let witness = ServiceWitness()
    let service = EventsService(
      database: try stage.open(),
      identity: stage.identity,
      timer: stage.timer,
      targets: witness,
      metrics: witness
    )
    for event in ["[1]", "plain text", "{'a': 1}"] {
      let refusal = await service.refusal(
        "TestEventPattern",
        ["EventPattern": #"{"a":[1]}"#, "Event": .string(event)],
        stage
      )
      #expect(refusal == CloudError("ValidationException", "Parameter Event is not valid."))
    }
  }
}

import AWSWire
import Foundation
import JSONValue
import Packaging
import Testing

@testable import LocalCloud

/// Uploaded code, run as processes.
@Suite(.serialized, .timeLimit(.minutes(10))) struct FunctionProcessTests {
  @Test func `A process runs in Lambda's environment and nothing else`() async throws {
    let stage = try await FunctionStage()
    try await stage.upload(
      FunctionStage.zip(
        FunctionStage.shell(
          #"""
          respond '"done"'
          """#,
          before: "env; pwd; read -r line || echo nothing to read"
        )
      )
    )
    #expect(try await stage.invoke().json == "done")
    let lines = stage.lines
    func value(_ name: String) -> String? {
      lines.first { $0.hasPrefix("\(name)=") }.map { String($0.dropFirst(name.count + 1)) }
    }
    #expect(value("AWS_LAMBDA_FUNCTION_NAME") == "f")
    #expect(value("AWS_LAMBDA_FUNCTION_VERSION") == "$LATEST")
    #expect(value("AWS_LAMBDA_FUNCTION_MEMORY_SIZE") == "256")
    #expect(value("AWS_LAMBDA_LOG_GROUP_NAME") == "/aws/lambda/f")
    #expect(value("AWS_LAMBDA_LOG_STREAM_NAME") == stage.recorder.entries.last?.stream)
    #expect(value("_HANDLER") == "get_customer_id")
    #expect(value("TABLE_NAME") == "things")
    #expect(value("AWS_REGION") == "eu-central-1")
    #expect(value("AWS_ENDPOINT_URL") == stage.cloud.endpoint)
    #expect(value("TZ") == ":UTC")
    #expect(value("AWS_ACCESS_KEY_ID")?.hasPrefix("LOCALFN") == true)
    #expect(value("AWS_SECRET_ACCESS_KEY") != stage.cloud.credentials.secretAccessKey)
    #expect(value("LAMBDA_TASK_ROOT").map { lines.contains($0) } == true)
    #expect(lines.contains("nothing to read"))
    let shells = ["PWD", "SHLVL", "_", "OLDPWD"]
    let known =
      FunctionVariables(
        function: FunctionSpec(name: "f", arn: "", properties: [:]),
        stream: "",
        taskRoot: "",
        region: "",
        credentials: stage.cloud.credentials,
        runtimeAPI: "",
        endpoint: ""
      ).all.keys + ["TABLE_NAME"] + shells
    let names = lines.compactMap { line in
      line.firstMatch(of: /^([A-Za-z_]+)=/).map { String($0.1) }
    }
    #expect(Set(names).isSubset(of: known), "\(Set(names).subtracting(known))")
    await stage.cloud.close()
  }

  @Test func `A first invocation is cold and the next one is warm, in one process`() async throws {
    let stage = try await FunctionStage()
    try await stage.upload(
      FunctionStage.zip(
        FunctionStage.shell(
          #"echo "deadline $(header lambda-runtime-deadline-ms)"; respond "{\"pid\":$$,\"event\":$event}""#,
          before: "echo beginning"
        )
      )
    )
    let first = try await stage.invoke(["n": 1])
    let cold = stage.lines
    let second = try await stage.invoke(["n": 2])
    let warm = stage.lines
    #expect(first.json["event"] == ["n": 1])
    #expect(second.json["event"] == ["n": 2])
    #expect(first.json["pid"] == second.json["pid"])
    try #require(cold.count == 6, "\(cold)")
    #expect(cold[0].hasPrefix("INIT_START Runtime Version: provided:al2023.v"))
    #expect(cold[1] == "beginning")
    #expect(cold[2].hasPrefix("START RequestId: "))
    #expect(cold[3].hasPrefix("deadline "))
    #expect(cold[4].hasPrefix("END RequestId: "))
    #expect(cold[5].contains("\tInit Duration: "))
    #expect(cold[5].contains("\tMemory Size: 256 MB\tMax Memory Used: "))
    #expect(!cold[5].contains("Max Memory Used: 0 MB"))
    try #require(warm.count == 4, "\(warm)")
    #expect(warm[0].hasPrefix("START RequestId: "))
    #expect(!warm[3].contains("Init Duration"))
    #expect(stage.recorder.sum("Invocations") == 2)
    #expect(stage.recorder.sum("Errors") == 0)
    await stage.cloud.close()
  }

  @Test func `A process that hangs is killed at its deadline with all it has started`() async throws
  {
    let stage = try await FunctionStage(timeoutSeconds: 1)
    try await stage.upload(
      FunctionStage.zip(FunctionStage.shell(#"sleep 600 & echo "pids $$ $!"; wait"#))
    )
    let answer = try await stage.invoke()
    #expect(answer.headers["x-amz-function-error"] == "Unhandled")
    #expect(
      answer.json["errorMessage"]?.string?.hasSuffix("Task timed out after 1.00 seconds") == true
    )
    let lines = stage.lines
    #expect(lines.last?.hasSuffix("Task timed out after 1.00 seconds") == true)
    #expect(lines.contains { $0.hasSuffix("Status: timeout") })
    let pids = try #require(lines.first { $0.hasPrefix("pids ") }).split(separator: " ")
      .compactMap { Int32($0) }
    #expect(pids.count == 2)
    #expect(try await eventually { !pids.contains { isRunning($0) } })
    #expect(stage.recorder.sum("Errors") == 1)
    // The next invocation finds a new environment.
    _ = try await stage.invoke()
    #expect(stage.lines.first?.hasPrefix("INIT_START") == true)
    await stage.cloud.close()
  }

  @Test(arguments: [
    ("exit 3", "exit status 3", "Runtime.ExitError"),
    ("kill -SEGV $$", "signal: segmentation fault", "Runtime.ExitError"),
    ("x=$(head -c 400000000 /dev/zero | tr '\\0' x)", "signal: killed", "Runtime.OutOfMemory"),
  ])
  func `A process that ends in the middle fails the invocation with Lambda's words`(
    body: String,
    words: String,
    reported: String
  ) async throws {
    let stage = try await FunctionStage(timeoutSeconds: 60, memoryMB: 128)
    try await stage.upload(FunctionStage.zip(FunctionStage.shell("echo begun; \(body)")))
    let answer = try await stage.invoke()
    let lines = stage.lines
    let end = try #require(lines.first { $0.hasPrefix("END RequestId: ") })
    let message = "RequestId: \(end.dropFirst(15)) Error: Runtime exited with error: \(words)"
    #expect(answer.status == 200)
    #expect(answer.headers["x-amz-function-error"] == "Unhandled")
    #expect(
      answer.json == ["errorType": "Runtime.ExitError", "errorMessage": .string(message)]
    )
    #expect(lines.contains("begun"))
    #expect(lines.contains("\(message)\nRuntime.ExitError"))
    #expect(lines.last?.hasSuffix("Status: error\tError Type: \(reported)") == true)
    await stage.cloud.close()
  }

  @Test func `A start that fails is tried again by the invocation, and told`() async throws {
    let stage = try await FunctionStage()
    try await stage.upload(
      FunctionStage.zip(FunctionStage.shell("respond 1", before: "echo broken; exit 7"))
    )
    let answer = try await stage.invoke()
    #expect(answer.json["errorType"] == "Runtime.ExitError")
    #expect(answer.json["errorMessage"]?.string?.hasSuffix("exit status 7") == true)
    let reports = stage.lines.filter { $0.hasPrefix("INIT_REPORT Init Duration: ") }
    try #require(reports.count == 2, "\(stage.lines)")
    #expect(reports[0].hasSuffix("Phase: init\tStatus: error\tError Type: Runtime.ExitError"))
    #expect(reports[1].hasSuffix("Phase: invoke\tStatus: error\tError Type: Runtime.ExitError"))
    #expect(stage.lines.filter { $0 == "broken" }.count == 2)
    try await stage.upload(
      FunctionStage.zip(
        FunctionStage.shell(
          "respond 1",
          before: #"post /init/error '{"errorType":"Bad","errorMessage":"no"}'; sleep 600"#
        )
      )
    )
    #expect(try await stage.invoke().json == ["errorType": "Bad", "errorMessage": "no"])
    await stage.cloud.close()
  }

  @Test func `What a process may not answer is refused, and contained`() async throws {
    let stage = try await FunctionStage()
    try await stage.upload(
      FunctionStage.zip(
        FunctionStage.shell(
          #"""
          case $event in
          *garbage*) respond '<html>' ;;
          *large*) respond "\"$(head -c 6400000 /dev/zero | tr '\0' x)\"" ;;
          *other*)
            call POST "/invocation/nobody/response" 1 | head -n 1
            call GET /nothing | head -n 1
            call GET /invocation/next | head -n 1
            respond '"mine"'
            call POST "/invocation/$id/response" 2 | head -n 1 ;;
          *failure*) fail '{"errorType":"Mine","errorMessage":"it broke"}' ;;
          *) respond '"fine"' ;;
          esac
          """#
        )
      )
    )
    #expect(try await stage.invoke("garbage").json["errorType"] == "Runtime.InvalidResponse")
    #expect(try await stage.invoke("fine").json == "fine")
    let large = try await stage.invoke("large")
    #expect(large.json["errorType"] == "Function.ResponseSizeTooLarge")
    #expect(
      try await stage.invoke("failure").json == ["errorType": "Mine", "errorMessage": "it broke"]
    )
    #expect(try await stage.invoke("other").json == "mine")
    _ = try await stage.invoke("fine")
    let statuses = stage.recorder.entries.flatMap(\.lines).filter { $0.hasPrefix("HTTP/1.1 ") }
      .map { $0.split(separator: " ")[1] }
    #expect(statuses == ["400", "404", "403", "403"])
    let colds = stage.recorder.entries.count { $0.lines.first?.hasPrefix("INIT_START") == true }
    #expect(colds == 1)
    await stage.cloud.close()
  }

  @Test func `A process that prints 100 MB is cut, and says so`() async throws {
    let stage = try await FunctionStage(timeoutSeconds: 60)
    try await stage.upload(
      FunctionStage.zip(
        FunctionStage.shell(
          #"echo first; head -c 100000000 /dev/zero | tr '\0' x; yes | head -c 1000000; respond 1"#
        )
      )
    )
    #expect(try await stage.invoke().json == 1)
    let lines = stage.lines
    #expect(lines.contains("first"))
    #expect(lines.reduce(0) { $0 + $1.utf8.count } < OutputPump.keptBytes + 2000)
    #expect(lines.allSatisfy { $0.utf8.count <= OutputPump.lineBytes })
    let cut = try #require(lines.first { $0.hasPrefix("[rollcall] The output was cut: ") })
    #expect(cut.contains("The output was cut: 96"))
    _ = try await stage.invoke()
    await stage.cloud.close()
  }

  @Test func `Code without a program says what is missing`() async throws {
    let stage = try await FunctionStage()
    try await stage.upload(
      ZipWriter.zip([ZipWriter.File(path: "main.py", contents: [1], permissions: 0o644)])
    )
    let missing = try await stage.invoke().json
    #expect(missing["errorType"] == "Runtime.InvalidEntrypoint")
    #expect(
      missing["errorMessage"]?.string?.hasSuffix(
        "Error: Couldn't find valid bootstrap(s): [/var/task/bootstrap /opt/bootstrap]"
      ) == true
    )
    try await stage.upload(FunctionStage.zip([1, 2, 3]))
    #expect(
      try await stage.invoke().json["errorMessage"]?.string?.hasSuffix(
        "fork/exec /var/task/bootstrap: exec format error"
      ) == true
    )
    try await stage.upload(FunctionStage.zip(FunctionStage.shell(""), permissions: 0o644))
    #expect(
      try await stage.invoke().json["errorMessage"]?.string?.hasSuffix(
        "fork/exec /var/task/bootstrap: permission denied"
      ) == true
    )
    await stage.cloud.close()
  }

  @Test func `Invocations at once run in processes of their own`() async throws {
    let stage = try await FunctionStage(timeoutSeconds: 120)
    let marks = ScratchFolder()
    // Each answers when three are there, so that none can take a second invocation before.
    try await stage.upload(
      FunctionStage.zip(
        FunctionStage.shell(
          """
          touch "\(marks.path)/$$"
          until [ $(ls "\(marks.path)" | wc -l) -ge 3 ]; do sleep 0.05; done
          respond $$
          """
        )
      )
    )
    let pids = try await withThrowingTaskGroup(of: JSON.self) { group in
      for _ in 0..<3 { group.addTask { try await stage.invoke().json } }
      var pids: Set<JSON> = []
      for try await pid in group { pids.insert(pid) }
      return pids
    }
    #expect(pids.count == 3)
    withExtendedLifetime(marks) {}
    await stage.cloud.close()
    #expect(!pids.contains { isRunning(Int32($0.int ?? 0)) })
  }

  @Test func `New code takes over at once, stays over a restart, and old processes end`()
    async throws
  {
    let stage = try await FunctionStage()
    try await stage.upload(FunctionStage.zip(FunctionStage.shell("respond $$")))
    let old = try #require(try await stage.invoke().json.int)
    try await stage.upload(FunctionStage.zip(FunctionStage.shell(#"respond '"new"'"#)))
    #expect(try await stage.invoke().json == "new")
    #expect(try await eventually { !isRunning(Int32(old)) })
    await stage.cloud.close()
    let again = try await FunctionStage.open(stage.folder, stage.recorder)
    let answer = try await FunctionStage.send(
      again,
      "POST",
      "/2015-03-31/functions/f/invocations",
      signedFor: "lambda"
    )
    #expect(answer.json == "new")
    await again.close()
  }

  @Test func `Faults reach a program that takes them, and stand in for one that does not`()
    async throws
  {
    let stage = try await FunctionStage(timeoutSeconds: 1)
    try await stage.upload(FunctionStage.zip(FunctionStage.shell("echo ran; respond 1")))
    try await stage.fault(["function": "f", "kind": "error"])
    let failed = try await stage.invoke()
    #expect(failed.json["errorType"] == "InjectedFault")
    #expect(stage.lines.contains { $0.hasPrefix("[rollcall] The fault 'error' was asked for.") })
    #expect(!stage.lines.contains("ran"))
    if let program = bootstrapProgram, let bytes = FileManager.default.contents(atPath: program) {
      try await stage.upload(FunctionStage.zip(Array(bytes)))
      let own = try await stage.invoke()
      #expect(own.json["errorType"] == "InjectedFault")
      #expect(stage.lines.contains { $0.contains(#""message":"received""#) })
      #expect(stage.lines.contains { $0.contains(#""errorType":"InjectedFault""#) })
    }
    try await stage.fault(["function": "f", "kind": "timeout"])
    let late = try await stage.invoke()
    #expect(
      late.json["errorMessage"]?.string?.hasSuffix("Task timed out after 1.00 seconds") == true
    )
    await stage.cloud.close()
  }
}

/// The functions' program built beside the tests; `nil` where it was not built.
let bootstrapProgram: String? = rollcallProgram.map {
  URL(fileURLWithPath: $0).deletingLastPathComponent().appendingPathComponent("bootstrap").path
}.flatMap { FileManager.default.isExecutableFile(atPath: $0) ? $0 : nil }

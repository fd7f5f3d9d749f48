import Foundation
import JSONValue
import Testing

@testable import LocalCloud

@Suite struct `Operation coverage` {
  private func isUnknown(_ service: some CloudService, _ operation: String, _ stage: ServiceStage)
    async -> Bool
  {
    // An input that no operation takes is refused without waiting for anything.
    await service.refusal(operation, ["TableName": 1, "maxResults": -1], stage)?.code
      == "UnknownOperationException"
  }

  @Test func `DynamoDB answers what it says that it has, and names the rest`() async throws {
    let stage = try ServiceStage()
    let service = try await DynamoDBFixture.service(stage)
    for operation in DynamoDBService.coverage {
      let isAbsent = operation.extent == .absent
      #expect(await isUnknown(service, operation.name, stage) == isAbsent, "\(operation.name)")
    }
  }

  @Test func `Step Functions answers what it says that it has, and names the rest`() async throws {
    let (stage, witness) = (try ServiceStage(), ServiceWitness())
    let service = StepFunctionsFixture.service(stage, witness, try stage.open())
    for operation in StepFunctionsService.coverage {
      let isAbsent = operation.extent == .absent
      #expect(await isUnknown(service, operation.name, stage) == isAbsent, "\(operation.name)")
    }
  }

  @Test func `Lambda and EventBridge answer what they say that they have, and name the rest`()
    async throws
  {
    let stage = try ServiceStage()
    let lambda = try await LambdaStage(stage)
    for operation in LambdaService.coverage {
      let isAbsent = operation.extent == .absent
      #expect(await isUnknown(lambda.service, operation.name, stage) == isAbsent)
    }
    let witness = ServiceWitness()
    let events = EventsService(
      database: lambda.database,
      identity: stage.identity,
      timer: stage.timer,
      targets: witness,
      metrics: witness
    )
    for operation in EventsService.coverage {
      let isAbsent = operation.extent == .absent
      #expect(await isUnknown(events, operation.name, stage) == isAbsent, "\(operation.name)")
    }
  }

  @Test func `CloudWatch answers what it says that it has, and names the rest`() async throws {
    let (stage, witness) = (try ServiceStage(), ServiceWitness())
    let service = CloudWatchFixture.service(stage, witness, try stage.open())
    for operation in CloudWatchService.coverage {
      let refusal = await service.refusal(operation.name, [:], stage)
      let isUnknown = refusal?.code == "InvalidAction"
      #expect(isUnknown == (operation.extent == .absent), "\(operation.name)")
      #expect(!isUnknown || refusal?.message.contains(operation.name) == true)
    }
  }

  @Test func `each operation is listed once`() {
    for service in ServiceCoverage.all {
      let names = service.operations.map(\.name)
      #expect(Set(names).count == names.count, "\(service.service)")
    }
    #expect(DynamoDBService.coverage.count == 57)
    #expect(StepFunctionsService.coverage.count == 37)
    #expect(CloudWatchService.coverage.count == 46)
  }

  @Test func `the Backend article has the tables as they are printed`() throws {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let article = try String(
      contentsOf: root.appending(path: "Sources/rollcall/Documentation.docc/Backend.md"),
      encoding: .utf8
    )
    for service in ServiceCoverage.all {
      #expect(article.contains(service.markdown), "\(service.service)")
    }
  }

  @Test func `the table says what is missing`() {
    let table = ServiceCoverage(
      "Clocks",
      [.whole("Wind"), .partly("Ring", "no bells")] + OperationCoverage.absent(["Stop", "Chime"])
    ).markdown
    #expect(
      table == """
        | Clocks | |
        |---|---|
        | Wind | whole |
        | Ring | partly: no bells |
        | Stop, Chime | not there |

        """
    )
  }
}

import AWSWire
import Foundation
import JSONValue
import Packaging
import Testing

@testable import LocalCloud

/// UpdateFunctionCode, and what the operations then tell of a function.
@Suite(.serialized, .timeLimit(.minutes(5))) struct FunctionCodeTests {
  private static let program = FunctionStage.shell("respond 1")

  @Test func `An upload changes what is told of the function`() async throws {
    let stage = try await FunctionStage()
    func configuration() async throws -> JSON {
      try await stage.lambda("GET", "/2015-03-31/functions/f/configuration").json
    }
    let before = try await configuration()
    #expect(before["CodeSize"] == 0)
    let zip = FunctionStage.zip(FunctionCodeTests.program)
    let answer = try await stage.upload(zip)
    #expect(answer.status == 200, "\(answer.json)")
    let after = try await configuration()
    #expect(after == answer.json)
    #expect(after["CodeSize"] == JSON(zip.count))
    let hash = Data(Digest.sha256(zip)).base64EncodedString()
    #expect(after["CodeSha256"] == .string(hash))
    #expect(after["RevisionId"] != before["RevisionId"])
    #expect(
      after["LastModified"]?.string?.wholeMatch(
        of: /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+0000/
      ) != nil
    )
    #expect(after["State"] == "Active")
    #expect(after["LastUpdateStatus"] == "Successful")
    #expect(after["PackageType"] == "Zip")
    #expect(after["Architectures"] == ["x86_64"])
    #expect(after["SnapStart"] == ["ApplyOn": "None", "OptimizationStatus": "Off"])
    #expect(after["RuntimeVersionConfig"]?["RuntimeVersionArn"] != nil)
    #expect(
      try await stage.lambda("GET", "/2015-03-31/functions/f").json["Configuration"] == after
    )
    #expect(
      try await stage.lambda("GET", "/2015-03-31/functions").json["Functions"]?[0] == after
    )
    await stage.cloud.close()
    let again = try await FunctionStage.open(stage.folder, stage.recorder)
    let kept = try await FunctionStage.send(
      again,
      "GET",
      "/2015-03-31/functions/f/configuration",
      signedFor: "lambda"
    )
    #expect(kept.json == after)
    await again.close()
  }

  @Test func `A dry run checks and changes nothing`() async throws {
    let stage = try await FunctionStage()
    let answer = try await stage.upload(
      FunctionStage.zip(FunctionCodeTests.program),
      ["DryRun": true, "Publish": true]
    )
    #expect(answer.status == 200)
    #expect(answer.json["CodeSize"] != 0)
    let kept = try await stage.lambda("GET", "/2015-03-31/functions/f/configuration").json
    #expect(kept["CodeSize"] == 0)
    await stage.cloud.close()
  }

  private struct Refusal: Sendable, CustomTestStringConvertible {
    let input: JSON
    let status: Int
    let code: String
    let message: String

    init(_ input: JSON, _ status: Int, _ code: String, _ message: String) {
      (self.input, self.status, self.code, self.message) = (input, status, code, message)
    }

    var testDescription: String { message }
  }

  private static func zipped(_ zip: [UInt8], _ more: JSONObject = [:]) -> JSON {
    .object(
      ([
        "ZipFile": .string(Data(zip).base64EncodedString())
      ] as JSONObject).merging(more)
    )
  }

  private static let refusals = [
    Refusal(
      [:],
      400,
      "InvalidParameterValueException",
      "Please provide a source for function code."
    ),
    Refusal(
      ["S3Bucket": "b", "S3Key": "k"],
      400,
      "InvalidParameterValueException",
      "The local cloud has no S3. Please provide the code as ZipFile."
    ),
    Refusal(["ZipFile": "!"], 400, "SerializationException", "ZipFile is not Base64."),
    Refusal(["ZipFile": 7], 400, "SerializationException", "ZipFile is not Base64."),
    Refusal(
      ["ZipFile": ""],
      400,
      "InvalidParameterValueException",
      "Uploaded file must be a non-empty zip"
    ),
    Refusal(
      zipped(ZipWriter.zip([])),
      400,
      "InvalidParameterValueException",
      "Uploaded file must be a non-empty zip"
    ),
    Refusal(
      zipped(Array("no zip at all".utf8)),
      400,
      "InvalidParameterValueException",
      "Could not unzip uploaded file. Please check your file, then try to upload again. "
        + "(it is not a zip file: it has no table of contents)"
    ),
    Refusal(
      zipped(
        ZipWriter.zip([ZipWriter.File(path: "../x", contents: [1], permissions: 0o644)])
      ),
      400,
      "InvalidParameterValueException",
      "Could not unzip uploaded file. Please check your file, then try to upload again. "
        + "(the entry ../x is refused: its path does not stay inside the folder)"
    ),
    Refusal(
      zipped(
        ZipWriter.zip([
          ZipWriter.File(
            path: "bomb",
            contents: [UInt8](repeating: 0, count: 262_144_001),
            permissions: 0o644
          )
        ])
      ),
      400,
      "InvalidParameterValueException",
      "Unzipped size must be smaller than 262144000 bytes"
    ),
    Refusal(
      zipped(FunctionStage.zip(program), ["Architectures": ["arm64"]]),
      400,
      "InvalidParameterValueException",
      "The local cloud runs functions on x86_64; the architecture arm64 is not supported."
    ),
    Refusal(
      zipped(FunctionStage.zip(program), ["RevisionId": "an old one"]),
      412,
      "PreconditionFailedException",
      "The Revision Id provided does not match the latest Revision Id. Call the "
        + "GetFunction/GetAlias API to retrieve the latest Revision Id"
    ),
  ]

  @Test func `What is not taken is refused in Lambda's words`() async throws {
    let stage = try await FunctionStage()
    for refusal in FunctionCodeTests.refusals {
      let answer = try await stage.put(refusal.input)
      #expect(answer.status == refusal.status)
      #expect(answer.headers["x-amzn-errortype"] == refusal.code)
      #expect(answer.json["message"] == .string(refusal.message))
    }
    let unknown = try await stage.upload([1], to: "nobody")
    #expect(unknown.status == 404)
    #expect(unknown.headers["x-amzn-errortype"] == "ResourceNotFoundException")
    let kept = try await stage.lambda("GET", "/2015-03-31/functions/f/configuration").json
    #expect(kept["CodeSize"] == 0)
    await stage.cloud.close()
  }

  @Test func `Nobody uploads without a signature`() async throws {
    let stage = try await FunctionStage()
    let body = FunctionCodeTests.zipped(FunctionStage.zip(FunctionCodeTests.program)).bytes()
    let answer = try #require(
      await RawClient(port: stage.cloud.port).send(
        "PUT",
        "/2015-03-31/functions/f/code",
        body: body
      )
    )
    #expect(answer.status == 403)
    #expect(
      try await stage.lambda("GET", "/2015-03-31/functions/f/configuration").json["CodeSize"] == 0
    )
    await stage.cloud.close()
  }

  @Test(arguments: [("RequestResponse", 6 << 20), ("Event", 1 << 20)])
  func `A payload that is too large is refused`(kind: String, limit: Int) async throws {
    let stage = try await FunctionStage()
    let event = Array("\"\(String(repeating: "x", count: limit))\"".utf8)
    let answer = try await FunctionStage.send(
      stage.cloud,
      "POST",
      "/2015-03-31/functions/f/invocations",
      signedFor: "lambda",
      headers: [("x-amz-invocation-type", kind)],
      body: event
    )
    #expect(answer.status == 413)
    #expect(
      answer.json["message"]?.string
        == "Request must be smaller than \(limit) bytes for the InvokeFunction operation"
    )
    await stage.cloud.close()
  }

  @Test func `What is unpacked is private, and gone after the end`() async throws {
    let stage = try await FunctionStage()
    try await stage.upload(FunctionStage.zip(FunctionCodeTests.program))
    let folder = stage.folder.path + "/functions"
    let attributes = try FileManager.default.attributesOfItem(atPath: folder)
    #expect(attributes[.posixPermissions] as? Int == 0o700)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder).count == 1)
    try await stage.upload(FunctionStage.zip(FunctionStage.shell("respond 2")))
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder).count == 1)
    await stage.cloud.close()
    #expect(!FileManager.default.fileExists(atPath: folder))
  }
}

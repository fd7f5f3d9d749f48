import AWSWire
import JSONValue
import Testing

@testable import LocalCloud

/// Forms of the query protocol, as callers and as attackers write them.
struct WireFormTests {
  private func document(_ form: String) throws -> JSON {
    try QueryForm(Array(form.utf8)).document()
  }

  @Test func `Lists, maps and structures become what they are in JSON`() throws {
    let form =
      "Action=X&Version=1&Name=a%20b+c&Tags.member.2.Key=k2&Tags.member.1.Key=k1"
      + "&Attributes.entry.1.key=A&Attributes.entry.1.value=1&Plain.1=x&Empty="
    #expect(
      try document(form) == [
        "Name": "a b c", "Tags": [["Key": "k1"], ["Key": "k2"]], "Attributes": ["A": "1"],
        "Plain": ["x"], "Empty": "",
      ]
    )
  }

  @Test func `A dimension's value and a tag's stay texts, whatever they look like`() throws {
    let form =
      "Dimensions.member.1.Name=Port&Dimensions.member.1.Value=8080&Tags.member.1.Value=true"
      + "&MetricData.member.1.Value=1.5"
    let input = try QueryProtocol.of(.cloudWatch)?.input(of: QueryForm(Array(form.utf8)))
    #expect(
      input == [
        "Dimensions": [["Name": "Port", "Value": "8080"]], "Tags": [["Value": "true"]],
        "MetricData": [["Value": "1.5"]],
      ]
    )
  }

  @Test func `A name deeper than any input is refused`() throws {
    let name = Array(repeating: "a", count: 200_000).joined(separator: ".")
    #expect(throws: CloudError.self) { try document("\(name)=1") }
    #expect(throws: Never.self) { try document("a.b.c.d.e.f.g.h=1") }
  }

  @Test(.timeLimit(.minutes(1)))
  func `A hundred thousand fields are read in one walk over them`() throws {
    let form = (0..<100_000).map { "f\($0)=1" }.joined(separator: "&")
    #expect(try document(form).object?.count == 100_000)
  }

  @Test func `A compressed body is inflated, and one that is too large or broken is refused`()
    throws
  {
    // printf 'hello' | gzip -n
    let hello: [UInt8] = [
      0x1f, 0x8b, 0x08, 0, 0, 0, 0, 0, 0, 0x03, 0xcb, 0x48, 0xcd, 0xc9, 0xc9, 0x07, 0, 0x86, 0xa6,
      0x10, 0x36, 0x05, 0, 0, 0,
    ]
    #expect(try GzipBody.inflated(hello, limit: 1000) == Array("hello".utf8))
    #expect(throws: CloudError.self) {
      try GzipBody.inflated(Array(hello.dropLast(9)), limit: 1000)
    }
    #expect(throws: CloudError.self) { try GzipBody.inflated(Array("{}".utf8), limit: 1000) }
    let refusal = #expect(throws: CloudError.self) { try GzipBody.inflated(hello, limit: 4) }
    #expect(refusal?.status == 413)
  }
}

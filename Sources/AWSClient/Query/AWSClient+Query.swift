internal import AWSWire
internal import JSONValue

extension AWSClient {
  /// Makes a call in the query protocol: a form goes out, XML comes back.
  ///
  /// - Throws: `AWSError`; `CancellationError`.
  func query(_ call: AWSCall, operation: String, version: String) async throws -> JSON {
    try await exchange(
      Exchange(
        operation: operation,
        service: call.service.signingName,
        endpoint: configuration.endpoints.endpoint(for: call.service),
        method: "POST",
        path: "/",
        headers: ["content-type": "application/x-www-form-urlencoded; charset=utf-8"],
        body: QueryForm(call, version: version).bytes,
        isRepeatable: call.isRepeatable
      )
    ) { response throws(Unreadable) in
      // A page may be XML, too.
      guard !WebPage.isOne(response.body) else { throw Unreadable(why: "a web page") }
      do throws(XMLSyntaxError) {
        let root = try XMLElement(parsing: response.body)
        // Operations without output have no result element.
        return (root.child("\(call.operation)Result") ?? XMLElement(name: "")).members
      } catch {
        throw Unreadable(why: "not XML: \(error)")
      }
    }
  }
}

import Testing

@testable import bootstrap

struct RuntimeAnswerTests {
  private func read(_ text: String, isEnded: Bool = true) throws(RuntimeError) -> RuntimeAnswer? {
    try RuntimeAnswer(Array(text.utf8), isEnded: isEnded)
  }

  @Test(arguments: [
    ("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}", 200, "{}"),
    ("HTTP/1.1 202 Accepted\r\ncontent-length: 0\r\n\r\n", 202, ""),
    (
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{\"\r\n3;x=y\r\na\":\r\n2\r\n1}\r\n0\r\n\r\n",
      200, "{\"a\":1}"
    ),
    (
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: Chunked\r\n\r\nA\r\n0123456789\r\n0\r\n\r\n", 200,
      "0123456789"
    ),
    ("HTTP/1.0 200 OK\r\n\r\nup to the end", 200, "up to the end"),
    ("HTTP/1.1 204 No Content\r\n\r\n", 204, ""),
    ("HTTP/1.1 500\r\nContent-Length: 1\r\n\r\nx", 500, "x"),
  ])
  func `a whole answer is read`(text: String, status: Int, body: String) throws {
    let answer = try #require(try read(text))
    #expect(answer.status == status)
    #expect(String(decoding: answer.body, as: UTF8.self) == body)
  }

  @Test(arguments: [
    "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabc",
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
  ])
  func `bytes that come one by one are waited for`(text: String) throws {
    let bytes = Array(text.utf8)
    // The last chunk's own empty line brings nothing that is needed.
    let needed = text.contains("chunked") ? bytes.count - 2 : bytes.count
    for count in 0..<needed {
      #expect(try RuntimeAnswer(Array(bytes.prefix(count)), isEnded: false) == nil)
    }
    #expect(try RuntimeAnswer(bytes, isEnded: false)?.body == Array("abc".utf8))
  }

  @Test func `headers are found whatever the case of their names`() throws {
    let answer = try read(
      "HTTP/1.1 200 OK\r\nLambda-Runtime-Aws-Request-Id:  a:b\r\nnonsense\r\nContent-Length: 0\r\n\r\n"
    )
    #expect(answer?.headers["lambda-runtime-aws-request-id"] == "a:b")
  }

  @Test(arguments: [
    "", "HTTP/1.1 200 OK\r\nContent-Le", "garbage\r\n\r\n", "HTTP/1.1 abc\r\n\r\n", "\r\n\r\n",
    "SSH-2.0 200\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nabc",
    "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n",
    "HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n",
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n",
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFFFF\r\n",
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n7FFFFFFF\r\n",
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nabc",
  ])
  func `what is no whole answer is an error and not a crash`(text: String) {
    #expect(throws: RuntimeError.self) { try read(text) }
  }

  @Test func `a head without an end is not gathered for ever`() {
    let line = String(repeating: "x", count: RuntimeAnswer.largestHead + 1)
    #expect(throws: RuntimeError.unreadable("its head is too long")) {
      try read("HTTP/1.1 200 OK\r\nA: \(line)", isEnded: false)
    }
  }
}

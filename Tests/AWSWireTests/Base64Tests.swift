import Testing

@testable import AWSWire

struct Base64Tests {
  // RFC 4648 section 10.
  @Test(arguments: [
    ("", ""), ("Zg==", "f"), ("Zm8=", "fo"), ("Zm9v", "foo"), ("Zm9vYg==", "foob"),
    ("Zm9vYmE=", "fooba"), ("Zm9vYmFy", "foobar"),
  ])
  func `A text stands for the bytes of the standard's example`(text: String, bytes: String) {
    #expect(Base64.bytes(text) == Array(bytes.utf8))
  }

  @Test func `All digits are read`() {
    #expect(Base64.bytes("+/AZ")?.count == 3)
    #expect(Base64.bytes("////") == [255, 255, 255])
  }

  @Test(arguments: ["Zg", "Zg=", "Zg==Zg==", "Z===", "====", "Zm9-", "Zm 9", "Zm9v\n", "Zg=a"])
  func `What is not Base64 is nothing`(text: String) {
    #expect(Base64.bytes(text) == nil)
  }
}

import Testing

@testable import AWSWire

struct DigestTests {
  // FIPS 180-4 and RFC 1321, each with its example "abc".
  @Test(arguments: [
    (Digest.Kind.md5, "900150983cd24fb0d6963f7d28e17f72"),
    (.sha1, "a9993e364706816aba3e25717850c26c9cd0d89d"),
    (
      .sha384,
      "cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed8086072ba1e7cc2358baeca134c825a7"
    ),
    (
      .sha512,
      "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd"
        + "454d4423643ce80e2a9ac94fa54ca49f"
    ),
  ])
  func `The digest of a text is the standard's`(kind: Digest.Kind, digest: String) {
    #expect(Digest.hex(Digest.digest(kind, Array("abc".utf8))) == digest)
  }
}

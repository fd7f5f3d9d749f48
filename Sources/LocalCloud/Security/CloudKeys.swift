package import AWSWire
internal import Glibc
internal import JSONValue

/// The secrets of one local cloud: the key pair that signs requests, and the REST API's key.
package struct CloudKeys: Hashable, Sendable {
  /// The key pair of all AWS endpoints.
  package let credentials: AWSCredentials
  /// The value of the API key.
  package let apiKey: String

  /// Takes the keys from the file at `path`, which is made with new ones where it is missing.
  ///
  /// - Throws: `CloudFileError` where the file cannot be read, understood or written.
  package init(atPath path: String) throws {
    if let bytes = try CloudFile.read(path) {
      try self.init(reading: bytes, path: path)
    } else {
      try self.init()
      let document: JSON = [
        "accessKeyId": .string(credentials.accessKeyID),
        "secretAccessKey": .string(credentials.secretAccessKey), "apiKey": .string(apiKey),
      ]
      try CloudFile.write(document.bytes(.pretty), to: path)
    }
  }

  /// Makes new keys from the system's random bytes.
  ///
  /// - Throws: `CloudFileError` where there are none.
  package init() throws {
    let upper = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")
    let plain = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz012345678901")
    credentials = AWSCredentials(
      accessKeyID: "LOCAL" + (try CloudKeys.random(15, from: upper)),
      secretAccessKey: try CloudKeys.random(40, from: CloudKeys.base64)
    )
    apiKey = try CloudKeys.random(40, from: plain)
  }

  private static let base64 = Array(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
  )

  /// A secret of `count` letters, from the system's generator: no id that anybody sees says anything
  /// of it.
  static func secret(_ count: Int) -> String {
    var system = SystemRandomNumberGenerator()
    return String(
      (0..<count).map { _ in base64[Int.random(in: base64.indices, using: &system)] }
    )
  }

  private init(reading bytes: [UInt8], path: String) throws {
    guard let document = try? JSON(parsing: bytes), let id = document["accessKeyId"]?.string,
      let secret = document["secretAccessKey"]?.string, let apiKey = document["apiKey"]?.string
    else { throw CloudFileError(path: path, detail: "it does not hold the local cloud's keys") }
    credentials = AWSCredentials(accessKeyID: id, secretAccessKey: secret)
    self.apiKey = apiKey
  }

  /// `count` letters from an alphabet whose size divides 256, so that all are equally likely.
  private static func random(_ count: Int, from alphabet: [Character]) throws -> String {
    String(try CloudFile.randomBytes(count).map { alphabet[Int($0) % alphabet.count] })
  }
}

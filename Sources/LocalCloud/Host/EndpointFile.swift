internal import Glibc
internal import JSONValue

/// The file in which the owner of a data folder says where it serves: `endpoint.json`.
struct EndpointFile: Hashable, Sendable {
  /// The port on 127.0.0.1.
  let port: Int
  /// The id of the owner's process.
  let processID: Int
  /// The region in ARNs and signatures, such as `eu-central-1`.
  let region: String

  /// Reads the file; `nil` where there is none, or it is not one.
  static func read(folder: String) -> EndpointFile? {
    guard let bytes = try? CloudFile.read(path(in: folder)), let json = try? JSON(parsing: bytes),
      let port = json["port"]?.int, let processID = json["pid"]?.int,
      let region = json["region"]?.string
    else { return nil }
    return EndpointFile(port: port, processID: processID, region: region)
  }

  /// Writes the file.
  ///
  /// - Throws: `CloudFileError`.
  func write(folder: String) throws {
    let json: JSON = [
      "port": JSON(port), "pid": JSON(processID), "region": .string(region),
      "endpoint": .string("http://127.0.0.1:\(port)"),
    ]
    try CloudFile.write(json.bytes(.pretty), to: EndpointFile.path(in: folder))
  }

  private static func path(in folder: String) -> String { "\(folder)/endpoint.json" }
}

internal import AWSWire
internal import JSONValue
internal import Packaging

/// A call of UpdateFunctionCode, checked in Lambda's order.
struct CodeUpload: Sendable {
  /// The zip file.
  let zip: [UInt8]
  /// Whether nothing is to be changed.
  let isDryRun: Bool

  /// The refusal of a change that was made for an older revision.
  static let staleRevision = CloudError(
    "PreconditionFailedException",
    "The Revision Id provided does not match the latest Revision Id. Call the "
      + "GetFunction/GetAlias API to retrieve the latest Revision Id",
    status: 412
  )

  /// Checks the input against the function as it is.
  ///
  /// - Throws: `CloudError` as Lambda answers.
  init(_ input: JSON, current: UploadedCode?) throws {
    func refusal(_ message: String) -> CloudError {
      CloudError("InvalidParameterValueException", message)
    }
    if let text = input["ZipFile"], text.string == nil, !text.isNull {
      throw CloudError("SerializationException", "ZipFile is not Base64.")
    }
    let architectures = input["Architectures"]?.array?.compactMap(\.string) ?? ["x86_64"]
    guard architectures == ["x86_64"] else {
      throw refusal(
        "The local cloud runs functions on x86_64; the architecture "
          + "\(architectures.joined(separator: ", ")) is not supported."
      )
    }
    if input["ImageUri"]?.string != nil {
      throw refusal("Please don't provide ImageUri when updating a function with packageType Zip.")
    }
    if input["S3Bucket"]?.string != nil || input["S3Key"]?.string != nil {
      throw refusal("The local cloud has no S3. Please provide the code as ZipFile.")
    }
    guard let text = input["ZipFile"]?.string else {
      throw refusal("Please provide a source for function code.")
    }
    guard let zip = Base64.bytes(text) else {
      throw CloudError("SerializationException", "ZipFile is not Base64.")
    }
    guard !zip.isEmpty else { throw refusal("Uploaded file must be a non-empty zip") }
    if let revision = input["RevisionId"]?.string, revision != current?.revision {
      throw CodeUpload.staleRevision
    }
    do {
      let archive = try ZipArchive(zip, unzippedLimit: CodeStore.unzippedLimit)
      // A damaged file is refused now and not when it is first run.
      for entry in archive.entries { _ = try archive.contents(of: entry) }
    } catch {
      switch error {
      case .tooLarge:
        throw refusal("Unzipped size must be smaller than \(CodeStore.unzippedLimit) bytes")
      case .empty: throw refusal("Uploaded file must be a non-empty zip")
      default:
        throw refusal(
          "Could not unzip uploaded file. Please check your file, then try to upload again. "
            + "(\(error))"
        )
      }
    }
    self.zip = zip
    isDryRun = input["DryRun"]?.bool ?? false
  }
}

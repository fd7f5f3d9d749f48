internal import Packaging

/// Request bodies that clients compress by themselves, as the SDKs do with large `PutMetricData`.
enum GzipBody {
  /// The bytes that the gzip member `body` stands for, `limit` at most.
  ///
  /// - Throws: `CloudError` where it is not gzip, or stands for more.
  static func inflated(_ body: [UInt8], limit: Int) throws -> [UInt8] {
    // Most bodies shrink to a tenth or so; room for all is taken only where that is too little.
    for room in [min(limit, max(body.count, 4096) * 16), limit] {
      switch Gzip.inflate(body, room: room) {
      case .inflated(let bytes): return bytes
      case .tooLarge: continue
      case .notGzip:
        throw CloudError("SerializationException", "The body is not gzip, as its headers say.")
      }
    }
    throw CloudError(
      "RequestEntityTooLargeException",
      "The body inflates to more than \(limit) bytes.",
      status: 413
    )
  }
}

extension WebRequest {
  /// The request with its body inflated, where its headers say that it is compressed.
  ///
  /// Signatures are over the compressed body, so this comes after their check.
  ///
  /// - Throws: `CloudError` as `GzipBody` does.
  func inflated(limit: Int) throws -> WebRequest {
    guard header("content-encoding")?.lowercased() == "gzip", !body.isEmpty else { return self }
    var request = self
    request.body = try GzipBody.inflated(body, limit: limit)
    return request
  }
}

package import AWSWire
package import JSONValue
internal import Synchronization

/// Finds the services by name, and carries calls to them from inside the cloud.
package final class ServiceDirectory: Sendable {
  private let services = Mutex<[any CloudService]>([])
  private let identifiers: RandomIdentifiers
  private let clock: any WallClock

  /// Makes an empty directory.
  package init(identifiers: RandomIdentifiers, clock: any WallClock) {
    self.identifiers = identifiers
    self.clock = clock
  }

  /// Puts services into the directory.
  package func add(_ added: [any CloudService]) {
    services.withLock { services in
      for service in added {
        services.removeAll { $0.service == service.service }
        services.append(service)
      }
    }
  }

  /// All services, in the order in which they were added.
  package var all: [any CloudService] { services.withLock { $0 } }

  /// The service called `name`.
  ///
  /// - Throws: `CloudError` where the local cloud has none.
  package func service(_ name: AWSService) throws -> any CloudService {
    guard let service = services.withLock({ $0.first { $0.service == name } }) else {
      throw CloudError(
        "UnknownOperationException",
        "The local cloud has no \(name.signingName).",
        status: 404
      )
    }
    return service
  }

  /// Runs an operation on behalf of the cloud itself.
  ///
  /// - Throws: `CloudError` as the service answers.
  @discardableResult
  package func perform(
    _ name: AWSService,
    _ operation: String,
    _ input: JSON
  ) async throws -> JSON {
    let context = CallContext(requestID: identifiers.uuid(), now: clock.now)
    return try await service(name).perform(operation, input, context)
  }
}

extension ServiceDirectory: AWSCaller {
  /// Makes the call and returns the operation's output.
  ///
  /// - Throws: `AWSError` where the service refused; `CancellationError`.
  package func call(_ call: AWSCall) async throws -> JSON {
    try Task.checkCancellation()
    do {
      return try await perform(call.service, call.operation, call.input)
    } catch let error as CloudError {
      let isThrottled = error.status == 429 || error.code.contains("Throttling")
      throw AWSError(
        kind: isThrottled ? .throttled : .service,
        code: error.code,
        message: error.message,
        status: error.status,
        operation: "\(call.service.signingName) \(call.operation)",
        mayHaveBeenSent: true
      )
    }
  }
}

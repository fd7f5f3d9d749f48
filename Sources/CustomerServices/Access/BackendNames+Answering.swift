internal import CustomerDomain

extension BackendNames {
  /// The function that answers a request, by method and resource; `nil` where none is known to.
  func function(answering request: APIRequest) -> String? {
    switch (request.method, request.resource) {
    case ("GET", "/customers/{id}"): lookUpFunction
    case ("PUT", "/customers/{id}"): announcer
    case ("DELETE", "/customers/{id}"): remover
    case ("POST", "/workflow/submit"): workflowStarter
    default: nil
    }
  }
}

internal import CustomerDomain

extension BackendNames {
  /// The function that answers a request, by method and resource; `nil` where none is known to.
  func function(answering request: APIRequest) -> String? {
    if (request.method, request.resource) == ("GET", "/customers/{id}") { return lookUpFunction }
    let name: String? =
      switch (request.method, request.resource) {
      case ("PUT", "/customers/{id}"): "put_customer_id"
      case ("DELETE", "/customers/{id}"): "delete_customer_id"
      case ("POST", "/workflow/submit"): "submit_workflow"
      default: nil
      }
    return name.map { prefix + $0 }
  }
}

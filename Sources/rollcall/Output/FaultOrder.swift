internal import CustomerDomain

/// Which of the faults of one function shows, where it has several; a pure value.
///
/// A throttled call never reaches the function, and one that runs into its timeout does not get to
/// the error; a delay comes before an error and shows with it.
struct FaultOrder {
  private let function: String
  private let faults: [InjectedFault]

  /// Takes the faults in force of one function.
  init(_ faults: [InjectedFault], of function: String) {
    self.function = function
    self.faults = faults.filter { $0.function == function }
      .sorted { FaultOrder.rank($0.kind) < FaultOrder.rank($1.kind) }
  }

  /// What is said where one fault hides another; `nil` where each shows.
  var note: String? {
    guard faults.count > 1, let first = faults.first, FaultOrder.hides(first.kind) else {
      return nil
    }
    let rest = faults.dropFirst().map { ", then \($0.kind.words)" }.joined()
    let rate = first.rate < 1 ? " where it hits" : ""
    return "\(function) has several faults: \(first.kind.words) comes first\(rate)\(rest); "
      + "'rollcall fault \(function) --clear' lifts them all"
  }

  private static func hides(_ kind: InjectedFault.Kind) -> Bool {
    switch kind {
    case .throttle, .timeout: true
    case .error, .delay: false
    }
  }

  private static func rank(_ kind: InjectedFault.Kind) -> Int {
    switch kind {
    case .throttle: 0
    case .timeout: 1
    case .error: 2
    case .delay: 3
    }
  }
}

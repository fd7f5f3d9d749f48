internal import Configuration
internal import CustomerDomain
internal import Deployment
internal import Terminal

/// How a command ends, as `sysexits.h` numbers it; thrown by a command that has said all it has to.
enum ExitStatus: Int32, Error, CaseIterable {
  /// All went well.
  case done = 0
  /// The answer was negative: absent, already there, failed, in alarm.
  case negative = 1
  /// The command line makes no sense.
  case usage = 64
  /// An id or a file is invalid.
  case badInput = 65
  /// There is no such execution, alarm or rule.
  case notFound = 66
  /// The service cannot be reached, or fails.
  case unavailable = 69
  /// The service asks to slow down.
  case tryAgain = 75
  /// READ-ONLY, a wrong key or a missing right.
  case notPermitted = 77
  /// The configuration cannot work.
  case badConfiguration = 78
  /// The terminal is gone.
  case hungUp = 129
  /// ctrl-c ended it.
  case interrupted = 130

  /// The number that the shell sees.
  var code: Int32 { rawValue }

  /// The status that stands for the kind of failure.
  init(_ kind: ServiceFailure.Kind) {
    switch kind {
    case .unavailable, .unreadableAnswer: self = .unavailable
    case .throttled: self = .tryAgain
    case .notPermitted: self = .notPermitted
    case .notFound: self = .notFound
    case .invalidInput: self = .badInput
    case .badConfiguration: self = .badConfiguration
    }
  }

  /// Of several, the one that is told: the first of 78, 77, 69, 75, 66, 65, 1, 0.
  static func worst(_ statuses: some Sequence<ExitStatus>) -> ExitStatus {
    let order: [ExitStatus] = [
      .badConfiguration, .notPermitted, .unavailable, .tryAgain, .notFound, .badInput, .negative,
    ]
    let seen = Set(statuses)
    return order.first(where: seen.contains) ?? .done
  }

  /// Says on stderr what an error means and picks its status; `nil` for errors of the argument
  /// parser, which speaks for itself.
  init?(reporting error: any Error) {
    switch error {
    case let failure as ServiceFailure:
      Printer.complain(
        failure.isOutcomeOpen ? "\(failure); \(ServiceFailure.openOutcome)" : "\(failure)"
      )
      self.init(failure.kind)
    case let mistake as ConfigurationError:
      Printer.complain(mistake.description)
      self = .badConfiguration
    case let mistake as ThemeError:
      Printer.complain("\(mistake)")
      self = .badConfiguration
    case let problem as DeploymentProblem:
      self.init(reporting: ServiceFailure(problem))
    case is CancellationError:
      self = .interrupted
    default:
      return nil
    }
  }
}

internal import ArgumentParser

/// A parameter of the template on the command line: `NAME=VALUE`.
struct ParameterArgument: ExpressibleByArgument {
  /// The parameter's name.
  let name: String
  /// Its value.
  let value: String

  /// Reads a parameter; `nil` where there is no name or no `=`.
  init?(argument: String) {
    guard let equals = argument.firstIndex(of: "="), equals > argument.startIndex else {
      return nil
    }
    name = String(argument[..<equals])
    value = String(argument[argument.index(after: equals)...])
  }
}

internal import ArgumentParser
internal import Configuration
internal import Dashboard
internal import JSONValue
internal import Terminal

/// `rollcall contexts`: which backends the configuration names.
struct ContextsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "contexts",
    abstract: "List the contexts of config.yaml and the local cloud.",
    discussion: "The one that a command with the same flags would use is marked with a star."
  )

  @OptionGroup var global: GlobalOptions

  func run() throws {
    let launch = try Launch.ofCommand(global)
    let entries = try ContextsCommand.entries(launch)
    try Printer(isJSON: global.connection.isJSON).document(
      .array(entries.map(\.json)),
      text: ContextsCommand.table(entries).lines
    )
  }

  /// A context, and how its backend is reached.
  struct Entry {
    /// Its name, its region and what is allowed there.
    let mark: ContextMark
    /// What the configuration says of it; `nil` for the local cloud.
    let context: Context?
    /// Whether a command with the same flags uses it.
    let isInUse: Bool
  }

  /// The contexts; the one in use comes first where the configuration has none of its name.
  static func entries(_ launch: Launch) throws -> [Entry] {
    let used = launch.settings.contextName
    let marks = try launch.contextMarks()
    let others = marks.contains { $0.name == used } ? marks : [launch.mark] + marks
    return others.map { mark in
      Entry(mark: mark, context: launch.file.contexts[mark.name], isInUse: mark.name == used)
    }
  }

  private static func table(_ entries: [Entry]) -> TextTable {
    var table = TextTable([
      .init(heading: ""), .init(heading: "CONTEXT"), .init(heading: "REGION"),
      .init(heading: "MARK"), .init(heading: "WHERE"),
    ])
    for entry in entries {
      let marks = [
        entry.mark.isProduction ? "PRODUCTION" : "", entry.mark.isReadOnly ? "READ-ONLY" : "",
      ]
      table.add([
        entry.isInUse ? "*" : "", entry.mark.name, entry.mark.region,
        marks.filter { !$0.isEmpty }.joined(separator: " "), entry.place,
      ])
    }
    return table
  }
}

extension ContextsCommand.Entry {
  /// Where the backend is, as far as the configuration says.
  var place: String {
    guard let context else { return mark.name == "local" ? "this machine" : "" }
    let places = [
      context.profile.map { "profile \($0)" }, context.stack.map { "stack \($0)" },
      context.endpointURL.map(EffectiveSetting.shown), context.apiURL.map(EffectiveSetting.shown),
    ]
    return places.compactMap(\.self).joined(separator: "  ")
  }

  /// The context as `contexts` prints it.
  var json: JSON {
    [
      "name": .string(mark.name), "region": mark.region.isEmpty ? .null : .string(mark.region),
      "production": .bool(mark.isProduction), "readOnly": .bool(mark.isReadOnly),
      "inUse": .bool(isInUse), "profile": JSON(context?.profile),
      "endpointUrl": JSON(context?.endpointURL.map(EffectiveSetting.shown)),
      "apiUrl": JSON(context?.apiURL.map(EffectiveSetting.shown)),
      "stack": JSON(context?.stack), "namePrefix": JSON(context?.namePrefix),
    ]
  }
}

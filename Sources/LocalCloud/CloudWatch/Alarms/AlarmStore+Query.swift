internal import GRDB

/// Which alarms are asked for.
struct AlarmQuery: Sendable {
  /// `MetricAlarm`, `CompositeAlarm` or both.
  var types = AlarmSettings.types
  /// The only names; `nil` for all.
  var names: [String]?
  /// How names begin.
  var prefix: String?
  /// `OK`, `ALARM` or `INSUFFICIENT_DATA`; `nil` for all.
  var state: String?
  /// How one of the actions begins.
  var actionPrefix: String?
  /// The name that all names come after.
  var after: String?

  fileprivate func matches(_ alarm: StoredAlarm) -> Bool {
    guard let actionPrefix else { return true }
    return ["OK", "ALARM", "INSUFFICIENT_DATA"].contains { state in
      alarm.settings.actions(for: state).contains { $0.hasPrefix(actionPrefix) }
    }
  }

  /// The first text that comes after all those which begin with `prefix`; `nil` where there is none.
  static func end(of prefix: String) -> String? {
    var scalars = Array(prefix.unicodeScalars)
    while let last = scalars.popLast() {
      // What comes after U+D7FF are surrogates, which are no scalars.
      let next = last.value == 0xD7FF ? 0xE000 : last.value + 1
      guard let scalar = Unicode.Scalar(next) else { continue }
      var end = String.UnicodeScalarView(scalars)
      end.append(scalar)
      return String(end)
    }
    return nil
  }
}

extension AlarmStore {
  /// The first alarms by name that are asked for; those that cannot be read are left out.
  ///
  /// No more rows are read than are given, but where actions are asked for.
  static func alarms(_ query: AlarmQuery, limit: Int, in db: Database) throws -> [StoredAlarm] {
    var (terms, values): ([String], [String]) = ([], [])
    func add(_ term: String, _ value: String?) {
      guard let value else { return }
      terms.append(term)
      values.append(value)
    }
    add("name > ?", query.after)
    add("name >= ?", query.prefix)
    add("name < ?", query.prefix.flatMap(AlarmQuery.end))
    add("state = ?", query.state)
    if query.types.count == 1 {
      // The index of states has the names in order; that of types is for types alone.
      add(query.state == nil ? "type = ?" : "+type = ?", query.types.first)
    }
    if let names = query.names {
      terms.append("name IN (\(names.map { _ in "?" }.joined(separator: ", ")))")
      values += names
    }
    let condition = terms.isEmpty ? "" : "WHERE \(terms.joined(separator: " AND ")) "
    let rows = try Row.fetchCursor(
      db,
      sql: "SELECT * FROM alarm \(condition)ORDER BY name",
      arguments: StatementArguments(values)
    )
    var found: [StoredAlarm] = []
    while found.count < limit, let row = try rows.next() {
      if let alarm = try? StoredAlarm(row), query.matches(alarm) { found.append(alarm) }
    }
    return found
  }
}

internal import AWSClient
internal import CustomerDomain
internal import Dashboard
internal import Glibc

extension EffectRunner {
  /// How many lines are written at a time.
  private static let page = 1000
  /// How often it is told how far saving has come.
  private static let tellingInterval = Duration.milliseconds(100)

  /// Writes rows into a file, and says what came of it.
  func save(_ order: SaveOrder) async {
    let outcome: SaveOutcome
    do throws(NewFile.Failure) {
      let (path, count) = try await write(order)
      outcome = .saved(order, path: path, count: count)
    } catch {
      outcome = error == .exists ? .exists(order) : .failed(order, reason: "\(error)")
    }
    inbox.post(.saveEnded(outcome))
  }

  private func write(
    _ order: SaveOrder
  ) async throws(NewFile.Failure) -> (path: String, count: Int) {
    var file = try NewFile(
      path: inHome(order.path),
      replaces: order.replaces,
      token: pacer.randomBits()
    )
    let count =
      switch order.content {
      case .customers(let rows): try write(rows, to: file)
      case .lines(let numbers): try write(await logs.events(numbers), order, to: file)
      case .passing(let query, let expected):
        try await write(query, expected: expected, order, to: file)
      }
    if Task.isCancelled { throw .system(ECANCELED) }
    return (try file.keep(), count)
  }

  private func write(
    _ rows: [SavedCustomer],
    to file: borrowing NewFile
  ) throws(NewFile.Failure) -> Int {
    try file.write(Array(SavedCustomer.heading.utf8))
    for row in rows { try file.write(Array(row.tableRow.utf8)) }
    return rows.count
  }

  private func write(
    _ events: [LogEvent],
    _ order: SaveOrder,
    to file: borrowing NewFile
  ) throws(NewFile.Failure) -> Int {
    let lines = SavedLine(order.format, fields: order.fields)
    try file.write(Array(lines.heading.utf8))
    for event in events { try file.write(Array(lines.text(event).utf8)) }
    return events.count
  }

  /// Writes what a query lets through, of the rows that are held when it begins.
  private func write(
    _ query: LogQuery,
    expected: Int,
    _ order: SaveOrder,
    to file: borrowing NewFile
  ) async throws(NewFile.Failure) -> Int {
    let lines = SavedLine(order.format, fields: order.fields)
    try file.write(Array(lines.heading.utf8))
    var held = await logs.held
    held.useAll(of: query)
    var (count, last) = (0, Int?.none)
    var told = pacer.elapsed
    while !Task.isCancelled {
      let page = held.passingEvents(after: last, limit: EffectRunner.page)
      guard let next = page.last else { break }
      last = next
      var bytes: [UInt8] = []
      for event in page.events { bytes += lines.text(event).utf8 }
      try file.write(bytes)
      count += page.events.count
      if pacer.elapsed - told >= EffectRunner.tellingInterval {
        told = pacer.elapsed
        inbox.post(.saveProgressed(SaveProgress(done: count, expected: expected)))
        await Task.yield()
      }
    }
    return count
  }

  /// A path with `~` for the person's home in front.
  func inHome(_ path: String) -> String {
    guard let home, path.hasPrefix("~/") else { return path }
    return home + path.dropFirst()
  }
}

internal import AWSWire
internal import CustomerServices
internal import JSONValue
internal import Logging

/// Writes log messages to the program's log file, one JSON object a line; the screen belongs to the
/// dashboard.
struct FileLog: LogHandler {
  /// What is written with each message.
  var metadata: Logger.Metadata = [:]
  /// The least grave level that is written.
  var logLevel: Logger.Level
  private let label: String
  private let file: RotatingFile
  private let clock: any WallClock

  /// Makes a log in the file at `path`, which is rotated at 5 MB.
  init(label: String, path: String, level: Logger.Level, clock: any WallClock) {
    self.label = label
    file = RotatingFile(path: path, limit: 5_000_000)
    logLevel = level
    self.clock = clock
  }

  /// One part of what is written with each message.
  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  /// Writes one message.
  func log(event: LogEvent) {
    var line: JSON = [
      "time": .string(clock.now.iso8601), "level": .string(event.level.rawValue),
      "logger": .string(label), "message": .string("\(event.message)"),
    ]
    for (key, value) in metadata.merging(event.metadata ?? [:], uniquingKeysWith: { $1 }) {
      line[key] = .string("\(value)")
    }
    _ = file.append(line.bytes())
  }
}

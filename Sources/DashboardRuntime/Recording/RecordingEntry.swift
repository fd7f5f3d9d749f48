package import Dashboard
package import Terminal

/// A line of a recording: what happened, and when.
package struct RecordingEntry: Hashable, Sendable {
  /// What happened.
  package enum Content: Hashable, Sendable {
    /// The state took an event.
    case event(DashboardEvent)
    /// A dashboard was opened in place of the one before, on another context.
    case opened(RecordingHeader)
    /// From then on another theme was drawn with.
    case theme(Theme)
    /// The recording ended, in a word.
    case end(String)
  }

  /// Milliseconds since the recording began, by a clock that is never set.
  package var milliseconds: Int64
  /// What happened.
  package var content: Content

  /// Makes an entry.
  package init(milliseconds: Int64, _ content: Content) {
    self.milliseconds = milliseconds
    self.content = content
  }
}

extension RecordingEntry: Codable {
  private enum CodingKeys: String, CodingKey {
    case milliseconds = "ms"
    case event, theme, opened, end
  }

  /// Reads an entry.
  ///
  /// - Throws: `DecodingError`.
  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    milliseconds = try container.decode(Int64.self, forKey: .milliseconds)
    if container.contains(.event) {
      content = .event(try container.decode(DashboardEvent.self, forKey: .event))
    } else if container.contains(.theme) {
      content = .theme(try container.decode(Theme.self, forKey: .theme))
    } else if container.contains(.opened) {
      content = .opened(try container.decode(RecordingHeader.self, forKey: .opened))
    } else {
      content = .end(try container.decode(String.self, forKey: .end))
    }
  }

  /// Writes an entry, its time first, so that it is found without reading the rest.
  ///
  /// - Throws: what the encoder throws.
  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(milliseconds, forKey: .milliseconds)
    switch content {
    case .event(let event): try container.encode(event, forKey: .event)
    case .theme(let theme): try container.encode(theme, forKey: .theme)
    case .opened(let header): try container.encode(header, forKey: .opened)
    case .end(let word): try container.encode(word, forKey: .end)
    }
  }
}

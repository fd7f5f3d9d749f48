package import AWSWire
package import Terminal

/// Everything the screen shows, as one value.
///
/// This room holds the state, what can happen to it, and how it looks; all of it is pure. It must
/// not know clocks, threads, files, services or the terminal's bytes: what it needs of the world
/// comes in events, and what it wants done leaves as effects.
package struct DashboardState: Hashable, Sendable {
  /// The present moment, as the last event told it.
  package var now: Instant
  /// The screen's size.
  package var size: Size
  /// Where the dashboard is connected.
  package var context: ContextMark
  /// Minutes that local time is east of UTC.
  package var utcOffsetMinutes: Int
  /// What keys do.
  package var keys: KeyTable
  /// The names of the themes that can be chosen.
  package var themes: [String]
  /// The theme in use.
  package var theme: String
  /// Whether the terminal reports the mouse.
  let usesMouse: Bool
  /// How often what is read; `nil` where nobody knows.
  let intervals: PollIntervals?
  /// When the dashboard was started.
  let startedAt: Instant
  /// Milliseconds that the last call took there and back.
  package var roundTripMilliseconds: Double?
  /// How often which service is called, as it was when help was opened.
  var calls: [CallRate] = []

  /// The pane that keys act on.
  package var focus: Pane = .customers
  /// Whether the focused pane has the whole screen.
  package var isZoomed = false
  /// The last click, until a second one makes it a double click.
  var lastClick: Click?
  /// Whether nothing new is fetched or followed.
  package var isPaused = false
  /// Whether what happens is written down.
  var isRecorded = false
  /// Whether that has ended by itself, as where the disk is full.
  var hasRecordingEnded = false
  /// How lists show times; the logs have a style of their own.
  var times = TimeStyle.age
  /// What lies over the panes, the uppermost last.
  var layers: [Layer] = []
  /// How far saving a file has come; `nil` while none is written.
  var saving: SaveProgress?
  /// What the last line says.
  var message: Message?
  /// The terminal's title as it was last set.
  var title = ""

  /// The contexts that can be changed to.
  var contexts = ContextsState()
  /// The commands that were typed.
  var history = CommandHistory()

  /// The Customers pane.
  var customers = CustomersState()
  /// The Workflow pane.
  var workflow = WorkflowState()
  /// The Logs pane.
  var logs = LogsState()
  /// The Alarms pane.
  var alarms = AlarmsState()
  /// The overview.
  var overview = OverviewState()
  /// Why things are as they are.
  var why = WhyState()

  /// Makes the state of a dashboard that has heard nothing yet.
  package init(
    context: ContextMark,
    now: Instant,
    size: Size,
    utcOffsetMinutes: Int = 0,
    keys: KeyTable = .standard,
    themes: [String] = [],
    theme: String = "",
    usesMouse: Bool = true,
    intervals: PollIntervals? = nil
  ) {
    self.context = context
    self.now = now
    startedAt = now
    self.size = size
    self.utcOffsetMinutes = utcOffsetMinutes
    self.keys = keys
    self.themes = themes
    self.theme = theme
    self.usesMouse = usesMouse
    self.intervals = intervals
  }
}

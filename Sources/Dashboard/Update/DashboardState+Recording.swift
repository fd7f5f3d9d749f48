extension DashboardState {
  /// Takes note that a recording began or ended, and says so: others may come to see it.
  mutating func takeRecording(_ event: DashboardEvent) {
    switch event {
    case .recordingBegun(let path):
      (isRecorded, hasRecordingEnded) = (true, false)
      message = Message(text: "recording to \(path); ids and log lines are in it, no credentials")
    case .recordingEnded(let reason):
      (isRecorded, hasRecordingEnded) = (false, true)
      message = Message(text: "the recording has ended: \(reason)", isError: true)
    default: break
    }
  }
}

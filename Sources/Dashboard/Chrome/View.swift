package import Terminal

/// What the screen shows of a state.
package func view(_ state: DashboardState, size: Size, theme: Theme) -> Frame {
  var frame = Frame(size: size, style: theme[.text])
  guard Layout.isUsable(size) else {
    let text = Layout.refusal(of: size)
    frame.put(text, at: .origin, style: theme[.text], maxWidth: size.columns)
    return frame
  }
  var state = state
  state.size = size
  let canvas = Canvas(state: state, theme: theme)
  canvas.drawHeader(on: &frame)
  if let page = state.layers.last(where: \.coversPanes) {
    canvas.draw(page, on: &frame)
  } else {
    for (pane, rect) in state.paneRects { canvas.draw(pane, in: rect, on: &frame) }
  }
  canvas.drawOverlay(on: &frame)
  canvas.drawFooter(on: &frame)
  return frame
}

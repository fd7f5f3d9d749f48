import CustomerDomain
import Terminal
import Testing

@testable import Dashboard

@Suite("The overview's layout")
struct OverviewLayoutTests {
  /// A room, and how much of each part there is to be seen in it.
  static let rooms: [(Size, OverviewLayout.Density)] = [
    (Size(columns: 37, rows: 7), .row), (Size(columns: 77, rows: 12), .row),
    (Size(columns: 60, rows: 40), .row), (Size(columns: 77, rows: 19), .compact),
    (Size(columns: 117, rows: 31), .complete), (Size(columns: 197, rows: 54), .generous),
    (Size(columns: 400, rows: 120), .generous),
  ]

  static let overviews: [Overview] = [
    Sample.overview(), Sample.overview(pad: 80), Sample.overview(prefix: "staging-eu-2-"),
    Sample.overview(hasFigures: false), Sample.overview(rules: 0), Sample.overview(rules: 1),
  ]

  @Test("Every part has its own place within the room", arguments: rooms, overviews)
  func places(room: (Size, OverviewLayout.Density), overview: Overview) {
    let layout = OverviewLayout(overview, in: room.0)
    #expect(layout.density == room.1)
    #expect(Set(layout.places.keys) == Set(overview.parts.map(\.id)))
    let rects = overview.parts.compactMap { layout.places[$0.id] }
    for (index, rect) in rects.enumerated() {
      #expect(rect.x >= 0 && rect.maxX <= room.0.columns && rect.height == layout.density.rawValue)
      // A list may be longer than the room: it scrolls.
      #expect(layout.density == .row || rect.y >= 0 && rect.maxY <= room.0.rows)
      for other in rects[(index + 1)...] { #expect(rect.intersection(other).isEmpty) }
      #expect(rect.intersection(layout.legend).isEmpty)
    }
  }

  @Test(
    "Ways run beside the parts, within the room, and each ends with one arrow",
    arguments: rooms
  )
  func ways(room: (Size, OverviewLayout.Density)) {
    let overview = Sample.overview()
    let layout = OverviewLayout(overview, in: room.0)
    for stroke in layout.strokes {
      #expect(stroke.position.x >= 0 && stroke.position.x < room.0.columns)
      #expect(stroke.position.y >= 0 && stroke.position.y < room.0.rows)
      #expect(!layout.places.values.contains { $0.contains(stroke.position) })
    }
    let ends = layout.strokes.filter { $0.head != nil }
    let drawn = Set(layout.strokes.flatMap(\.edges))
    #expect(drawn == (layout.density == .row ? [] : Set(overview.edges.indices)))
    for edge in drawn {
      let to = layout.places[overview.edges[edge].to]
      let isReached = ends.contains { end in
        guard let to, end.edges.contains(edge) else { return false }
        return switch end.head {
        case .right: end.position.x == to.x - 2 && end.position.y == to.y
        case .left: end.position.x == to.maxX && end.position.y == to.y + 1
        case .down: end.position.y == to.y - 1 && end.position.x >= to.x
        case .up, nil: false
        }
      }
      #expect(isReached, "\(overview.edges[edge])")
    }
  }

  @Test("So many rules that no diagram holds them make a list")
  func manyRules() {
    let overview = Sample.overview(rules: 8)
    #expect(OverviewLayout(overview, in: Size(columns: 77, rows: 19)).density == .row)
    #expect(OverviewLayout(overview, in: Size(columns: 197, rows: 54)).density > .row)
  }

  @Test("Arrows lead to the part that lies next, and nowhere at the edges", arguments: rooms)
  func neighbours(room: (Size, OverviewLayout.Density)) {
    let layout = OverviewLayout(Sample.overview(), in: room.0)
    guard layout.density > .row else {
      #expect(layout.neighbour(of: "api:customer-ids-api", .right) == nil)
      #expect(layout.neighbour(of: "api:customer-ids-api", .down) == "apiFunction:get_customer_id")
      return
    }
    let ways: [(String, OverviewLayout.Direction, String?)] = [
      ("api:customer-ids-api", .left, nil), ("api:customer-ids-api", .up, nil),
      ("api:customer-ids-api", .right, "apiFunction:put_customer_id"),
      ("api:customer-ids-api", .down, "rule:rule-0"),
      ("apiFunction:put_customer_id", .right, "table:customer_ids"),
      ("apiFunction:submit_workflow", .down, "workflow:customers-workflow"),
      ("workflow:customers-workflow", .left, "rule:rule-1"),
      ("workflow:customers-workflow", .right, "workflowFunction:insert_id"),
      ("workflow:customers-workflow", .down, "alarms:alarms"),
      ("alarms:alarms", .right, "topic:alerts"), ("topic:alerts", .down, nil),
      ("topic:alerts", .up, "workflowFunction:log_event"),
      ("workflowFunction:validate_exists", .up, "table:customer_ids"),
    ]
    for (from, direction, to) in ways {
      #expect(layout.neighbour(of: from, direction) == to, "\(from) \(direction)")
    }
  }

  @Test("Every part can be reached with arrows from every other", arguments: rooms, overviews)
  func reach(room: (Size, OverviewLayout.Density), overview: Overview) {
    let layout = OverviewLayout(overview, in: room.0)
    for start in overview.parts {
      var reached: Set<String> = [start.id]
      var open = [start.id]
      while let id = open.popLast() {
        for direction in OverviewLayout.Direction.allCases {
          guard let next = layout.neighbour(of: id, direction) else { continue }
          if reached.insert(next).inserted { open.append(next) }
        }
      }
      #expect(reached.count == overview.parts.count, "from \(start.id)")
    }
  }
}

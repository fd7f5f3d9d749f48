extension Mouse {
  /// Reads the numbers of an SGR report: button bits, column and row from 1.
  init?(sgr numbers: [Int], isRelease: Bool) {
    guard numbers.count == 3, numbers[1] > 0, numbers[2] > 0 else { return nil }
    self.init(
      bits: numbers[0],
      position: Point(x: numbers[1] - 1, y: numbers[2] - 1),
      isRelease: isRelease
    )
  }

  /// Reads the three bytes of an X10 report, each 32 more than it means.
  init?(x10 bytes: [UInt8]) {
    guard bytes.count == 3, bytes.allSatisfy({ $0 >= 32 }), bytes[1] > 32, bytes[2] > 32 else {
      return nil
    }
    let bits = Int(bytes[0]) - 32
    self.init(
      bits: bits,
      position: Point(x: Int(bytes[1]) - 33, y: Int(bytes[2]) - 33),
      isRelease: bits & 0x43 == 3
    )
  }

  private init?(bits: Int, position: Point, isRelease: Bool) {
    var modifiers: Modifiers = []
    if bits & 4 != 0 { modifiers.insert(.shift) }
    if bits & 8 != 0 { modifiers.insert(.alt) }
    if bits & 16 != 0 { modifiers.insert(.ctrl) }
    let number = bits & 3
    if bits & 64 != 0 {
      let wheels: [Kind] = [.wheelUp, .wheelDown, .wheelLeft, .wheelRight]
      self.init(kind: wheels[number], position: position, modifiers: modifiers)
      return
    }
    guard bits < 128 else { return nil }
    let button: Button = [.left, .middle, .right, .none][number]
    let isMoving = bits & 32 != 0
    let kind: Kind = isMoving ? (button == .none ? .move : .drag) : isRelease ? .release : .press
    self.init(kind: kind, button: button, position: position, modifiers: modifiers)
  }
}

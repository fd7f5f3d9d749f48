/// Ports that a cloud can come back to.
enum StablePorts {
  /// Below those that Linux by default hands out to whoever names none, 32768 to 60999: of these one
  /// may belong to some other program's outgoing connection when its cloud starts again.
  private static let range = 20_000..<32_768
  /// How many are tried before the system is asked for any.
  private static let tries = 8

  /// The ports to try one after another, chosen by `source`, the last of them 0 for any that is free.
  static func candidates(from source: inout some RandomNumberGenerator) -> [Int] {
    (0..<tries).map { _ in Int.random(in: range, using: &source) } + [0]
  }
}

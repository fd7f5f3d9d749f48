import Foundation
import Terminal

/// How eyes see colours, some of them with one kind of cone missing.
///
/// The matrices are those of Machado, Oliveira and Fernandes (2009) at severity 1, for linear sRGB.
enum ColorVision: String, CaseIterable {
  case usual, protan, deutan, tritan

  private var rows: [[Double]] {
    switch self {
    case .usual: [[1, 0, 0], [0, 1, 0], [0, 0, 1]]
    case .protan:
      [
        [0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
      ]
    case .deutan:
      [
        [0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
      ]
    case .tritan:
      [
        [1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.303900],
      ]
    }
  }

  /// How far apart two colours look, in CIE 1976 ΔE; 2.3 can just be told apart side by side.
  func distance(_ left: Color, _ right: Color) -> Double? {
    guard let (a, b) = zipped(lab(left), lab(right)) else { return nil }
    return zip(a, b).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }.squareRoot()
  }

  private func zipped<Value>(_ left: Value?, _ right: Value?) -> (Value, Value)? {
    if let left, let right { (left, right) } else { nil }
  }

  private func lab(_ color: Color) -> [Double]? {
    guard let (red, green, blue) = color.components else { return nil }
    let linear = [red, green, blue].map { component in
      let value = Double(component) / 255
      return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
    }
    let seen = rows.map { row in min(1, max(0, dot(row, linear))) }
    // sRGB's primaries and its white, D65.
    let toXYZ: [([Double], white: Double)] = [
      ([0.4124564, 0.3575761, 0.1804375], 0.95047), ([0.2126729, 0.7151522, 0.0721750], 1),
      ([0.0193339, 0.1191920, 0.9503041], 1.08883),
    ]
    let f = toXYZ.map { row, white in
      let value = dot(row, seen) / white
      return value > 0.008856 ? cbrt(value) : 7.787 * value + 16.0 / 116
    }
    return [116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])]
  }

  private func dot(_ left: [Double], _ right: [Double]) -> Double {
    zip(left, right).reduce(0) { $0 + $1.0 * $1.1 }
  }
}

internal import JSONValue

/// A JSONPath as states use it: where to look, from the input (`$`) or the context object (`$$`).
struct JSONPath: Hashable, Sendable {
  /// What a path starts from.
  enum Root: Hashable, Sendable {
    /// The state's data.
    case input
    /// The context object.
    case context
  }

  /// One step down.
  indirect enum Step: Hashable, Sendable {
    /// The member of a name.
    case name(String)
    /// The element at a place; below 0 from the end.
    case index(Int)
    /// The members of several names.
    case names([String])
    /// The elements at several places.
    case indices([Int])
    /// The elements from one place up to another, each `by`th of them.
    case slice(from: Int?, to: Int?, by: Int)
    /// All members or elements.
    case wildcard
    /// The value and everything in it.
    case descendants
    /// Those that pass a filter.
    case filter(PathFilter)
    /// A function over the value, such as `length()`.
    case function(PathFunction)
  }

  /// The path as it was written.
  let text: String
  /// What it starts from.
  let root: Root
  /// The steps, outermost first.
  let steps: [Step]
  /// Whether it can name one value only; other paths give an array of what they find.
  let isDefinite: Bool

  /// Makes a path of its parts.
  init(text: String, root: Root, steps: [Step]) {
    self.text = text
    self.root = root
    self.steps = steps
    isDefinite = steps.allSatisfy { step in
      switch step {
      case .name, .index, .function: true
      default: false
      }
    }
  }
}

/// A function that may end a path.
enum PathFunction: String, Hashable, Sendable {
  /// How many there are, the least, the greatest, the sum, or the mean.
  case length, min, max, sum, avg
}

/// Why a path is not one.
struct PathSyntaxError: Error, Hashable, Sendable {
  /// What is wrong with it, in words.
  let reason: String
}

/// Why a path found nothing.
struct PathFault: Error, Hashable, Sendable {
  /// What was not found, as the service words it.
  let reason: String
}

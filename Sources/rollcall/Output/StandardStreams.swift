internal import Glibc

/// The three streams that every program is given, or should have been.
enum StandardStreams {
  /// Opens `/dev/null` in the place of those that were closed.
  ///
  /// The next file or socket would take their numbers, and what is printed would end up in it: in
  /// the database, for one. Output is opened for reading alone, so that an answer which nobody can be
  /// given fails, as it would have without.
  static func openMissing() {
    for number in STDIN_FILENO...STDERR_FILENO where fcntl(number, F_GETFD) < 0 {
      _ = open("/dev/null", number == STDOUT_FILENO ? O_RDONLY : O_RDWR)
    }
  }
}

/// The words of the field: customers, workflow executions, logs and alarms as plain values.
///
/// Services produce them and the dashboard and the commands show them. Nothing here does I/O, reads
/// a clock or knows how a value came over the wire.
package enum CustomerDomain {
  /// The version of this program, as `--version` prints it.
  package static let version = "0.1.0"
}

package import CustomerDomain

extension WhyReport: LaidOut {
  /// What is explained and what was found.
  package var source: Explanation { explanation }
}

extension WhyTrace: LaidOut {
  /// What is known of the incident.
  package var source: Trace { trace }
}

"""Stand-ins of providers' clouds on loopback: what they document, faults included."""

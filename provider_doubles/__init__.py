"""Stand-ins of Slack and Twilio on loopback: what they document, faults included."""

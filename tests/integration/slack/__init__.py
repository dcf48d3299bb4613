"""Slack through the vendor's SDK, over loopback."""

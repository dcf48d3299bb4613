"""Slack: an app of the tenant's, in one workspace or in many."""

"""A double of Slack: its Web API, the calls that it makes, and what people would have seen."""
